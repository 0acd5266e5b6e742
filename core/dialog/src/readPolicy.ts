import { isJsonObject } from '@baton/base'
import type { PolicyAction } from './need.ts'

/** What a policy service answers (dialogs R2.51): `{"actions": [{"say": "…"} | {"transfer": {"skillId": …, "agentId": …}}]}`; what cannot be read is left out. */
export function readPolicy(body: unknown): PolicyAction[] {
  const actions = isJsonObject(body) && Array.isArray(body.actions) ? body.actions : []
  return actions.slice(0, 20).flatMap((action): PolicyAction[] => {
    if (!isJsonObject(action)) return []
    if (typeof action.say === 'string') return [{ do: 'say', text: action.say }]
    if (!isJsonObject(action.transfer)) return []
    const { skillId, agentId } = action.transfer
    if (typeof skillId !== 'string' && typeof skillId !== 'number') return []
    return [{ do: 'transfer', skillId: String(skillId), ...(agentId !== undefined && { agentId: String(agentId) }) }]
  })
}
