import type { DeskStore } from '../deskStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import { setDirty } from './setDirty.ts'

type Dispatchers = Pick<DeskStore, 'holdDispatcher' | 'releaseDispatchers' | 'markDirty'>

export function dispatchers(db: SettingsDatabase): Dispatchers {
  return {
    async holdDispatcher(accountId, by, now, until) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('dispatchers')
        .values({ account_id: accountId, held_by: by, held_until: until })
        .onConflict((clash) =>
          clash
            .column('account_id')
            .doUpdateSet({ held_by: by, held_until: until })
            .where(({ eb, or }) => or([eb('dispatchers.held_by', '=', by), eb('dispatchers.held_until', '<=', now)])),
        )
        .executeTakeFirstOrThrow()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async releaseDispatchers(by) {
      const held = db.deleteFrom('dispatchers')
      await (by === 'everyone' ? held : held.where('held_by', '=', by)).execute()
    },

    async markDirty(accountId, skillIds, now) {
      await db.transaction().execute((trx) => setDirty(trx, accountId, skillIds, now))
    },
  }
}
