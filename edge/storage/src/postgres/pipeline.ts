import type { Connection, Database, Pool } from './connection.ts'

type Query = Database['query']

/**
 * The statements of one transaction, sent one behind the other without waiting for the answer to each: a group of commits waits
 * for the database once for all that it asks and once for all that it writes. Answers come in the order of the questions. After
 * one that failed, PostgreSQL refuses the rest up to the rollback, so that the first fault is the cause.
 */
export class Pipeline implements Database {
  readonly query: Query
  private readonly underWay: Promise<unknown>[] = []
  private failed: { readonly cause: unknown } | undefined

  constructor(connection: Connection) {
    const stream = streamOf(connection)
    let corked = false
    const send = (...given: unknown[]): Promise<unknown> => {
      if (!corked && stream) {
        // What is sent within one turn of the event loop goes to the socket in one piece.
        corked = true
        stream.cork()
        process.nextTick(() => {
          corked = false
          stream.uncork()
        })
      }
      const answer = (connection.query as (...given: unknown[]) => Promise<unknown>)(...given)
      // Whoever sent it may wait for something else meanwhile.
      answer.catch((cause: unknown) => {
        this.failed ??= { cause }
      })
      this.underWay.push(answer)
      return answer
    }
    this.query = send as Query
  }

  /** Why the first of those that failed did; `otherwise` when none of them has. */
  faultOr(otherwise: unknown): unknown {
    return this.failed ? this.failed.cause : otherwise
  }

  /** Waits for all that was sent. @throws what the first one that failed did */
  async arrived(): Promise<void> {
    await Promise.all(this.underWay.splice(0))
  }
}

interface Corkable {
  cork(): void
  uncork(): void
}

/** The driver does not type it; without it, each statement is a packet of its own. */
const streamOf = (connection: Connection): Corkable | undefined =>
  (connection as unknown as { connection?: { stream?: Corkable } }).connection?.stream

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
    await connection.query('ROLLBACK').catch((fault: Error) => {
      broken = fault
    })
    throw pipeline.faultOr(error)
  } finally {
    connection.release(broken)
  }
}
