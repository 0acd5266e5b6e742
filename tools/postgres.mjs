import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { install, mayInstall } from './aptGet.mjs'

const DEBIAN = '/usr/lib/postgresql'

/** Whether a PostgreSQL server can be started here, or one is named. */
export function hasPostgres() {
  if (process.env.DATABASE_URL) return true
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : []
  const folders = [
    process.env.POSTGRES_BIN,
    ...versions,
    '/opt/homebrew/bin',
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.some((folder) => folder && existsSync(join(folder, 'initdb')))
}

/**
 * Sees to it that the tests find a PostgreSQL server, which they start themselves.
 * @throws {Error} with one line that says what to do
 */
export function ensurePostgres() {
  if (hasPostgres()) return
  if (mayInstall()) {
    console.log('Installing PostgreSQL for the tests of both databases …')
    install('postgresql')
  }
  if (hasPostgres()) return
  throw new Error(
    'The tests need PostgreSQL: install it (Debian: apt-get install postgresql), or name a server with DATABASE_URL.',
  )
}
