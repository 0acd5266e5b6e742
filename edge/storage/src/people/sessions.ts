import type { AccountId, AgentId, EpochMs } from '@baton/base'
import { MAX_SESSIONS, type PeopleStore, type Session } from '../peopleStore.ts'
import { writeNote } from '../settings/notes.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'

type Sessions = Pick<
  PeopleStore,
  'createSession' | 'findSession' | 'touchSession' | 'listSessions' | 'endSession' | 'endSessions'
>
type Row = SettingsTables['sessions']

export function sessions(db: SettingsDatabase): Sessions {
  const of = (source: SettingsDatabase, accountId: AccountId, personId: AgentId) =>
    source
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('person_id', '=', personId)
      .orderBy('created_at', 'desc')
      .orderBy('id')

  return {
    createSession: (session) =>
      db.transaction().execute(async (trx) => {
        const others = await of(trx, session.accountId, session.personId).execute()
        const ended = others.slice(MAX_SESSIONS - 1).map(({ id }) => id)
        if (ended.length > 0) await trx.deleteFrom('sessions').where('id', 'in', ended).execute()
        await trx.insertInto('sessions').values(toRow(session)).execute()
        return ended
      }),

    async findSession(hash) {
      const row = await db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && toSession(row)
    },

    async touchSession(id, seenAt) {
      // Two lines may carry two of them past each other: the older one takes nobody's time back.
      await db
        .updateTable('sessions')
        .set({ seen_at: seenAt })
        .where('id', '=', id)
        .where('seen_at', '<', seenAt)
        .execute()
    },

    async listSessions(accountId, personId) {
      return (await of(db, accountId, personId).limit(MAX_SESSIONS).execute()).map(toSession)
    },

    endSession: (accountId, personId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await of(trx, accountId, personId).where('id', '=', id).executeTakeFirst()
        if (!row) return false
        await trx.deleteFrom('sessions').where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, toSession(row)))
        return true
      }),

    endSessions: (accountId, personId, note) =>
      db.transaction().execute(async (trx) => {
        const sessions = (await of(trx, accountId, personId).execute()).map(toSession)
        const ended = sessions.map(({ id }) => id)
        if (ended.length > 0) await trx.deleteFrom('sessions').where('id', 'in', ended).execute()
        await writeNote(trx, note?.(undefined, sessions))
        return ended
      }),
  }
}

const toSession = (row: Row): Session => ({
  id: row.id,
  hash: row.hash,
  accountId: row.account_id as AccountId,
  personId: row.person_id as AgentId,
  createdAt: row.created_at as EpochMs,
  seenAt: row.seen_at as EpochMs,
  endsAt: row.ends_at as EpochMs,
  device: JSON.parse(row.device),
})

const toRow = (session: Session): Row => ({
  id: session.id,
  hash: session.hash,
  account_id: session.accountId,
  person_id: session.personId,
  created_at: session.createdAt,
  seen_at: session.seenAt,
  ends_at: session.endsAt,
  device: JSON.stringify(session.device),
})
