import { StorageUnavailable } from '../commit.ts'

/** A key that is there already, two that wait for each other, and what `changingExactly` says. */
const RACES = ['23505', '40001', '40P01', '22012']

/** Somebody came first, on this node or another: nothing was saved, and the same again will do. */
export const isRace = (error: unknown): boolean => RACES.includes(codeOf(error))

const CAUSES: readonly (readonly [prefix: string, cause: string])[] = [
  ['08', 'the connection to the database broke'],
  ['53100', 'the disk is full'],
  ['53', 'the database has no room or no connections left'],
  ['57014', 'the database took too long'],
  ['57', 'the database is shutting down or starting'],
  ['58', 'the disk reports an error'],
  ['25006', 'the database is read-only'],
  ['25P03', 'the database waited too long for this server'],
  ['28', 'the database does not let this user in'],
  ['3D000', 'the database does not exist'],
  ['42501', 'the user may not write in the database'],
  ['XX', 'the database is damaged'],
  ['ECONN', 'the database cannot be reached'],
  ['EPIPE', 'the connection to the database broke'],
  ['ENOTFOUND', 'the database cannot be reached'],
  ['EAI_AGAIN', 'the database cannot be reached'],
  ['ETIMEDOUT', 'the database cannot be reached'],
  ['EHOSTUNREACH', 'the database cannot be reached'],
  ['ENOENT', 'the database cannot be reached'],
]

/** The driver tells of these in words only. */
const SAID =
  /timeout exceeded when trying to connect|^timeout expired$|Connection terminated|Client has encountered a connection error/

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** @returns in words why nothing can be saved; undefined when only this statement is at fault */
export function causeOfUnavailability(error: unknown): string | undefined {
  const code = codeOf(error)
  const cause = CAUSES.find(([prefix]) => code.startsWith(prefix))?.[1]
  if (cause !== undefined) return `${cause} (${code})`
  return error instanceof Error && SAID.test(error.message) ? 'the database cannot be reached' : undefined
}

export function asStorageError(error: unknown): unknown {
  const cause = causeOfUnavailability(error)
  return cause === undefined ? error : new StorageUnavailable(`Nothing can be saved: ${cause}.`, { cause: error })
}
