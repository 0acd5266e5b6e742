import type { AccountId, AgentId } from '@baton/base'
import { type Person, type Preferences, type Settings, SettingsConflict } from '../settings.ts'
import { collection } from './collection.ts'
import { countAdminsWhoSignIn } from './countAdmins.ts'
import { partySkills } from './partySkills.ts'
import { requireFreeEmail } from './rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from './tables.ts'

type People = Pick<Settings, 'createPerson' | 'findPerson' | 'listPeople' | 'updatePerson'>
type Row = SettingsTables['people']

export function people(db: SettingsDatabase): People {
  const all = collectionOfPeople(db)
  return {
    createPerson: all.create,
    findPerson: all.find,
    listPeople: (accountId, page) => all.list(accountId, page),
    updatePerson: (accountId, id, change, { note, keepAdministrator = false } = {}) =>
      all.update(accountId, id, change, note, keepAdministrator ? requireOneAdminLeft : undefined),
  }
}

export const collectionOfPeople = (db: SettingsDatabase) =>
  collection<Row, Person>(db, {
    table: 'people',
    called: 'person',
    numbers: 'parties',
    searched: ['full_name', 'nickname', 'email'],
    toItem: toPerson,
    toRow,
    require: (trx, accountId, { email }, before) => requireFreeEmail(trx, accountId, email, before?.id),
    beside: partySkills<Person>(),
  })

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

function toPerson(row: Row): Person {
  const preferences = JSON.parse(row.preferences) as Preferences
  return {
    id: row.id as AgentId,
    accountId: row.account_id as AccountId,
    fullName: row.full_name,
    nickname: row.nickname,
    role: row.role as Person['role'],
    capacity: row.capacity,
    enabled: row.enabled === 1,
    skillIds: [],
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
