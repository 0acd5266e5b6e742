import type { Database } from 'better-sqlite3'
import type { CommitFeed } from '../store.ts'

/** With one writer, positions become visible in their order: the newest is the horizon. */
export function prepareHorizon(database: Database): CommitFeed['horizon'] {
  const newest = database.prepare<[], number>('SELECT coalesce(max(position), 0) FROM events').pluck()
  return async () => newest.get() ?? 0
}
