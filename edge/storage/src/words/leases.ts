import type { SettingsDatabase } from '../settings/tables.ts'
import type { WordsStore } from '../wordsStore.ts'

export function leases(db: SettingsDatabase): Pick<WordsStore, 'holdLease' | 'takeNotice'> {
  return {
    async holdLease(name, by, now, until) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('leases')
        .values({ name, held_by: by, held_until: until })
        .onConflict((clash) =>
          clash
            .column('name')
            .doUpdateSet({ held_by: by, held_until: until })
            .where(({ eb, or }) => or([eb('leases.held_by', '=', by), eb('leases.held_until', '<=', now)])),
        )
        .executeTakeFirstOrThrow()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async takeNotice({ accountId, personId, kind }, at, notSince) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('notices')
        .values({ account_id: accountId, person_id: personId, kind, at })
        .onConflict((clash) =>
          clash.columns(['account_id', 'person_id', 'kind']).doUpdateSet({ at }).where('notices.at', '<', notSince),
        )
        .executeTakeFirstOrThrow()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
  }
}
