import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { StorageInUse } from './faults.ts'

/**
 * Keeps a directory to one process. The operating system holds the lock and drops it with the process, so that nothing is left
 * to clean up after a crash. A file of its own: readers of the data never meet it.
 * @throws StorageInUse when someone else holds it
 */
export function lockDirectory(directory: string): { release(): void } {
  const lock = new Sqlite(join(directory, 'baton.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StorageInUse(
        `The data directory ${directory} is in use by another Baton process. Stop that one first, or choose another directory.`,
      )
    }
    throw error
  }
  return { release: () => lock.close() }
}
