import type { DeadLetter, Mailbox } from '../store.ts'
import { type Connection, type Pool, row, run, storable, transaction } from './connection.ts'
import { removeEffects } from './removeEffect.ts'

/** Nothing is kept of work that is no longer there. What is kept names the work and repeats no words of the conversation. */
export function prepareBury(pool: Pool): Mailbox['bury'] {
  return (dead) =>
    transaction(pool, async (connection) => {
      const { accountId, conversationId, cause, at } = dead
      const found = await row<{ key: number }>(
        connection,
        // Held as every commit holds it: what moves up is decided on all the work there is.
        'SELECT key FROM conversations WHERE id = $1 AND account_id = $2 FOR UPDATE',
        conversationId,
        accountId,
      )
      const what = found && (await remove(connection, found.key, dead))
      if (what === undefined) return
      const keep = `INSERT INTO dead_letters (account_id, conversation_id, what, cause, at) VALUES ($1, $2, $3, $4, $5)`
      await run(connection, keep, accountId, conversationId, what, storable(cause), at)
    })
}

async function remove(connection: Connection, key: number, { settles }: DeadLetter): Promise<string | undefined> {
  if (settles.kind === 'timer') {
    const text = 'DELETE FROM timers WHERE conversation_key = $1 AND name = $2 AND generation = $3'
    return (await run(connection, text, key, settles.name, settles.generation)) === 1
      ? `timer ${settles.name}`
      : undefined
  }
  const effect = await row<{ payload: string }>(
    connection,
    'SELECT payload FROM effects WHERE id = $1',
    settles.effectId,
  )
  const gone = await removeEffects(connection, { cancelled: [[settles.effectId, key]] })
  return gone === 1 && effect !== undefined ? `${JSON.parse(effect.payload).name} ${settles.effectId}` : undefined
}
