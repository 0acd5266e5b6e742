import type { SkillId } from '@baton/base'
import type { DeskListName } from '@baton/protocol'
import type { DeskQuery } from '@baton/storage'
import { type AgentIdentity, isManager } from '../maySee.ts'

/**
 * What a list shows to this person, by their rights now.
 * @returns undefined when they may not watch it
 */
export function watchable(agent: AgentIdentity, list: DeskListName, skillId?: SkillId): DeskQuery | undefined {
  const { agentId, skillIds } = agent
  if (agent.role === 'builder') return undefined
  switch (list) {
    case 'mine':
      return { kind: 'mine', agentId }
    case 'offers':
      return { kind: 'offers', agentId, ...(skillId !== undefined && { skillId }) }
    case 'all':
      return isManager(agent) ? { kind: 'all', ...(skillId !== undefined && { skillId }) } : undefined
    case 'queue': {
      if (skillId === undefined) return { kind: 'queue', skillIds: [...skillIds].sort((a, b) => a - b) }
      return isManager(agent) || skillIds.has(skillId) ? { kind: 'queue', skillIds: [skillId] } : undefined
    }
  }
}

/** Equal for lists that show the same. */
export const keyOf = (query: DeskQuery): string => JSON.stringify(query)
