import type { Need, NeedAnswer } from '@baton/dialog'
import type { Asking, Means } from './needs/asking.ts'
import { answerCall } from './needs/call.ts'
import { answerGroup } from './needs/group.ts'
import { answerIntents } from './needs/intents.ts'
import { answerKnowledge } from './needs/knowledge.ts'
import { answerPolicy } from './needs/policy.ts'
import { answerRegex } from './needs/regex.ts'
import { answerScript } from './needs/script.ts'
import { answerTransfer } from './needs/transfer.ts'

/** Leave the house: what was answered before is saved first, and their answer at once. */
export const isOutside = ({ kind }: Need): boolean => kind === 'call' || kind === 'policy'

/** Are answered from what this node has at hand, within the same moment. */
export const isQuick = ({ kind }: Need): boolean => kind === 'transfer'

/** Answers what a dialog needs, each kind in its own file. Never throws for what scripts, services or consumers do. */
export async function answerNeed(need: Need, asking: Asking, means: Means): Promise<NeedAnswer> {
  switch (need.kind) {
    case 'script':
      return answerScript(need, asking, means)
    case 'regex':
      return answerRegex(need, asking, means)
    case 'intents':
      return answerIntents(need, asking, means)
    case 'call':
      return answerCall(need, asking, means)
    case 'knowledge':
      return answerKnowledge(need, asking, means)
    case 'policy':
      return answerPolicy(need, asking, means)
    case 'transfer':
      return answerTransfer(need, asking, means)
    case 'group':
      return answerGroup(need, asking, means)
  }
}
