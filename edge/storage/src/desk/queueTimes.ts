import type { DeskStore } from '../deskStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'

type QueueTimes = Pick<DeskStore, 'readWaits' | 'countTaken' | 'forgetTaken'>

/** At most so many waits are read at once. */
const MOST_WAITS = 5_000

/** How long queues made people wait; a row for each conversation that somebody took out of one. */
export const queueTimes = (db: SettingsDatabase): QueueTimes => ({
  async readWaits(accountId, skillId, since, limit) {
    const rows = await db
      .selectFrom('assignments')
      .select('waited_ms')
      .where('account_id', '=', accountId)
      .where('skill_id', '=', skillId)
      .where('at', '>', since)
      .orderBy('at', 'desc')
      .limit(Math.min(limit, MOST_WAITS))
      .execute()
    return rows.map(({ waited_ms }) => waited_ms)
  },

  async countTaken(accountId, skillId, since) {
    const { count } = await db
      .selectFrom('assignments')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .where('skill_id', '=', skillId)
      .where('at', '>', since)
      .executeTakeFirstOrThrow()
    return Number(count)
  },

  async forgetTaken(before, limit) {
    const { numDeletedRows } = await db
      .deleteFrom('assignments')
      .where('key', 'in', (old) =>
        old.selectFrom('assignments').select('key').where('at', '<', before).orderBy('at').limit(limit),
      )
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  },
})
