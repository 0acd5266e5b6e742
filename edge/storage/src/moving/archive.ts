import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** A row as it travels: every column by its name, whole numbers, numbers and text only. */
export type MovedRow = Readonly<Record<string, string | number | null>>

export interface MovedTable {
  readonly table: string
  readonly rows: number
  /** SHA-256 over the rows in their order. */
  readonly checksum: string
}

/** Where an installation comes from: its tables, each row by row. */
export interface Source {
  readonly schemaVersion: number
  readonly tables: readonly string[]
  read(table: string): AsyncIterable<MovedRow>
}

/** Where it goes: an empty installation. All of it arrives, or nothing. */
export interface Target {
  readonly schemaVersion: number
  write(table: string, rows: readonly MovedRow[]): Promise<void>
}

/** The archive is damaged, not whole, or of another release. */
export class ArchiveUnreadable extends Error {
  readonly code = 'archive-unreadable'
}

const FORMAT = 'baton-archive'
/** Rows that are held at once. */
const BATCH = 200

/** Writes an archive: one line of JSON for each row, compressed; after each table how many there were, and their checksum. */
export async function writeArchive(source: Source, file: string): Promise<MovedTable[]> {
  const moved: MovedTable[] = []
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ format: FORMAT, version: 1, schemaVersion: source.schemaVersion })}\n`
    for (const table of source.tables) {
      yield `${JSON.stringify({ table })}\n`
      const sum = new Checksum()
      for await (const row of source.read(table)) yield `${sum.add(row)}\n`
      const end = { table, rows: sum.rows, checksum: sum.digest() }
      moved.push(end)
      yield `${JSON.stringify({ end })}\n`
    }
    yield `${JSON.stringify({ whole: true })}\n`
  }
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(lines()), createGzip({ level: 6 }), out)
  return moved
}

interface Line {
  readonly row?: MovedRow
  readonly table?: string
  readonly end?: MovedTable
  readonly whole?: true
  readonly format?: string
  readonly schemaVersion?: number
}

/** @throws ArchiveUnreadable when a line, a count or a checksum is not as it was written */
export async function readArchive(file: string, target: Target): Promise<MovedTable[]> {
  const input = createReadStream(file)
  const unpacked = input.pipe(createGunzip())
  input.once('error', (fault) => unpacked.destroy(fault))
  const moved: MovedTable[] = []
  let table: string | undefined
  let sum = new Checksum()
  let batch: MovedRow[] = []
  let whole = false
  let isFirst = true
  const flush = async (): Promise<void> => {
    if (table !== undefined && batch.length > 0) await target.write(table, batch)
    batch = []
  }
  try {
    for await (const text of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = JSON.parse(text) as Line | MovedRow
      if (isFirst) assertHeader(line as Line, target)
      else if (Array.isArray(line)) {
        const row = (line as unknown as [MovedRow])[0]
        sum.add(row)
        batch.push(row)
        if (batch.length >= BATCH) await flush()
      } else if ('end' in line && typeof line.end === 'object' && line.end !== null) {
        await flush()
        const read: MovedTable = { table: String(table), rows: sum.rows, checksum: sum.digest() }
        assertSame(line.end as MovedTable, read)
        moved.push(read)
      } else if ('whole' in line) whole = true
      else {
        table = String((line as Line).table)
        sum = new Checksum()
      }
      isFirst = false
    }
  } catch (fault) {
    if (fault instanceof ArchiveUnreadable || !isAboutTheFile(fault)) throw fault
    throw new ArchiveUnreadable(`${file} cannot be read as an archive: ${fault.message}`, { cause: fault })
  }
  if (!whole) throw new ArchiveUnreadable(`${file} ends before its end.`)
  return moved
}

const isAboutTheFile = (fault: unknown): fault is Error =>
  fault instanceof SyntaxError ||
  (fault instanceof Error && 'code' in fault && /^(Z_|ERR_|ENOENT|EACCES)/.test(String(fault.code)))

function assertHeader({ format, schemaVersion }: Line, target: Target): void {
  if (format !== FORMAT) throw new ArchiveUnreadable('This is no archive of Baton.')
  if (schemaVersion !== target.schemaVersion) {
    throw new ArchiveUnreadable(
      `The archive has schema version ${schemaVersion}, this release has ${target.schemaVersion}: export and import with the same release.`,
    )
  }
}

function assertSame(said: MovedTable, read: MovedTable): void {
  if (said.table === read.table && said.rows === read.rows && said.checksum === read.checksum) return
  throw new ArchiveUnreadable(
    `The table ${said.table} is damaged: ${said.rows} rows (${said.checksum}) were written, ${read.rows} (${read.checksum}) were read.`,
  )
}

/** Of rows, whatever the order of their columns. */
export class Checksum {
  rows = 0
  readonly #hash: Hash = createHash('sha256')

  /** @returns the row as its line: a list of one, so that no name of a column can be taken for ours */
  add(row: MovedRow): string {
    const line = JSON.stringify([Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))])
    this.#hash.update(line)
    this.rows += 1
    return line
  }
  digest(): string {
    return this.#hash.digest('hex')
  }
}
