import type { AgentId } from '@baton/base'
import type { DeskStore } from '../deskStore.ts'
import { readPartySkills } from '../settings/partySkills.ts'
import type { SettingsDatabase } from '../settings/tables.ts'

export function seats(db: SettingsDatabase): Pick<DeskStore, 'listAgentsOnSkill'> {
  return {
    async listAgentsOnSkill(accountId, skillId) {
      const rows = await db
        .selectFrom('party_skills as s')
        .innerJoin('people as p', (join) =>
          join.onRef('p.account_id', '=', 's.account_id').onRef('p.id', '=', 's.party_id'),
        )
        .select(['p.id', 'p.nickname', 'p.capacity'])
        .where('s.account_id', '=', accountId)
        .where('s.skill_id', '=', skillId)
        .where('p.enabled', '=', 1)
        .where('p.role', '<>', 'builder')
        .orderBy('p.id')
        .execute()
      const skillsOf = await readPartySkills(
        db,
        accountId,
        rows.map(({ id }) => id),
      )
      return rows.map(({ id, nickname, capacity }) => ({
        agentId: id as AgentId,
        nickname,
        capacity,
        skillIds: skillsOf(id),
      }))
    },
  }
}
