import { createHash } from 'node:crypto'
import pg from 'pg'

/** Something that statements can be sent to: the pool, or one connection inside a transaction. */
export type Database = Pick<pg.Pool, 'query'>
export type Pool = pg.Pool
export type Connection = pg.PoolClient

/** Connections of one node; commits, claims, readers and settings share them. */
const MAX_CONNECTIONS = 12
const CONNECT_MS = 5_000
/** No statement of ours takes so long; one that does holds others up. The copy and the index of words set their own. */
const STATEMENT_MS = 30_000
/**
 * Who stops in the middle of a transaction (a process that was put to sleep) holds rows that others want. It is taken for dead after
 * ten seconds (`nodes.ts`): no longer do its locks live.
 */
const IDLE_IN_TRANSACTION_MS = 10_000

const BIGINT = 20
const NUMERIC = 1700

/** All our whole numbers are instants, places and ids, far below 2^53: they come as numbers. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT || oid === NUMERIC
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
}

/** @param url `postgres://user:password@host:port/database`; TLS as its `sslmode` says */
export function connect(url: string, connections = MAX_CONNECTIONS): Pool {
  return open(url, { max: connections })
}

/**
 * What a commit reads and writes is found by a key, always: the planner need not ask itself at each group, nor be told by
 * statistics, and a young table whose statistics are old is not read as a whole.
 */
const BY_KEY =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

/** For `pipelined`: commits have connections of their own, so that no reader keeps them waiting. */
export function connectForCommits(url: string, connections: number): Pool {
  return open(url, { max: connections }, BY_KEY)
}

/** A database that does not let us in soon cannot be reached. */
class SoonConnected extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS })
  }
}

function open(url: string, config: pg.PoolConfig, more = ''): Pool {
  const pool = new pg.Pool({
    ...config,
    Client: SoonConnected,
    connectionString: url,
    types,
    application_name: 'baton',
    // For a connection that is free: many who come at once wait for each other's statements, which is no outage.
    connectionTimeoutMillis: STATEMENT_MS,
    keepAlive: true,
    // An answered commit must survive the loss of power, whatever the server's own default is.
    options: `-c synchronous_commit=on -c statement_timeout=${STATEMENT_MS} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS} ${more}`,
  })
  // A connection that breaks while it rests is replaced at the next use, which tells if that is not possible.
  pool.on('error', () => {})
  // One that breaks while somebody has it tells them at their next statement. The pool listens only to those that rest, and what
  // nobody listens to ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const names = new Map<string, string>()

/** Prepared once on each connection, known there by the hash of its text. */
export function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
  }
  return { name, text, values: values as unknown[] }
}

export async function rows<R>(database: Database, text: string, ...values: readonly unknown[]): Promise<R[]> {
  return (await database.query(prepared(text, values))).rows as R[]
}

export async function row<R>(database: Database, text: string, ...values: readonly unknown[]): Promise<R | undefined> {
  return (await database.query(prepared(text, values))).rows[0] as R | undefined
}

/** @returns how many rows were changed */
export async function run(database: Database, text: string, ...values: readonly unknown[]): Promise<number> {
  return (await database.query(prepared(text, values))).rowCount ?? 0
}

/** All of it or nothing. What failed is not used again if not even the rollback went through. */
export async function transaction<T>(pool: Pool, perform: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    await connection.query('BEGIN')
    const answer = await perform(connection)
    await connection.query('COMMIT')
    return answer
  } catch (error) {
    await connection.query('ROLLBACK').catch((fault: Error) => {
      broken = fault
    })
    throw error
  } finally {
    connection.release(broken)
  }
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair; JSON that we wrote has neither, plain text may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
export const storable = (text: string): string => text.replace(/[\u0000\p{Surrogate}]/gu, '\uFFFD')
