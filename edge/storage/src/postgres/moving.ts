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
import { type Connection, connect, type Pool, rows, storable, transaction } from './connection.ts'
import { migrate, SCHEMA_VERSION } from './migrate.ts'

const PAGE = 500
const SENT = `SELECT s.account_id, s.sender, m.client_id, m.content_hash, m.conversation_key, m.seq
  FROM client_messages AS m JOIN senders AS s ON s.key = m.sender_key ORDER BY m.sender_key, m.client_id`

/** Writes the installation to an archive, as it is at one moment; servers may run meanwhile. */
export async function exportPostgres(url: string, file: string): Promise<MovedTable[]> {
  const pool = connect(url, 2)
  try {
    return await exportPool(pool, file)
  } finally {
    await pool.end()
  }
}

export const exportPool = (pool: Pool, file: string): Promise<MovedTable[]> =>
  transaction(pool, async (connection) => {
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await connection.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
    const source: Source = {
      schemaVersion: SCHEMA_VERSION,
      tables: [...(await tablesOf(connection)), CLIENT_MESSAGES],
      read: (table) => readTable(connection, table),
    }
    return writeArchive(source, file)
  })

/** @throws InstallationNotEmpty, ArchiveUnreadable; then nothing was changed */
export async function importPostgres(url: string, file: string): Promise<MovedTable[]> {
  const pool = connect(url, 2)
  try {
    await migrate(pool)
    return await transaction(pool, async (connection) => {
      await connection.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
      await connection.query('LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE')
      const { rowCount } = await connection.query('SELECT 1 FROM accounts LIMIT 1')
      if (rowCount)
        throw new InstallationNotEmpty('There is an installation in this database already; import into an empty one.')
      for (const table of await tablesOf(connection)) await connection.query(`DELETE FROM ${table}`)
      const target: Target = {
        schemaVersion: SCHEMA_VERSION,
        write: (table, moved) => writeRows(connection, table, moved),
      }
      const moved = await readArchive(file, target)
      await goOnCounting(connection)
      return moved
    })
  } finally {
    await pool.end()
  }
}

async function tablesOf(connection: Connection): Promise<string[]> {
  const found = await connection.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)
  return found.rows
    .map(({ tablename }) => String(tablename))
    .filter(isMoved)
    .sort()
}

async function* readTable(connection: Connection, table: string): AsyncGenerator<MovedRow> {
  const text =
    table === CLIENT_MESSAGES
      ? SENT
      : `SELECT ${await columnsOf(connection, table)} FROM ${table} ORDER BY ${await keyOf(connection, table)}`
  await connection.query(`DECLARE moved NO SCROLL CURSOR FOR ${text}`)
  for (;;) {
    const page = await connection.query(`FETCH ${PAGE} FROM moved`)
    yield* page.rows as MovedRow[]
    if (page.rows.length < PAGE) break
  }
  await connection.query('CLOSE moved')
}

/** What is not computed from the others. */
async function columnsOf(connection: Connection, table: string): Promise<string> {
  const found = await rows<{ name: string }>(
    connection,
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    table,
  )
  return found.map(({ name }) => `"${name}"`).join(', ')
}

async function keyOf(connection: Connection, table: string): Promise<string> {
  const found = await rows<{ name: string }>(
    connection,
    `SELECT a.attname AS name FROM pg_index AS i
     CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
     JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY k.place`,
    table,
  )
  return found.map(({ name }) => `"${name}"`).join(', ')
}

async function writeRows(connection: Connection, table: string, moved: readonly MovedRow[]): Promise<void> {
  const given = JSON.stringify(moved.map(withStorableText))
  if (table !== CLIENT_MESSAGES) {
    const columns = await columnsOf(connection, table)
    const from = `json_populate_recordset(NULL::${table}, $1)`
    await connection.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from}`, [given])
    return
  }
  const from = `json_to_recordset($1) AS g (account_id text, sender text, client_id text, content_hash text, conversation_key bigint, seq bigint)`
  await connection.query(
    `INSERT INTO senders (account_id, sender) SELECT DISTINCT g.account_id, g.sender FROM ${from} ON CONFLICT DO NOTHING`,
    [given],
  )
  await connection.query(
    `INSERT INTO client_messages SELECT s.key, g.client_id, g.content_hash, g.conversation_key, g.seq
     FROM ${from} JOIN senders AS s ON s.account_id = g.account_id AND s.sender = g.sender`,
    [given],
  )
}

const withStorableText = (row: MovedRow): MovedRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  )

/** What was moved brought its numbers along: the next ones come after them. */
async function goOnCounting(connection: Connection): Promise<void> {
  const counted = await rows<{ table: string; column: string }>(
    connection,
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND is_identity = 'YES'`,
  )
  for (const { table, column } of counted) {
    await connection.query(
      `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), greatest(max("${column}"), 1), max("${column}") IS NOT NULL) FROM ${table}`,
    )
  }
}
