import { scopeOf, wordsOf } from '../../sqlite/search/indexLog.ts'
import type { CommitFeed } from '../../store.ts'
import { type Connection, type Pool, rows, run, storable, transaction } from '../connection.ts'
import { vectorOf } from './tokens.ts'

interface Row {
  readonly position: number
  readonly key: number
  readonly accountId: string
  readonly event: string
  readonly body: string | null
}

/** Events of one step. */
const BATCH = 300

export interface Step {
  /** How far the index is now; undefined while another node is at it. */
  readonly position: number | undefined
  readonly more: boolean
  /** How far the log goes that can be read. */
  readonly horizon: number
}

const READ = `SELECT e.position, e.conversation_key AS key, c.account_id AS "accountId", e.event, e.body
  FROM (SELECT * FROM events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT ${BATCH}) AS e
  JOIN conversations AS c ON c.key = e.conversation_key ORDER BY e.position`

/** Reads on in the log, up to its horizon; one node at a time does. */
export function prepareIndexer(pool: Pool, horizon: CommitFeed['horizon']): () => Promise<Step> {
  return async () => {
    const until = await horizon()
    return transaction(pool, async (connection) => {
      const [progress] = await rows<{ position: number }>(
        connection,
        'SELECT position FROM search_progress FOR UPDATE SKIP LOCKED',
      )
      if (progress === undefined) return { position: undefined, more: true, horizon: until }
      const read = await rows<Row>(connection, READ, progress.position, until)
      const last = read.at(-1)
      if (last === undefined) return { position: progress.position, more: false, horizon: until }
      await take(connection, read)
      await run(connection, 'UPDATE search_progress SET position = $1', last.position)
      return { position: last.position, more: read.length === BATCH, horizon: until }
    })
  }
}

interface Text {
  readonly position: number
  readonly key: number
  readonly words: string
  readonly tokens: string
}

/** Words that were erased before they were read here are not in the log any more; an erasure takes out those that came before. */
async function take(connection: Connection, read: readonly Row[]): Promise<void> {
  let texts: Text[] = []
  const handled: { agent: number; key: number }[] = []
  const forgotten = new Set<number>()
  for (const { position, key, accountId, event, body } of read) {
    const facts = JSON.parse(event) as { type?: string; agentId?: number }
    if (facts.type === 'erased') {
      forgotten.add(key)
      texts = texts.filter((text) => text.key !== key)
    }
    if (facts.type === 'assigned' && typeof facts.agentId === 'number') handled.push({ agent: facts.agentId, key })
    const words = body === null || facts.type === 'erased' ? '' : storable(wordsOf(JSON.parse(body)))
    if (words !== '') texts.push({ position, key, words, tokens: vectorOf(scopeOf(accountId), words) })
  }
  await run(connection, 'DELETE FROM search_texts WHERE conversation_key = ANY($1::bigint[])', [...forgotten])
  await run(
    connection,
    `INSERT INTO search_texts SELECT position, key, words, tokens::tsvector
     FROM json_to_recordset($1) AS g (position bigint, key bigint, words text, tokens text) ON CONFLICT DO NOTHING`,
    JSON.stringify(texts),
  )
  await run(
    connection,
    `INSERT INTO search_handled SELECT agent, key FROM json_to_recordset($1) AS g (agent bigint, key bigint)
     ON CONFLICT DO NOTHING`,
    JSON.stringify(handled),
  )
}
