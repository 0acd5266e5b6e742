import type { Database } from 'better-sqlite3'
import { prepareBury } from './bury.ts'
import { prepareClaimTimers } from './claimTimers.ts'
import { prepareClaimWork } from './claimWork.ts'
import { prepareClearDirty } from './clearDirty.ts'
import { prepareCommit } from './commit.ts'
import { prepareExtendClaim } from './extendClaim.ts'
import { prepareForgetJournal } from './forgetJournal.ts'
import { prepareReleaseClaims } from './releaseClaims.ts'
import { prepareRetryLater } from './retryLater.ts'
import { prepareSaveMarks } from './saveMarks.ts'
import { prepareWriteSettings } from './writeSettings.ts'

/** Everything that writes, prepared once, each inside the transaction of its group. */
export function prepareOperations(database: Database) {
  const probe = database.prepare('UPDATE probe SET asked = asked + 1')
  return {
    commit: prepareCommit(database),
    saveMarks: prepareSaveMarks(database),
    claimWork: prepareClaimWork(database),
    claimTimers: prepareClaimTimers(database),
    extendClaim: prepareExtendClaim(database),
    retryLater: prepareRetryLater(database),
    bury: prepareBury(database),
    releaseClaims: prepareReleaseClaims(database),
    clearDirty: prepareClearDirty(database),
    forgetJournal: prepareForgetJournal(database),
    writeSettings: prepareWriteSettings(database),
    /** Asks whether anything can be written now. */
    probe: (_: undefined): void => {
      probe.run()
    },
    /** Lets the file grow to so many pages, no further. */
    limitPages: (pages: number): void => {
      database.pragma(`max_page_count = ${Math.trunc(pages)}`)
    },
  }
}

export type Operations = ReturnType<typeof prepareOperations>
export type OperationName = keyof Operations
export type Argument<N extends OperationName> = Parameters<Operations[N]>[0]
export type Answer<N extends OperationName> = ReturnType<Operations[N]>
