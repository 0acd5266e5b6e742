import { StorageUnavailable } from '../commit.ts'

/** Another process has this directory open. */
export class StorageInUse extends Error {
  readonly code = 'storage-in-use'
}

/** A write that SQLite refused for a reason that no rule of ours foresaw; the item left nothing. */
export class StorageFault extends Error {
  readonly code = 'storage-fault'
}

const CAUSES: readonly (readonly [prefix: string, cause: string])[] = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk reports an error'],
  ['SQLITE_READONLY', 'the files are read-only'],
  ['SQLITE_CANTOPEN', 'the files cannot be opened'],
  ['SQLITE_PERM', 'the files may not be written'],
  ['SQLITE_BUSY', 'another program holds the database'],
  ['SQLITE_NOMEM', 'there is no memory left'],
  ['SQLITE_CORRUPT', 'the database is damaged'],
  ['SQLITE_NOTADB', 'the database is damaged'],
  // Of the folder, before there is a database.
  ['ENOSPC', 'the disk is full'],
  ['EIO', 'the disk reports an error'],
  ['EROFS', 'the files are read-only'],
  ['EACCES', 'the files may not be written'],
  ['EPERM', 'the files may not be written'],
  ['ENOTDIR', 'the files cannot be opened'],
  ['ENOENT', 'the files cannot be opened'],
  ['EEXIST', 'the files cannot be opened'],
]

/** @returns in words why nothing can be saved; undefined when only this statement is at fault */
export function causeOfUnavailability(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = CAUSES.find(([prefix]) => code.startsWith(prefix))?.[1]
  return cause === undefined ? undefined : `${cause} (${code})`
}

export function asStorageError(error: unknown): unknown {
  const cause = causeOfUnavailability(error)
  return cause === undefined ? error : new StorageUnavailable(cause, { cause: error })
}
