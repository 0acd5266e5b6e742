import type { AccountId, SkillId } from '@baton/base'
import type { Kind } from './collection.ts'
import { requireSkills } from './rules.ts'
import type { SettingsDatabase, SettingsTransaction } from './tables.ts'

interface Party {
  readonly id: number
  readonly accountId: AccountId
  readonly skillIds: readonly SkillId[]
}

/** What people and bots have beside their own row: the skills on which they sit. */
export const partySkills = <Item extends Party>(): NonNullable<Kind<never, Item>['beside']> => ({
  async read(source, accountId, items) {
    const skillsOf = await readPartySkills(
      source,
      accountId,
      items.map(({ id }) => id),
    )
    return items.map((item) => ({ ...item, skillIds: skillsOf(item.id) }))
  },
  async write(trx, { accountId, id }, { skillIds }) {
    if (skillIds) await savePartySkills(trx, accountId, id, skillIds)
  },
})

/** The skills of people or bots, each in the order in which they were set. */
export async function readPartySkills(
  db: SettingsDatabase,
  accountId: string,
  partyIds: readonly number[],
): Promise<(partyId: number) => SkillId[]> {
  if (partyIds.length === 0) return () => []
  const rows = await db
    .selectFrom('party_skills')
    .select(['party_id', 'skill_id'])
    .where('account_id', '=', accountId)
    .where('party_id', 'in', partyIds)
    .orderBy('party_id')
    .orderBy('place')
    .execute()
  const byParty = new Map<number, SkillId[]>()
  for (const { party_id: partyId, skill_id: skillId } of rows) {
    const skills = byParty.get(partyId) ?? []
    skills.push(skillId as SkillId)
    byParty.set(partyId, skills)
  }
  return (partyId) => byParty.get(partyId) ?? []
}

/** @throws SettingsConflict when one of them does not exist */
async function savePartySkills(
  trx: SettingsTransaction,
  accountId: string,
  partyId: number,
  skillIds: readonly SkillId[],
): Promise<void> {
  await requireSkills(
    trx,
    accountId,
    skillIds.map((id, index) => ({ path: `/skillIds/${index}`, id })),
  )
  await trx.deleteFrom('party_skills').where('account_id', '=', accountId).where('party_id', '=', partyId).execute()
  if (skillIds.length === 0) return
  const rows = skillIds.map((skillId, place) => ({
    account_id: accountId,
    party_id: partyId,
    place,
    skill_id: skillId,
  }))
  await trx.insertInto('party_skills').values(rows).execute()
}
