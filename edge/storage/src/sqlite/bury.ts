import type { Database } from 'better-sqlite3'
import type { DeadLetter } from '../store.ts'
import { prepareRemoveEffect } from './removeEffect.ts'

/** Nothing is kept of work that is no longer there. What is kept names the work and repeats no words of the conversation. */
export function prepareBury(database: Database): (dead: DeadLetter) => void {
  const findKey = database
    .prepare<[string, string], number>('SELECT key FROM conversations WHERE id = ? AND account_id = ?')
    .pluck()
  const findName = database
    .prepare<[string], string>(`SELECT json_extract(payload, '$.name') FROM effects WHERE id = ?`)
    .pluck()
  const removeEffect = prepareRemoveEffect(database)
  const removeTimer = database.prepare<[number, string, number]>(
    'DELETE FROM timers WHERE conversation_key = ? AND name = ? AND generation = ?',
  )
  const keep = database.prepare<[string, string, string, string, number]>(
    'INSERT INTO dead_letters (account_id, conversation_id, what, cause, at) VALUES (?, ?, ?, ?, ?)',
  )

  function remove(key: number, { settles }: DeadLetter): string | undefined {
    if (settles.kind === 'timer') {
      const { changes } = removeTimer.run(key, settles.name, settles.generation)
      return changes === 1 ? `timer ${settles.name}` : undefined
    }
    const name = findName.get(settles.effectId)
    return removeEffect(settles.effectId, key) ? `${name} ${settles.effectId}` : undefined
  }

  return (dead) => {
    const key = findKey.get(dead.conversationId, dead.accountId)
    const what = key === undefined ? undefined : remove(key, dead)
    if (what !== undefined) keep.run(dead.accountId, dead.conversationId, what, dead.cause, dead.at)
  }
}
