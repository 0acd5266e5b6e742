import { wholes } from './binary.ts'
import { type Database, run } from './connection.ts'
import { type Columns, changingExactly, given, transposed, type Value } from './given.ts'

const CANCELLED: Columns = [
  ['id', 'text'],
  ['key', 'bigint'],
]
const SETTLED: Columns = [...CANCELLED, ['by', 'text']]
const CANCEL = `DELETE FROM effects AS e USING ${given(CANCELLED)} WHERE e.id = g.id AND e.conversation_key = g.key`
/** Fails where one is not there any more, or not under their claim. */
const SETTLE = changingExactly(
  '$4',
  `DELETE FROM effects AS e USING ${given(SETTLED)}
  WHERE e.id = g.id AND e.conversation_key = g.key AND e.claimed_by = g.by`,
)
/** Changes nothing where the oldest has moved up already. */
const MOVE_UP = `UPDATE effects AS e SET head = 1 FROM unnest($1::bigint[]) AS g (conversation_key)
  WHERE e.head = 0 AND e.key = (SELECT o.key FROM effects AS o
    WHERE o.conversation_key = g.conversation_key AND o.kind = 'turn' ORDER BY o.key LIMIT 1)`

type Gone = readonly (readonly Value[])[]

/**
 * Takes rows of work out; a conversation's next turn work, if there is any, moves up and may be taken.
 * @param gone `settled`: id, key of the conversation, whose claim; `cancelled`: id, key of the conversation, there or not
 * @returns how many of the cancelled ones were there
 */
export async function removeEffects(
  database: Database,
  { settled = [], cancelled }: { readonly settled?: Gone; readonly cancelled: Gone },
): Promise<number> {
  if (settled.length + cancelled.length === 0) return 0
  const keys = new Set([...settled, ...cancelled].map(([, key]) => key as number))
  const [, removed] = await Promise.all([
    // First: a commit may settle what it also cancels.
    settled.length > 0 ? run(database, SETTLE, ...transposed(SETTLED, settled), settled.length) : 0,
    cancelled.length > 0 ? run(database, CANCEL, ...transposed(CANCELLED, cancelled)) : 0,
    run(database, MOVE_UP, wholes([...keys])),
  ])
  return removed
}
