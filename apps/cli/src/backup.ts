import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { systemClock } from '@baton/base'
import { readTokenFile } from '@baton/server'
import { openSqliteStorage, StorageInUse } from '@baton/storage'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { exportArchive } from './moving.ts'
import { isRunning, localUrl, readConfig } from './settings.ts'

/**
 * Copies the whole database to a file: through the server while one runs, else directly.
 * The file appears under its name only when it is whole.
 */
export async function backup(file: string, options: { json: boolean; url?: string }): Promise<number> {
  const config = readConfig()
  const target = resolve(file)
  if (existsSync(target)) throw new CommandFailed(`${target} exists already; choose another name.`, EXIT.usage)
  const url = options.url ?? localUrl(config)
  const running = await isRunning(url)
  if (options.url !== undefined && !running) throw new CommandFailed(`No Baton server answers at ${url}.`)
  // A copy of the files is PostgreSQL's own business (pg_basebackup, snapshots); what we write can be imported anywhere.
  if (config.databaseUrl !== undefined) return exportArchive(file, options)
  const partial = `${target}.partial`
  await rm(partial, { force: true })
  try {
    if (running) await throughServer(url, config.dataDir, partial)
    else await directly(config.dataDir, partial)
    await rename(partial, target)
  } catch (fault) {
    await rm(partial, { force: true })
    throw fault
  }
  const { size } = await stat(target)
  const how = running ? 'server' : 'directory'
  console.log(options.json ? JSON.stringify({ file: target, bytes: size, from: how }) : `${target}: ${size} bytes`)
  return EXIT.fine
}

async function throughServer(url: string, dataDir: string, file: string): Promise<void> {
  const token = await readTokenFile(dataDir)
  if (token === undefined) throw new CommandFailed(`The admin token is missing: ${dataDir}/admin-token cannot be read.`)
  const answer = await fetch(`${url}/api/v1/backup`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok || answer.body === null) throw new CommandFailed(`The server answered ${answer.status} to the backup.`)
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(file, { mode: 0o600, flush: true }))
}

async function directly(dataDir: string, file: string): Promise<void> {
  if (!existsSync(dataDir)) throw new CommandFailed(`There is no data directory ${resolve(dataDir)}.`, EXIT.usage)
  const storage = await openSqliteStorage({ directory: dataDir, clock: systemClock }).catch((fault: unknown) => {
    if (fault instanceof StorageInUse) {
      throw new CommandFailed(
        'A Baton process has the data open, but does not answer; say where it listens with --url.',
      )
    }
    throw fault
  })
  try {
    await storage.backup(file)
  } finally {
    await storage.close()
  }
}
