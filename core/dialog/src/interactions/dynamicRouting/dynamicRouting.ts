import type { InteractionKind } from '../../kind.ts'
import { transfer } from '../../transfer.ts'

/** Asks a policy engine what to do and does it, in its order (dialogs R2.51). */
export const dynamicRouting: InteractionKind<'dynamicRouting'> = {
  category: 'integration',
  *perform({ fallbackSkillId, message }, acting) {
    acting.setVariable('orchestrator.channel', acting.channel, 'session')
    acting.setVariable('orchestrator.userMessage', acting.userMessage, 'session')
    const intent = acting.intentName()
    if (intent !== undefined) acting.setVariable('orchestrator.intent', intent, 'session')
    const answer = yield {
      kind: 'policy',
      userMessage: acting.userMessage,
      channel: acting.channel,
      ...(intent !== undefined && { intent }),
    }
    const actions = answer.kind === 'policy' ? answer.actions : []
    for (const action of actions) {
      if (action.do === 'say') acting.say(action.text)
      else return yield* transfer({ ...action, message, passContext: true }, acting)
    }
    if (fallbackSkillId === undefined) return { end: 'done' }
    return yield* transfer({ skillId: fallbackSkillId, message, passContext: true }, acting)
  },
}
