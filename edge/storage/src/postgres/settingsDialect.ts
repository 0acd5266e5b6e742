import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { type Connection, type Pool, storable } from './connection.ts'
import { asStorageError } from './faults.ts'

/** Transactions of settings come one after the other over all nodes: what one read still holds when it writes. */
const SETTINGS_LOCK = 7_264_710_114

/** Lets Kysely read and write over the pool that everything shares. */
export function settingsDialect(pool: Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PoolDriver(pool),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class PoolDriver implements Driver {
  readonly #pool: Pool
  #lastTransaction: Promise<void> = Promise.resolve()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}

  /** Nothing is taken from the pool yet: whoever waits for another transaction holds no connection meanwhile. */
  async acquireConnection(): Promise<SettingsConnection> {
    return new SettingsConnection(this.#pool)
  }
  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: SettingsConnection): Promise<void> {
    const before = this.#lastTransaction
    let end = (): void => {}
    this.#lastTransaction = new Promise((resolve) => {
      end = resolve
    })
    await before
    await connection.begin(end)
  }
  commitTransaction(connection: SettingsConnection): Promise<void> {
    return connection.end('COMMIT')
  }
  rollbackTransaction(connection: SettingsConnection): Promise<void> {
    return connection.end('ROLLBACK')
  }
}

class SettingsConnection implements DatabaseConnection {
  readonly #pool: Pool
  /** Held during a transaction. */
  #own: Connection | undefined
  #whenOver: () => void = () => {}

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const given = parameters.map((value) => (typeof value === 'string' ? storable(value) : value))
      const { rows, rowCount, command } = await (this.#own ?? this.#pool).query(sql, given)
      return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) }
    } catch (error) {
      throw asStorageError(error)
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, settings are too small to be streamed
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('settings are not streamed')
  }

  async begin(whenOver: () => void): Promise<void> {
    try {
      this.#own = await this.#pool.connect()
      await this.#own.query('BEGIN')
      await this.#own.query(`SELECT pg_advisory_xact_lock(${SETTINGS_LOCK})`)
      this.#whenOver = whenOver
    } catch (error) {
      this.#own?.release(true) // it may be inside of a transaction
      this.#own = undefined
      whenOver()
      throw asStorageError(error)
    }
  }

  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const own = this.#own
    this.#own = undefined
    try {
      await own?.query(how)
      own?.release()
    } catch (error) {
      own?.release(true)
      throw asStorageError(error)
    } finally {
      this.#whenOver()
    }
  }
}
