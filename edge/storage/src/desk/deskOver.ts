import type { DeskStore } from '../deskStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import { dispatchers } from './dispatchers.ts'
import { presence } from './presence.ts'
import { queueTimes } from './queueTimes.ts'
import { seats } from './seats.ts'

/** What is asked for often, each dialect in its own words. */
export type DeskReads = Pick<
  DeskStore,
  | 'listWaitingSkills'
  | 'listHeads'
  | 'readLoads'
  | 'listOffered'
  | 'readDesk'
  | 'nextLeaseEnd'
  | 'listQueued'
  | 'readQueues'
  | 'countOpen'
>

/** One code for both dialects, but for what is asked often. */
export const deskOver = (db: SettingsDatabase, reads: DeskReads): DeskStore => ({
  ...presence(db),
  ...dispatchers(db),
  ...seats(db),
  ...queueTimes(db),
  ...reads,
})
