import { type BoundaryObserver, type Clock, passSilently } from '@baton/base'
import { Kysely } from 'kysely'
import { authoredOver } from '../authored/authoredOver.ts'
import { deskOver } from '../desk/deskOver.ts'
import { filesOver } from '../files/filesOver.ts'
import { integrationsOver } from '../integrations/integrationsOver.ts'
import { peopleOver } from '../people/peopleOver.ts'
import { settingsOver } from '../settings/settingsOver.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import type { CommitFeed, ConversationStore, Mailbox, Storage } from '../store.ts'
import { surveysOver } from '../surveys/surveysOver.ts'
import { wordsOver } from '../words/wordsOver.ts'
import { prepareBury } from './bury.ts'
import { prepareClaimTimers } from './claimTimers.ts'
import { prepareClaimWork } from './claimWork.ts'
import { prepareClearDirty } from './clearDirty.ts'
import { toCommitItem } from './commitItem.ts'
import { connect, connectForCommits, type Pool } from './connection.ts'
import { prepareCountAhead } from './countAhead.ts'
import { prepareDeskReads } from './deskReads.ts'
import { prepareExtendClaim } from './extendClaim.ts'
import { asStorageError } from './faults.ts'
import { prepareFindClientMessage } from './findClientMessage.ts'
import { prepareFindOpen } from './findOpen.ts'
import { prepareForgetJournal } from './forgetJournal.ts'
import { health } from './health.ts'
import { prepareHorizon } from './horizon.ts'
import { prepareList } from './list.ts'
import { prepareListDead } from './listDead.ts'
import { prepareListDirtySkills } from './listDirtySkills.ts'
import { prepareListKept } from './listKept.ts'
import { prepareListQueue } from './listQueue.ts'
import { prepareListThread } from './listThread.ts'
import { prepareLoad } from './load.ts'
import { matchArticles } from './matchArticles.ts'
import { migrate } from './migrate.ts'
import { exportPool } from './moving.ts'
import { prepareNextDueAt } from './nextDueAt.ts'
import { nodeRegister } from './nodes.ts'
import { prepareGroup } from './performGroup.ts'
import { prepareReadEvents } from './readEvents.ts'
import { prepareReadFeed } from './readFeed.ts'
import { prepareReadJournal } from './readJournal.ts'
import { prepareReadLog } from './readLog.ts'
import { prepareReadLogBackwards } from './readLogBackwards.ts'
import { prepareReadMarks } from './readMarks.ts'
import { prepareReadNews } from './readNews.ts'
import { prepareReadRun } from './readRun.ts'
import { prepareReleaseClaims } from './releaseClaims.ts'
import { prepareRetryLater } from './retryLater.ts'
import { startRings } from './rings.ts'
import { prepareSaveMarks } from './saveMarks.ts'
import { startSearch } from './search/startSearch.ts'
import { settingsDialect } from './settingsDialect.ts'
import { GROUPS_AHEAD, startWriter, type Writer } from './startWriter.ts'

export interface PostgresStorageOptions {
  /** `postgres://user:password@host:port/database`; several nodes may share it. */
  readonly url: string
  readonly clock: Clock
  /** Told of the boundaries of every commit; tests end the process there. */
  readonly pass?: BoundaryObserver
}

/**
 * Opens the storage in a database and brings its schema up to date.
 * @throws StorageTooNew when a newer release wrote it; StorageUnavailable when it cannot be reached or does not let us in
 */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  const { url, clock, pass = passSilently } = options
  const pool = connect(url)
  try {
    await migrate(pool)
  } catch (error) {
    await pool.end()
    throw asStorageError(error)
  }
  const commits = connectForCommits(url, GROUPS_AHEAD)
  const writer = startWriter(prepareGroup(commits, pass))
  const horizon = prepareHorizon(pool)
  const search = startSearch(pool, horizon)
  const rings = startRings(url, pool)
  const settingsDatabase: SettingsDatabase = new Kysely({ dialect: settingsDialect(pool) })
  let closing: Promise<void> | undefined
  async function closeAll(): Promise<void> {
    await rings.close()
    await search.close()
    await writer.close()
    await commits.end()
    await pool.end()
  }
  return {
    conversations: telling(conversations(pool, writer, clock)),
    mailbox: telling(mailbox(pool, clock)),
    feed: telling<CommitFeed>({
      horizon,
      readFeed: prepareReadFeed(pool, horizon),
      readNews: prepareReadNews(pool, horizon),
    }),
    settings: settingsOver(settingsDatabase, clock),
    people: peopleOver(settingsDatabase, clock),
    desk: deskOver(settingsDatabase, telling(prepareDeskReads(pool))),
    words: wordsOver(settingsDatabase),
    surveys: surveysOver(settingsDatabase),
    integrations: integrationsOver(settingsDatabase),
    authored: authoredOver(settingsDatabase, clock, matchArticles),
    files: filesOver(settingsDatabase),
    search,
    nodes: telling(nodeRegister(pool)),
    rings,
    backup: async (file) => void (await exportPool(pool, file)),
    health: () => health(pool, writer),
    close: () => {
      closing ??= closeAll()
      return closing
    },
  }
}

type Operations = { readonly [Name in string]: (...given: never[]) => Promise<unknown> }

/** Whatever the database does becomes a fault of ours, told in words. */
function telling<T extends object>(operations: T): T {
  const told = Object.entries(operations as unknown as Operations).map(([name, operation]) => [
    name,
    (...given: never[]) => operation(...given).catch((error: unknown) => Promise.reject(asStorageError(error))),
  ])
  return Object.fromEntries(told) as T
}

function conversations(pool: Pool, writer: Writer, clock: Clock): ConversationStore {
  return {
    load: prepareLoad(pool),
    findOpen: prepareFindOpen(pool),
    findClientMessage: prepareFindClientMessage(pool),
    commit: async (commit) => writer.commit(toCommitItem(commit, clock.now())),
    readLog: prepareReadLog(pool),
    readLogBackwards: prepareReadLogBackwards(pool),
    readEvents: prepareReadEvents(pool),
    readRun: prepareReadRun(pool),
    readJournal: prepareReadJournal(pool),
    forgetJournal: prepareForgetJournal(pool),
    list: prepareList(pool),
    listThread: prepareListThread(pool),
    listQueue: prepareListQueue(pool),
    listKept: prepareListKept(pool),
    countAhead: prepareCountAhead(pool),
    saveMarks: prepareSaveMarks(pool),
    readMarks: prepareReadMarks(pool),
  }
}

function mailbox(pool: Pool, clock: Clock): Mailbox {
  return {
    claimWork: prepareClaimWork(pool),
    claimTimers: prepareClaimTimers(pool),
    nextDueAt: prepareNextDueAt(pool, clock),
    extendClaim: prepareExtendClaim(pool),
    retryLater: prepareRetryLater(pool),
    bury: prepareBury(pool),
    listDead: prepareListDead(pool),
    releaseClaims: prepareReleaseClaims(pool),
    listDirtySkills: prepareListDirtySkills(pool),
    clearDirty: prepareClearDirty(pool),
  }
}
