import type { QueryConfig, Submittable } from 'pg'
import { Batch, type Statement } from './batch.ts'
import type { Connection, Database, Pool } from './connection.ts'

type Query = Database['query']

/**
 * The statements of one transaction. What is asked or told within one turn of the event loop goes to the database as one piece, and
 * so does what comes while that is answered. After one that failed, PostgreSQL refuses the rest up to the rollback, so that the
 * first fault is the cause.
 */
export class Pipeline implements Database {
  readonly query: Query
  private waiting: Statement[] = []
  private isSending = false
  private readonly underWay: Promise<unknown>[] = []
  private failed: { readonly cause: unknown } | undefined

  constructor(private readonly connection: Connection) {
    const ask = (what: string | QueryConfig, values: unknown[] = []): Promise<unknown> => {
      const { text, values: bound = values } = typeof what === 'string' ? { text: what } : what
      const answer = new Promise((resolve, reject) => this.waiting.push({ text, values: bound, resolve, reject }))
      // Whoever sent it may wait for something else meanwhile.
      answer.catch((cause: unknown) => {
        this.failed ??= { cause }
      })
      this.underWay.push(answer)
      if (!this.isSending) {
        this.isSending = true
        process.nextTick(() => this.send())
      }
      return answer
    }
    this.query = ask as Query
  }

  private send(): void {
    const statements = this.waiting.splice(0)
    this.isSending = statements.length > 0
    if (!this.isSending) return
    const batch: unknown = new Batch(statements, () => this.send())
    this.connection.query(batch as Submittable)
  }

  /** Why the first of those that failed did; `otherwise` when none of them has. */
  faultOr(otherwise: unknown): unknown {
    return this.failed ? this.failed.cause : otherwise
  }

  /** Waits for all that was sent. @throws what the first one that failed did */
  async arrived(): Promise<void> {
    await Promise.all(this.underWay.splice(0))
  }

  /** What was not sent yet is not sent any more. */
  drop(cause: unknown): void {
    for (const { reject } of this.waiting.splice(0)) reject(cause)
  }
}

/**
 * All of it or nothing, on a connection that may be sent the next statement before the last is answered.
 * @param pool of `connectForCommits`
 * @param beforeCommit called when everything was written and nothing is saved yet; costs one more wait
 */
export async function pipelined<T>(
  pool: Pool,
  perform: (pipeline: Pipeline) => Promise<T>,
  beforeCommit?: () => void,
): Promise<T> {
  const connection = await pool.connect()
  const pipeline = new Pipeline(connection)
  let broken: Error | undefined
  try {
    void pipeline.query('BEGIN')
    const answer = await perform(pipeline)
    if (beforeCommit) {
      await pipeline.arrived()
      beforeCommit()
    }
    void pipeline.query('COMMIT')
    await pipeline.arrived()
    return answer
  } catch (error) {
    pipeline.drop(error)
    await connection.query('ROLLBACK').catch((fault: Error) => {
      broken = fault
    })
    throw pipeline.faultOr(error)
  } finally {
    connection.release(broken)
  }
}
