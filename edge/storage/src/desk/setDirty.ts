import type { SettingsTransaction } from '../settings/tables.ts'

/** Somebody must look at these queues; a flag that is set again while it is looked at stays set. */
export async function setDirty(
  trx: SettingsTransaction,
  accountId: string,
  skillIds: readonly number[],
  now: number,
): Promise<void> {
  for (const skill_id of skillIds) {
    await trx
      .insertInto('dirty_skills')
      .values({ account_id: accountId, skill_id, set_at: now })
      // Two settings within one millisecond must differ, or clearing the first would clear the second.
      .onConflict((clash) =>
        clash.columns(['account_id', 'skill_id']).doUpdateSet(({ eb }) => ({
          set_at: eb
            .case()
            .when('dirty_skills.set_at', '>=', now)
            .then(eb('dirty_skills.set_at', '+', 1))
            .else(now)
            .end(),
        })),
      )
      .execute()
  }
}
