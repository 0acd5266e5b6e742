import { readdirSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from './postgres/connection.ts'
import { migrate as migratePostgres, SCHEMA_VERSION as POSTGRES_VERSION } from './postgres/migrate.ts'
import { migrate as migrateSqlite, SCHEMA_VERSION as SQLITE_VERSION } from './sqlite/migrate.ts'
import { type EmptyDatabase, emptyDatabase } from './testing/emptyDatabase.ts'

const filesOf = (dialect: string): string[] =>
  readdirSync(new URL(`${dialect}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()

/** What a dialect needs that the other has no use for. */
const ONLY_SQLITE = new Map([
  ['backup.ts', 'a copy of the file, made in a thread'],
  ['copyDatabase.ts', 'the same'],
  ['crossing.ts', 'commits cross to the writer thread'],
  ['directoryLock.ts', 'a directory belongs to one process'],
  ['keepWriter.ts', 'a writer thread that dies is started again'],
  ['logPlaces.ts', 'the places of a log are kept in blocks'],
  ['readAt.ts', 'and read by them'],
  ['operations.ts', 'every write goes through the writer thread'],
  ['search/indexFile.ts', 'the index of words is a file'],
  ['search/searchThread.ts', 'and has a thread'],
  ['startThread.ts', 'threads'],
  ['writeSettings.ts', 'settings are written by the writer thread'],
  ['writerThread.ts', 'the writer thread'],
])
const ONLY_POSTGRES = new Map([
  ['binary.ts', 'columns of a group go to the server in its own form'],
  ['given.ts', 'as arrays, gone through side by side'],
  ['pipeline.ts', 'and without waiting for each answer'],
  ['toldDuring.ts', 'which tests overhear'],
  ['batch.ts', 'in one piece, answered in one piece'],
  ['known.ts', 'nor for a question whose answer never changes'],
  ['askBeforeCommit.ts', 'while what must be asked is asked together'],
  ['writeCommits.ts', 'and written together'],
  ['nodes.ts', 'several processes share a database'],
  ['rings.ts', 'and ring each other'],
  ['search/indexTables.ts', 'the index of words is in tables'],
  ['search/tokens.ts', 'which want words as we cut them'],
])

/** SQLite has the ids and hashes of clients as bytes where they are some; PostgreSQL has them as text. */
const UNTYPED = ['client_messages.client_id', 'client_messages.content_hash']
/** SQLite's alone: what keeps its large indexes small (docs/decisions/0011), and its index of articles. */
const OWN_OF_SQLITE = /^(conversations\.(tip|sent)$|log_blocks|articles_text)/
/** PostgreSQL's alone: by what conversations are found in lists, while they are open and once they are closed. */
const OWN_OF_POSTGRES = /^conversations\.(updated_step|closed_order)$/
/** What stands there for it; SQLite's rows of the journal lie in the order of their age. */
const INSTEAD =
  /events_log|articles_place|articles_text|list_(open|closed)_(skill|assignee)|list_closed |journal_by_age/
/** PostgreSQL's alone: see `nodes.ts`, `search/indexTables.ts`, `migrate.ts`. */
const OWN_TABLES = /^(nodes|schema_version|search_)/

interface Column {
  readonly name: string
  readonly type: string
  readonly needed: boolean
}
interface Schema {
  readonly columns: readonly Column[]
  readonly indexes: readonly string[]
}

describe('the dialects', () => {
  let database: EmptyDatabase
  beforeAll(async () => {
    database = await emptyDatabase()
  }, 60_000)
  afterAll(() => database?.drop())

  it('have the same files, but for those that are listed with a reason', () => {
    const sqlite = filesOf('sqlite').filter((file) => !ONLY_SQLITE.has(file))
    const postgres = filesOf('postgres').filter((file) => !ONLY_POSTGRES.has(file))
    expect(postgres).toEqual(sqlite)
  })

  it('have migrations of the same numbers', () => {
    expect(POSTGRES_VERSION).toBe(SQLITE_VERSION)
    expect(filesOf('sqlite').filter((file) => file.startsWith('migrations/'))).toHaveLength(SQLITE_VERSION)
  })

  it('have the same tables, columns and indexes', async () => {
    const sqlite = new Sqlite(':memory:')
    migrateSqlite(sqlite)
    const pool = connect(database.url, 2)
    await migratePostgres(pool)
    await pool.end()
    const there = await readPostgres(database.url)
    const here = readSqlite(sqlite)
    expect(there.columns.map(({ name }) => name)).toEqual(here.columns.map(({ name }) => name))
    expect(there.columns).toEqual(here.columns)
    expect(there.indexes).toEqual(here.indexes)
  })
})

const CLASSES: Readonly<Record<string, string>> = {
  INTEGER: 'whole',
  bigint: 'whole',
  REAL: 'number',
  'double precision': 'number',
  TEXT: 'text',
  text: 'text',
}

function readSqlite(database: Sqlite.Database): Schema {
  const tables = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all()
  const columns = tables.flatMap((table) =>
    (database.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number; pk: number }[]).map(
      ({ name, type, notnull, pk }) => ({
        name: `${table}.${name}`,
        type: type === '' && UNTYPED.includes(`${table}.${name}`) ? 'text' : (CLASSES[type] ?? type),
        needed: notnull === 1 || pk > 0,
      }),
    ),
  )
  const indexes = database
    .prepare<[], string>(`SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
    .pluck()
    .all()
  return {
    columns: sorted(columns.filter(({ name }) => !OWN_OF_SQLITE.test(name))),
    indexes: indexes
      .filter((sql) => !/list_(open|closed)_(skill|assignee)|list_closed /.test(sql))
      .map(plain)
      .sort(),
  }
}

async function readPostgres(url: string): Promise<Schema> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const columns = await client.query(
      `SELECT table_name || '.' || column_name AS name, data_type AS type, is_nullable = 'NO' AS needed, table_name AS of
       FROM information_schema.columns WHERE table_schema = 'public'`,
    )
    // Those of keys and UNIQUE are named by PostgreSQL itself, and are told by the columns' constraints.
    const indexes = await client.query(
      `SELECT indexdef, tablename AS of FROM pg_indexes WHERE schemaname = 'public'
       AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    )
    const ours = ({ of }: { of: string }): boolean => !OWN_TABLES.test(of)
    return {
      columns: sorted(
        columns.rows
          .filter((column) => ours(column) && !OWN_OF_POSTGRES.test(column.name))
          .map(({ name, type, needed }) => ({ name, type: CLASSES[type] ?? type, needed })),
      ),
      indexes: indexes.rows
        .filter(ours)
        .filter(({ indexdef }) => !INSTEAD.test(indexdef))
        .map(({ indexdef }) => plain(indexdef))
        .sort(),
    }
  } finally {
    await client.end()
  }
}

const sorted = (columns: readonly Column[]): Column[] => [...columns].sort((a, b) => (a.name < b.name ? -1 : 1))

/** An index in the words that both dialects share. */
const plain = (sql: string): string =>
  sql
    .toLowerCase()
    .replace(/using btree |public\.|::\w+|'(?=9007)/g, '')
    .replace(/\bglob 'offer:\*'|~~ 'offer:%'|like 'offer:%'/g, 'begins with offer')
    .replace(/!=/g, '<>')
    .replace(/[()"]/g, ' ')
    .replace(/\s*,\s*/g, ', ')
    .replace(/\s+/g, ' ')
    .trim()
