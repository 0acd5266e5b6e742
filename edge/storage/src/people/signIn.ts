import type { AccountId, AgentId, Clock } from '@baton/base'
import type { PeopleStore } from '../peopleStore.ts'
import { countAdminsWhoSignIn } from '../settings/countAdmins.ts'
import { collectionOfPeople } from '../settings/people.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import type { Person } from '../settings.ts'

type SignIn = Pick<
  PeopleStore,
  | 'findByEmail'
  | 'listByEmail'
  | 'countAdminsWhoSignIn'
  | 'readPassword'
  | 'setPassword'
  | 'findSubject'
  | 'bindSubject'
>

export function signIn(db: SettingsDatabase, clock: Clock): SignIn {
  const people = collectionOfPeople(db)
  const byEmail = (email: string) => db.selectFrom('people').selectAll().where('email', '=', email)

  return {
    async findByEmail(accountId, email) {
      const rows = await byEmail(email).where('account_id', '=', accountId).execute()
      return (await people.read(db, accountId, rows))[0]
    },

    async listByEmail(email, limit) {
      const rows = await byEmail(email).orderBy('account_id').limit(limit).execute()
      const found: Person[] = []
      for (const row of rows) found.push(...(await people.read(db, row.account_id as AccountId, [row])))
      return found
    },

    countAdminsWhoSignIn: (accountId, except) => countAdminsWhoSignIn(db, accountId, except),

    async readPassword(accountId, personId) {
      const row = await db
        .selectFrom('passwords')
        .select('hash')
        .where('account_id', '=', accountId)
        .where('person_id', '=', personId)
        .executeTakeFirst()
      return row?.hash
    },

    setPassword: (accountId, personId, hash, keep) =>
      db.transaction().execute(async (trx) => {
        const sessions = await trx
          .selectFrom('sessions')
          .select('id')
          .where('account_id', '=', accountId)
          .where('person_id', '=', personId)
          .execute()
        const ended = sessions.map(({ id }) => id).filter((id) => id !== keep)
        const own = { account_id: accountId, person_id: personId }
        await trx
          .insertInto('passwords')
          .values({ ...own, hash, changed_at: clock.now() })
          .onConflict((clash) =>
            clash.columns(['account_id', 'person_id']).doUpdateSet({ hash, changed_at: clock.now() }),
          )
          .execute()
        await trx.deleteFrom('links').where('account_id', '=', accountId).where('person_id', '=', personId).execute()
        if (ended.length > 0) await trx.deleteFrom('sessions').where('id', 'in', ended).execute()
        return ended
      }),

    async findSubject(accountId, issuer, subject) {
      const row = await db
        .selectFrom('subjects')
        .select('person_id')
        .where('account_id', '=', accountId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row && (row.person_id as AgentId)
    },

    async bindSubject(accountId, issuer, subject, personId) {
      await db
        .insertInto('subjects')
        .values({ account_id: accountId, issuer, subject, person_id: personId })
        .onConflict((clash) => clash.doNothing())
        .execute()
    },
  }
}
