import type { AccountId, AgentId } from '@baton/base'
import { type Person, type Preferences, type Settings, SettingsConflict } from '../settings.ts'
import { countAdminsWhoSignIn } from './countAdmins.ts'
import { writeNote } from './notes.ts'
import { readPartySkills, savePartySkills } from './partySkills.ts'
import { drawNumber, requireAccount, requireFreeEmail } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables, type SettingsTransaction } from './tables.ts'

type People = Pick<Settings, 'createPerson' | 'findPerson' | 'listPeople' | 'updatePerson'>
type Row = SettingsTables['people']

export function people(db: SettingsDatabase): People {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('people').selectAll().where('account_id', '=', accountId)

  return {
    createPerson: (accountId, person, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireFreeEmail(trx, accountId, person.email)
        const created: Person = { ...person, accountId, id: (await drawNumber(trx, 'parties')) as AgentId }
        await savePartySkills(trx, accountId, created.id, person.skillIds)
        await trx.insertInto('people').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findPerson(accountId, id) {
      const rows = await ofAccount(db, accountId).where('id', '=', id).execute()
      return (await withSkills(db, accountId, rows))[0]
    },

    async listPeople(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .$if(search !== undefined, (query) => query.where(holds(['full_name', 'nickname', 'email'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return withSkills(db, accountId, rows)
    },

    updatePerson: (accountId, id, change, { note, keepAdministrator = false } = {}) =>
      db.transaction().execute(async (trx) => {
        const rows = await ofAccount(trx, accountId).where('id', '=', id).execute()
        const [before] = await withSkills(trx, accountId, rows)
        if (!before) return undefined
        await requireFreeEmail(trx, accountId, change.email, id)
        const changed: Person = { ...before, ...change }
        if (keepAdministrator) await requireOneAdminLeft(trx, before, changed)
        if (change.skillIds) await savePartySkills(trx, accountId, id, change.skillIds)
        await trx
          .updateTable('people')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
  }
}

/**
 * An account whose last administrator locked themselves out could only be helped by the operator. Asked where it is written:
 * of two who take the role from each other at once, one is refused.
 */
async function requireOneAdminLeft(trx: SettingsTransaction, before: Person, after: Person): Promise<void> {
  const isAdmin = ({ role, enabled }: Person) => role === 'admin' && enabled
  if (isAdmin(after) || !isAdmin(before)) return
  const others = await countAdminsWhoSignIn(trx, before.accountId, before.id)
  if (others > 0 || (await countAdminsWhoSignIn(trx, before.accountId)) === 0) return
  const path = before.role === after.role ? '/enabled' : '/role'
  throw new SettingsConflict(path, 'last-administrator', 'Somebody must remain who can administer the account.')
}

/** @param rows people of one account */
export async function withSkills(
  source: SettingsDatabase,
  accountId: AccountId,
  rows: readonly Row[],
): Promise<Person[]> {
  const skillsOf = await readPartySkills(
    source,
    accountId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...toPerson(row), skillIds: skillsOf(row.id) }))
}

function toPerson(row: Row): Omit<Person, 'skillIds'> {
  const preferences = JSON.parse(row.preferences) as Preferences
  return {
    id: row.id as AgentId,
    accountId: row.account_id as AccountId,
    fullName: row.full_name,
    nickname: row.nickname,
    role: row.role as Person['role'],
    capacity: row.capacity,
    enabled: row.enabled === 1,
    ...(row.email !== null && { email: row.email }),
    ...(Object.keys(preferences).length > 0 && { preferences }),
  }
}

const toRow = (person: Person): Row => ({
  account_id: person.accountId,
  id: person.id,
  full_name: person.fullName,
  nickname: person.nickname,
  role: person.role,
  capacity: person.capacity,
  enabled: person.enabled ? 1 : 0,
  email: person.email ?? null,
  preferences: JSON.stringify(person.preferences ?? {}),
})
