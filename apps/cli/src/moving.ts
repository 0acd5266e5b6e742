import { existsSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '@baton/server'
import {
  ArchiveUnreadable,
  exportPostgres,
  exportSqlite,
  InstallationNotEmpty,
  importPostgres,
  importSqlite,
  type MovedTable,
  StorageInUse,
} from '@baton/storage'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { readConfig } from './settings.ts'

/** Writes the whole installation to an archive that both databases read; it appears under its name only when it is whole. */
export async function exportArchive(file: string, { json }: { json: boolean }): Promise<number> {
  const config = readConfig()
  const target = resolve(file)
  if (existsSync(target)) throw new CommandFailed(`${target} exists already; choose another name.`, EXIT.usage)
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'baton.db'))) {
    throw new CommandFailed(`There is no database in ${resolve(config.dataDir)}.`, EXIT.usage)
  }
  const moved = await writeArchive(config, target)
  const { size } = await stat(target)
  report(moved, { json, file: target, bytes: size, how: 'written to' })
  return EXIT.fine
}

/** @param target must not exist */
export async function writeArchive({ databaseUrl, dataDir }: Config, target: string): Promise<MovedTable[]> {
  const partial = `${target}.partial`
  await rm(partial, { force: true })
  try {
    const moved = await (databaseUrl === undefined
      ? exportSqlite(dataDir, partial)
      : exportPostgres(databaseUrl, partial))
    await rename(partial, target)
    return moved
  } catch (fault) {
    await rm(partial, { force: true })
    throw fault
  }
}

/** Reads an archive into an empty installation; every table's count and checksum are compared, and all of it counts or nothing. */
export async function importArchive(file: string, { json }: { json: boolean }): Promise<number> {
  const { databaseUrl, dataDir } = readConfig()
  const source = resolve(file)
  if (!existsSync(source)) throw new CommandFailed(`There is no file ${source}.`, EXIT.usage)
  const moving = databaseUrl === undefined ? importSqlite(dataDir, source) : importPostgres(databaseUrl, source)
  const moved = await moving.catch((fault: unknown) => {
    const isKnown =
      fault instanceof InstallationNotEmpty || fault instanceof ArchiveUnreadable || fault instanceof StorageInUse
    throw isKnown ? new CommandFailed(fault.message) : fault
  })
  report(moved, { json, file: source, how: 'read from' })
  return EXIT.fine
}

interface Told {
  readonly json: boolean
  readonly file: string
  readonly bytes?: number
  readonly how: string
}

function report(moved: readonly MovedTable[], { json, file, bytes, how }: Told): void {
  const rows = moved.reduce((sum, table) => sum + table.rows, 0)
  if (json) console.log(JSON.stringify({ file, ...(bytes !== undefined && { bytes }), rows, tables: moved }))
  else console.log(`${rows} rows of ${moved.length} tables ${how} ${file}; counts and checksums agree`)
}
