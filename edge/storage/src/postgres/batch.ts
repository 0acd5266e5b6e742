import pg from 'pg'
import { prepared, types } from './connection.ts'

/** A statement, and who waits for its answer. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  resolve(answer: pg.QueryResult): void
  reject(cause: unknown): void
}

/** What of the driver's protocol is used here; it types none of it. */
interface Wire {
  /** What this connection has prepared, by name. */
  readonly parsedStatements: Record<string, string>
  readonly stream: { cork(): void; uncork(): void }
  parse(statement: { name: string; text: string }): void
  bind(given: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(what: { type: 'P'; name: string }): void
  execute(portal: { portal: string; rows: number }): void
  sync(): void
  on(event: 'parseComplete', told: () => void): void
  off(event: 'parseComplete', told: () => void): void
}
type Result = pg.QueryResult & {
  addFields(fields: unknown): void
  parseRow(fields: unknown): unknown
  addRow(row: unknown): void
  addCommandComplete(message: unknown): void
}
const newResult = (): Result =>
  new (pg as unknown as { Result: new (mode: undefined, types: pg.CustomTypesConfig) => Result }).Result(
    undefined,
    types,
  )

/**
 * Statements that go to the server in one piece and are answered in one piece: with one Sync behind the last of them, where the
 * driver sends one behind each, and the server answers each with a packet that wakes us. What comes after a statement that failed
 * is not carried out. To the driver this is one query.
 */
export class Batch {
  private at = 0
  private result = newResult()
  private readonly parsing: { readonly name: string; readonly text: string }[] = []
  private wire: Wire | undefined

  /** @param over called once all are answered, or none will be any more */
  constructor(
    readonly statements: readonly Statement[],
    private readonly over: () => void,
  ) {}

  submit(wire: Wire): void {
    this.wire = wire
    wire.stream.cork()
    for (const { text, values } of this.statements) this.send(wire, text, values)
    wire.sync()
    wire.stream.uncork()
    if (this.parsing.length > 0) wire.on('parseComplete', this.parsed)
  }

  private send(wire: Wire, text: string, values: readonly unknown[]): void {
    const name = prepared(text, values).name ?? ''
    if (wire.parsedStatements[name] === undefined && !this.parsing.some((one) => one.name === name)) {
      wire.parse({ name, text })
      this.parsing.push({ name, text })
    }
    wire.bind({ statement: name, values: [...values], valueMapper: toParameter })
    wire.describe({ type: 'P', name: '' })
    wire.execute({ portal: '', rows: 0 })
  }

  /** Known from now on, whatever becomes of the statement: a name cannot be given twice. */
  private readonly parsed = (): void => {
    const statement = this.parsing.shift()
    if (statement && this.wire) this.wire.parsedStatements[statement.name] = statement.text
    if (this.parsing.length === 0) this.wire?.off('parseComplete', this.parsed)
  }

  handleRowDescription({ fields }: { fields: unknown }): void {
    this.result.addFields(fields)
  }

  handleDataRow({ fields }: { fields: unknown }): void {
    this.result.addRow(this.result.parseRow(fields))
  }

  handleCommandComplete(message: unknown): void {
    this.result.addCommandComplete(message)
    this.statements[this.at]?.resolve(this.result)
    this.at += 1
    this.result = newResult()
  }

  handleReadyForQuery(): void {
    this.end()
  }

  /** Of a statement, or of the line; the rest is not carried out. */
  handleError(cause: unknown): void {
    for (const { reject } of this.statements.slice(this.at)) reject(cause)
    this.at = this.statements.length
    this.end()
  }

  private end(): void {
    this.wire?.off('parseComplete', this.parsed)
    this.wire = undefined
    this.over()
  }
}

const toParameter = (value: unknown): unknown =>
  value === null || value === undefined || Buffer.isBuffer(value) ? (value ?? null) : String(value)
