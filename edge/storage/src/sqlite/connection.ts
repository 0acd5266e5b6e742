import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'

export const databaseFile = (directory: string): string => join(directory, 'baton.db')

/** The one connection that writes; lives in the writer thread. */
export function openForWriting(file: string): Database {
  const database = new Sqlite(file)
  database.pragma('journal_mode = WAL')
  // An answered commit must survive the loss of power, not only of the process.
  database.pragma('synchronous = FULL')
  database.pragma('temp_store = MEMORY')
  database.pragma('cache_size = -65536')
  // Zeroes whatever is deleted or replaced, pages that become free too: an erasure could not find them any more.
  database.pragma('secure_delete = ON')
  // 64 MiB: a page that is written again and again (a state row, a list's end) goes into the main file once in so much, and not
  // four times. A start after a crash reads that log in a fraction of a second.
  database.pragma('wal_autocheckpoint = 16000')
  database.pragma('journal_size_limit = 134217728')
  return database
}

/** Sees what was flushed, never waits for the writer. */
export function openForReading(file: string): Database {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  database.pragma('cache_size = -16384')
  return database
}
