import type { Database, Statement } from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Bindable } from './commitItem.ts'
import type { Writer } from './startWriter.ts'
import type { SettingsStatement } from './writeSettings.ts'

/**
 * Lets Kysely read on the main thread and write in the writer thread. A second connection that writes would have to wait, with
 * the whole process, for a lock that the writer gives back only for moments under load; this way settings join its groups.
 *
 * A transaction therefore reads first, collects its writes, and hands them over whole at its end: it never reads what it wrote
 * itself. One runs at a time, and only one process has the directory open, so what it read still holds when it writes.
 */
export function settingsDialect(reader: Database, writer: Writer): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new WriterDriver(reader, writer),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class WriterDriver implements Driver {
  readonly #reader: Database
  readonly #writer: Writer
  /** By text; the texts come from the code, so that they are few. */
  readonly #prepared = new Map<string, Statement<Bindable[]>>()
  #lastTransaction: Promise<void> = Promise.resolve()

  constructor(reader: Database, writer: Writer) {
    this.#reader = reader
    this.#writer = writer
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}

  async acquireConnection(): Promise<SettingsConnection> {
    return new SettingsConnection(
      (sql, parameters) => this.#prepare(sql).all(...parameters),
      (statements) => this.#writer.perform('writeSettings', statements),
    )
  }
  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: SettingsConnection): Promise<void> {
    const before = this.#lastTransaction
    let end = (): void => {}
    this.#lastTransaction = new Promise((resolve) => {
      end = resolve
    })
    await before
    connection.begin(end)
  }
  commitTransaction(connection: SettingsConnection): Promise<void> {
    return connection.commit()
  }
  async rollbackTransaction(connection: SettingsConnection): Promise<void> {
    connection.rollback()
  }

  #prepare(sql: string): Statement<Bindable[]> {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.#reader.prepare<Bindable[]>(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}

class SettingsConnection implements DatabaseConnection {
  readonly #read: (sql: string, parameters: readonly Bindable[]) => unknown[]
  readonly #write: (statements: readonly SettingsStatement[]) => Promise<number[]>
  #collected: SettingsStatement[] | undefined
  #end: () => void = () => {}

  constructor(
    read: (sql: string, parameters: readonly Bindable[]) => unknown[],
    write: (statements: readonly SettingsStatement[]) => Promise<number[]>,
  ) {
    this.#read = read
    this.#write = write
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const bound = parameters as readonly Bindable[]
    if (query.kind === 'SelectQueryNode') return { rows: this.#read(sql, bound) as R[] }
    if (this.#collected) {
      this.#collected.push({ sql, parameters: bound })
      return { rows: [] }
    }
    const [changes = 0] = await this.#write([{ sql, parameters: bound }])
    return { rows: [], numAffectedRows: BigInt(changes) }
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, settings are too small to be streamed
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('settings are not streamed')
  }

  begin(end: () => void): void {
    this.#collected = []
    this.#end = end
  }

  async commit(): Promise<void> {
    const collected = this.#collected ?? []
    try {
      if (collected.length > 0) await this.#write(collected)
    } finally {
      this.rollback()
    }
  }

  /** What was collected is forgotten; the next transaction may begin. */
  rollback(): void {
    this.#collected = undefined
    this.#end()
  }
}
