import type { EpochMs } from '@baton/base'
import type { Attempts, PeopleStore } from '../peopleStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'

type Counting = Pick<PeopleStore, 'readAttempts' | 'countAttempt' | 'forgetAttempts' | 'forgetOld'>

export function attempts(db: SettingsDatabase): Counting {
  const read = async (source: SettingsDatabase, name: string): Promise<Attempts | undefined> => {
    const row = await source.selectFrom('attempts').selectAll().where('name', '=', name).executeTakeFirst()
    return row && { failures: row.failures, lastAt: row.last_at as EpochMs }
  }
  return {
    readAttempts: (name) => read(db, name),

    countAttempt: (name, decide) =>
      db.transaction().execute(async (trx) => {
        const counted = decide(await read(trx, name))
        if (counted === undefined) return false
        const { failures, lastAt: last_at } = counted
        await trx
          .insertInto('attempts')
          .values({ name, failures, last_at })
          .onConflict((clash) => clash.column('name').doUpdateSet({ failures, last_at }))
          .execute()
        return true
      }),

    async forgetAttempts(name) {
      await db.deleteFrom('attempts').where('name', '=', name).execute()
    },

    forgetOld: (now, attemptsBefore) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('sessions').where('ends_at', '<=', now).execute()
        await trx.deleteFrom('links').where('expires_at', '<=', now).execute()
        await trx.deleteFrom('attempts').where('last_at', '<', attemptsBefore).execute()
      }),
  }
}
