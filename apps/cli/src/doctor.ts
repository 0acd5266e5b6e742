import { existsSync } from 'node:fs'
import { access, constants, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { systemClock } from '@baton/base'
import { type Config, parseConfig } from '@baton/server'
import { openPostgresStorage, openSqliteStorage, StorageInUse } from '@baton/storage'
import { findMessengerFile } from './builtPages.ts'
import { EXIT } from './exitCodes.ts'
import { isRunning, localUrl } from './settings.ts'

/** One thing that was looked at. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly message: string
}

const LEAST_FREE_BYTES = 256 * 1024 * 1024
/** No release is older than this; a clock that says so is wrong. */
const EARLIEST_NOW = Date.UTC(2026, 0, 1)

/** Looks at all that a server needs, and changes nothing. */
export async function doctor({ json }: { json: boolean }): Promise<number> {
  const findings = await examine(process.env)
  for (const finding of findings) console.log(json ? JSON.stringify(finding) : toLine(finding))
  return findings.every(({ ok }) => ok) ? EXIT.fine : EXIT.failed
}

export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const parsed = parseConfig(env)
  if (!parsed.ok) {
    return parsed.error.map(({ path, message }) => bad('configuration', `${path}: ${message}`))
  }
  const config = parsed.value
  const running = await isRunning(localUrl(config))
  return [
    good('configuration', `data in ${resolve(config.dataDir)}, doors at ${localUrl(config)}`),
    await checkDatabase(config, running),
    checkClock(),
    await checkDisk(config),
    await checkPort(config, running),
    checkMessenger(),
  ]
}

async function checkDatabase({ dataDir, ...config }: Config, running: boolean): Promise<Finding> {
  const check = 'database'
  if (config.databaseUrl !== undefined) return checkPostgres(config.databaseUrl)
  if (!existsSync(join(dataDir, 'baton.db'))) return checkWritable(dataDir)
  if (running) {
    const answer = await fetch(`${localUrl(config)}/readyz`).catch(() => undefined)
    const { reasons = [] } = ((await answer?.json().catch(() => undefined)) ?? {}) as { reasons?: string[] }
    return answer?.ok
      ? good(check, 'the running server says it is ready')
      : bad(check, reasons.join('; ') || 'not ready')
  }
  try {
    const storage = await openSqliteStorage({ directory: dataDir, clock: systemClock })
    const { writable, cause, schemaVersion } = await storage.health().finally(() => storage.close())
    return writable ? good(check, `opens, schema version ${schemaVersion}`) : bad(check, cause ?? 'cannot be written')
  } catch (fault) {
    if (fault instanceof StorageInUse) return bad(check, `${fault.message} It does not answer at ${localUrl(config)}.`)
    return bad(check, fault instanceof Error ? fault.message : String(fault))
  }
}

async function checkPostgres(url: string): Promise<Finding> {
  const { host, pathname } = new URL(url) // never its password
  const where = `PostgreSQL at ${host}${pathname}`
  try {
    const storage = await openPostgresStorage({ url, clock: systemClock })
    const { writable, cause, schemaVersion } = await storage.health().finally(() => storage.close())
    return writable
      ? good('database', `${where} opens, schema version ${schemaVersion}`)
      : bad('database', `${where}: ${cause ?? 'cannot be written'}`)
  } catch (fault) {
    return bad('database', `${where}: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}

async function checkWritable(dataDir: string): Promise<Finding> {
  const folder = nearestFolder(dataDir)
  return access(folder, constants.W_OK).then(
    () => good('database', 'none yet; the first start makes it'),
    () => bad('database', `${folder} cannot be written; choose another DATA_DIR`),
  )
}

function checkClock(): Finding {
  const now = systemClock.now()
  const text = new Date(now).toISOString()
  return now >= EARLIEST_NOW ? good('clock', text) : bad('clock', `${text} cannot be; set this machine's clock`)
}

async function checkDisk({ dataDir }: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestFolder(dataDir))
  const free = bavail * bsize
  const message = `${Math.floor(free / 1024 / 1024)} MiB free`
  return free >= LEAST_FREE_BYTES ? good('disk', message) : bad('disk', `${message}; at least 256 MiB are needed`)
}

async function checkPort({ host, port }: Config, running: boolean): Promise<Finding> {
  if (running) return good('port', `${port} is held by a running Baton server`)
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', ({ message }) => resolve(bad('port', `${host}:${port} cannot be used: ${message}`)))
    probe.listen({ host, port }, () => probe.close(() => resolve(good('port', `${port} is free`))))
  })
}

function checkMessenger(): Finding {
  const file = findMessengerFile()
  return file === undefined ? bad('messenger', 'is not built; run `npm run build`') : good('messenger', file)
}

/** The folder itself, or the nearest one above it that exists. */
function nearestFolder(folder: string): string {
  const path = resolve(folder)
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
}

const good = (check: string, message: string): Finding => ({ check, ok: true, message })
const bad = (check: string, message: string): Finding => ({ check, ok: false, message })
const toLine = ({ check, ok, message }: Finding) => `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(14)}${message}`
