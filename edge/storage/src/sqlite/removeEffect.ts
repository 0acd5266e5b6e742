import type { Database } from 'better-sqlite3'

/** Takes a row of work out; the conversation's next turn work, if there is any, moves up and may be taken. */
export function prepareRemoveEffect(database: Database): (effectId: string, conversationKey: number) => boolean {
  const remove = database
    .prepare<[string, number], string>('DELETE FROM effects WHERE id = ? AND conversation_key = ? RETURNING kind')
    .pluck()
  const moveUp = database.prepare<[number]>(
    `UPDATE effects SET head = 1
     WHERE key = (SELECT key FROM effects WHERE conversation_key = ? AND kind = 'turn' ORDER BY key LIMIT 1) AND head = 0`,
  )
  return (effectId, conversationKey) => {
    const kind = remove.get(effectId, conversationKey)
    if (kind === 'turn') moveUp.run(conversationKey)
    return kind !== undefined
  }
}
