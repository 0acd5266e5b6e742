import type { NodeRegister } from '../nodes.ts'
import { type Pool, row, run, transaction } from './connection.ts'

export const NODES = /* sql */ `
-- Who is alive, by the database's own clock, so that no two machines need to agree on the time.
CREATE TABLE IF NOT EXISTS nodes (
  id TEXT COLLATE "C" PRIMARY KEY,
  beat_at TIMESTAMPTZ NOT NULL
);
`

/** A node is taken for dead after so long; it beats every two seconds. With the sweep this stays below 15 s. */
const DEAD_AFTER = `interval '10 seconds'`

export function nodeRegister(pool: Pool): NodeRegister {
  return {
    async beat(nodeId) {
      const text = `INSERT INTO nodes (id, beat_at) VALUES ($1, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp()`
      await run(pool, text, nodeId)
    },
    async leave(nodeId) {
      await run(pool, 'DELETE FROM nodes WHERE id = $1', nodeId)
    },
    sweep: () =>
      transaction(pool, async (connection) => {
        // One that beats in this moment keeps its row; one that two find dead is swept by one of them.
        const dead = await connection.query(
          `DELETE FROM nodes WHERE id IN (
             SELECT id FROM nodes WHERE beat_at < clock_timestamp() - ${DEAD_AFTER} FOR UPDATE SKIP LOCKED) RETURNING id`,
        )
        const living = `SELECT id FROM nodes`
        // Whoever holds something and is not in the register was swept while it slept and took it just before, or never beat.
        // What somebody is changing in this moment is passed over: whoever fell asleep over it holds nobody else up, and it is
        // looked at again with the next beat.
        const freed =
          (await run(
            connection,
            `UPDATE effects SET claimed_by = NULL, claimed_until = NULL WHERE key = ANY(ARRAY(
               SELECT key FROM effects WHERE head IN (0, 1) AND claimed_until > 0 AND claimed_by NOT IN (${living})
               FOR UPDATE SKIP LOCKED))`,
          )) +
          (await run(
            connection,
            `UPDATE timers SET claimed_by = NULL, claimed_until = NULL WHERE generation = ANY(ARRAY(
               SELECT generation FROM timers WHERE claimed_until > 0 AND claimed_by NOT IN (${living})
               FOR UPDATE SKIP LOCKED))`,
          ))
        await run(connection, `DELETE FROM dispatchers WHERE held_by NOT IN (${living})`)
        await run(connection, `DELETE FROM leases WHERE held_by NOT IN (${living})`)
        return { dead: dead.rows.map(({ id }) => String(id)), freed }
      }),
    async isAlone(nodeId) {
      const text = 'SELECT EXISTS (SELECT FROM nodes WHERE id <> $1) AS others'
      return (await row<{ others: boolean }>(pool, text, nodeId))?.others === false
    },
  }
}
