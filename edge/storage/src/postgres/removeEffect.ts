import { texts, wholes } from './binary.ts'
import { type Database, run } from './connection.ts'

export const REMOVE = `DELETE FROM effects AS e USING unnest($1::text[], $2::bigint[]) AS gone (id, conversation_key)
  WHERE e.id = gone.id AND e.conversation_key = gone.conversation_key`
/** Changes nothing where the oldest has moved up already. */
export const MOVE_UP = `UPDATE effects AS e SET head = 1 FROM unnest($1::bigint[]) AS g (conversation_key)
  WHERE e.head = 0 AND e.key = (SELECT o.key FROM effects AS o
    WHERE o.conversation_key = g.conversation_key AND o.kind = 'turn' ORDER BY o.key LIMIT 1)`

export interface Gone {
  readonly id: string
  readonly key: number
}

/** Takes rows of work out; a conversation's next turn work, if there is any, moves up and may be taken. @returns how many went */
export async function removeEffects(database: Database, gone: readonly Gone[]): Promise<number> {
  if (gone.length === 0) return 0
  const keys = gone.map(({ key }) => key)
  const [removed] = await Promise.all([
    run(database, REMOVE, texts(gone.map(({ id }) => id)), wholes(keys)),
    run(database, MOVE_UP, wholes([...new Set(keys)])),
  ])
  return removed
}
