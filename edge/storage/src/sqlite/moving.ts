import { existsSync, mkdirSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import {
  type MovedRow,
  type MovedTable,
  readArchive,
  type Source,
  type Target,
  writeArchive,
} from '../moving/archive.ts'
import { InstallationNotEmpty } from '../moving/notEmpty.ts'
import { CLIENT_MESSAGES, isMoved } from '../moving/tables.ts'
import { readSent } from './clientMessages.ts'
import { databaseFile, openForReading, openForWriting } from './connection.ts'
import { lockDirectory } from './directoryLock.ts'
import { migrate, SCHEMA_VERSION } from './migrate.ts'

/** What this dialect keeps beside what both have; made anew at the other end. */
const OWN_COLUMNS = ['tip', 'sent']

/** Writes the installation in this directory to an archive, as it is at one moment; a server may run meanwhile. */
export async function exportSqlite(directory: string, file: string): Promise<MovedTable[]> {
  const database = openForReading(databaseFile(directory))
  try {
    database.exec('BEGIN')
    const tables = tablesOf(database)
    const source: Source = {
      schemaVersion: Number(database.pragma('user_version', { simple: true })),
      tables: [...tables, CLIENT_MESSAGES],
      read: (table) => (table === CLIENT_MESSAGES ? readClientMessages(database) : readTable(database, table)),
    }
    return await writeArchive(source, file)
  } finally {
    database.close()
  }
}

/** @throws InstallationNotEmpty, ArchiveUnreadable; then nothing was changed */
export async function importSqlite(directory: string, file: string): Promise<MovedTable[]> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(directory)
  const isNew = !existsSync(databaseFile(directory))
  const database = openForWriting(databaseFile(directory))
  try {
    migrate(database)
    if (!isNew && database.prepare('SELECT 1 FROM accounts LIMIT 1').get() !== undefined) {
      throw new InstallationNotEmpty(`There is an installation in ${directory} already; import into an empty one.`)
    }
    database.exec('BEGIN IMMEDIATE')
    for (const table of tablesOf(database)) database.exec(`DELETE FROM ${table}`)
    const target: Target = {
      schemaVersion: SCHEMA_VERSION,
      async write(table, rows) {
        if (table === CLIENT_MESSAGES) writeClientMessages(database, rows)
        else writeTable(database, table, rows)
      },
    }
    const moved = await readArchive(file, target)
    database.exec(`INSERT INTO log_blocks
      SELECT conversation_key, max(seq), json_group_array(position ORDER BY seq)
      FROM events GROUP BY conversation_key, (seq - 1) / 16;
      COMMIT`)
    database.pragma('wal_checkpoint(TRUNCATE)')
    return moved
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK')
    database.close()
    lock.release()
  }
}

const tablesOf = (database: Database): string[] =>
  database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all()
    .filter(isMoved)

interface Column {
  readonly name: string
  readonly pk: number
}
const columnsOf = (database: Database, table: string): Column[] =>
  (database.pragma(`table_info(${table})`) as Column[]).filter(({ name }) => !OWN_COLUMNS.includes(name))

async function* readTable(database: Database, table: string): AsyncGenerator<MovedRow> {
  const columns = columnsOf(database, table)
  const order = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const names = (some: readonly Column[]) => some.map(({ name }) => `"${name}"`).join(', ')
  yield* database.prepare<[], MovedRow>(`SELECT ${names(columns)} FROM ${table} ORDER BY ${names(order)}`).iterate()
}

/** Those that lie in their conversation's own row, too; ids and hashes as text again. */
async function* readClientMessages(database: Database): AsyncGenerator<MovedRow> {
  const indexed = database.prepare<[], Record<string, string | number | Buffer>>(
    `SELECT s.account_id, s.sender, m.client_id, m.content_hash, m.conversation_key, m.seq
     FROM client_messages AS m JOIN senders AS s ON s.key = m.sender_key ORDER BY m.sender_key, m.client_id`,
  )
  for (const row of indexed.iterate()) {
    const { client_id: id = '', content_hash: hash = '', ...rest } = row
    yield { ...(rest as MovedRow), client_id: asUuid(id), content_hash: asHex(hash) }
  }
  const kept = database.prepare<[], { account_id: string; consumer_id: string; key: number; sent: string }>(
    `SELECT account_id, consumer_id, key, sent FROM conversations WHERE sent <> '' ORDER BY key`,
  )
  for (const { account_id, consumer_id, key, sent } of kept.iterate()) {
    for (const [client_id, content_hash, seq] of readSent(sent)) {
      yield { account_id, sender: `consumer:${consumer_id}`, client_id, content_hash, conversation_key: key, seq }
    }
  }
}

const asHex = (value: string | number | Buffer): string =>
  Buffer.isBuffer(value) ? value.toString('hex') : String(value)
function asUuid(value: string | number | Buffer): string {
  const hex = asHex(value)
  return Buffer.isBuffer(value)
    ? [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    : hex
}

function writeTable(database: Database, table: string, rows: readonly MovedRow[]): void {
  const columns = columnsOf(database, table).map(({ name }) => name)
  const names = columns.map((name) => `"${name}"`).join(', ')
  const insert = database.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(columns.map((name) => row[name] ?? null))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const SHA256 = /^[0-9a-f]{64}$/

function writeClientMessages(database: Database, rows: readonly MovedRow[]): void {
  const addSender = database.prepare('INSERT OR IGNORE INTO senders (account_id, sender) VALUES (?, ?)')
  const add = database.prepare(
    `INSERT INTO client_messages VALUES ((SELECT key FROM senders WHERE account_id = ? AND sender = ?), ?, ?, ?, ?)`,
  )
  for (const { account_id, sender, client_id, content_hash, conversation_key, seq } of rows) {
    addSender.run(account_id, sender)
    const id = String(client_id)
    const hash = String(content_hash)
    add.run(
      account_id,
      sender,
      UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : id,
      hash === '' || SHA256.test(hash) ? Buffer.from(hash, 'hex') : hash,
      conversation_key,
      seq,
    )
  }
}
