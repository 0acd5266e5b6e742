import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What nobody needs who only wants to know whether the rules hold: files that survive the loss of power. */
const FAST = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_wal_size=512MB']

export interface StartedPostgres {
  /** A database from which others may be made. */
  readonly url: string
  readonly pid: number
  readonly folder: string
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL of its own in a folder of its own. Root may not run it: then it runs as `postgres` or `nobody`.
 * @param options `fast`: what was answered may be lost with the machine
 */
export async function startPostgres({ fast = true }: { fast?: boolean } = {}): Promise<StartedPostgres> {
  const bin = findPostgres()
  const who = asWhom()
  const folder = mkdtempSync(join(tmpdir(), 'baton-postgres-'))
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid ?? who.uid)
  const data = join(folder, 'data')
  const make = ['-D', data, '-U', 'baton', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  execFileSync(join(bin, 'initdb'), make, { ...who, stdio: ['ignore', 'ignore', 'inherit'], cwd: folder })
  const port = await freePort()
  const settings = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'max_connections=300']
  const memory = ['-c', 'shared_buffers=128MB', '-c', 'log_min_messages=fatal', '-c', 'logging_collector=off']
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings, ...memory, ...(fast ? FAST : [])], {
    ...who,
    stdio: 'ignore',
    cwd: folder,
    detached: true, // a Ctrl-C ends the tests first, and they end it
  })
  child.unref()
  await ready(bin, port, child)
  return {
    url: `postgres://baton@127.0.0.1:${port}/postgres`,
    pid: child.pid ?? 0,
    folder,
    stop: () => stopPostgres(child.pid ?? 0, folder),
  }
}

export async function stopPostgres(pid: number, folder: string): Promise<void> {
  try {
    process.kill(pid, 'SIGQUIT') // at once: nothing in there is of use any more
  } catch {
    // It is gone already.
  }
  for (let tries = 0; tries < 200 && existsSync(join(folder, 'data', 'postmaster.pid')); tries += 1) await pause(25)
  rmSync(folder, { recursive: true, force: true })
}

/** @returns the folder with `initdb` and `postgres` */
function findPostgres(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const folders = [
    process.env.POSTGRES_BIN,
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`),
    '/opt/homebrew/bin',
    ...(process.env.PATH ?? '').split(':'),
  ]
  const found = folders.find((folder) => folder && existsSync(join(folder, 'initdb')))
  if (found === undefined) {
    throw new Error(
      'There is no PostgreSQL here. Install it (`apt-get install postgresql`, `brew install postgresql`), or name one with DATABASE_URL.',
    )
  }
  return found
}

function asWhom(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // There is nobody of this name.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`.')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

async function ready(bin: string, port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended at its start (exit code ${child.exitCode}).`)
    try {
      execFileSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return
    } catch {
      await pause(50)
    }
  }
  throw new Error('PostgreSQL did not become ready within twenty seconds.')
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
