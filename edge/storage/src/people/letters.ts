import type { AccountId, AgentId, EpochMs } from '@baton/base'
import type { Selectable } from 'kysely'
import type { PeopleStore, StoredLetter } from '../peopleStore.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'

type Letters = Pick<PeopleStore, 'putLetter' | 'takeLetters' | 'postponeLetter' | 'removeLetter' | 'nextLetterAt'>

/** Letters on their way. Whoever takes one pushes it on in time, so that nobody else takes it and a crash loses none. */
export const letters = (db: SettingsDatabase): Letters => ({
  async putLetter({ id, accountId, personId, kind, sealed, createdAt, expiresAt }) {
    const row = { id, account_id: accountId, person_id: personId, kind, sealed, created_at: createdAt }
    await db
      .insertInto('letters')
      .values({ ...row, expires_at: expiresAt, due_at: createdAt })
      .execute()
  },

  async takeLetters(now, until, limit) {
    await db.deleteFrom('letters').where('expires_at', '<=', now).execute()
    const due = await db
      .selectFrom('letters')
      .selectAll()
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(limit)
      .execute()
    const taken: StoredLetter[] = []
    for (const row of due) {
      const { numUpdatedRows } = await db
        .updateTable('letters')
        .set({ due_at: until, attempts: row.attempts + 1 })
        .where('key', '=', row.key)
        .where('due_at', '=', row.due_at)
        .where('attempts', '=', row.attempts)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows > 0n) taken.push(toLetter({ ...row, attempts: row.attempts + 1 }))
    }
    return taken
  },

  async postponeLetter(id, dueAt) {
    await db.updateTable('letters').set({ due_at: dueAt }).where('id', '=', id).execute()
  },

  async removeLetter(id) {
    await db.deleteFrom('letters').where('id', '=', id).execute()
  },

  async nextLetterAt() {
    const row = await db.selectFrom('letters').select('due_at').orderBy('due_at').limit(1).executeTakeFirst()
    return row?.due_at as EpochMs | undefined
  },
})

const toLetter = (row: Selectable<SettingsTables['letters']>): StoredLetter => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  personId: row.person_id as AgentId,
  kind: row.kind,
  sealed: row.sealed,
  createdAt: row.created_at as EpochMs,
  expiresAt: row.expires_at as EpochMs,
  attempts: row.attempts,
})
