import type { SkillId } from '@baton/base'
import type { NeedAnswer, TransferNeed } from '@baton/dialog'
import { targetKey } from '../../transferTargets.ts'
import type { Asking, Means } from './asking.ts'

/**
 * Whether the conversation can go there now: the skill, the rights, who is there. It is asked once more in the commit that carries
 * it out; what has changed by then is the answer of the second try.
 */
export async function answerTransfer(
  need: TransferNeed,
  { state, bot, refused }: Asking,
  { resolver }: Means,
): Promise<NeedAnswer> {
  if (state.phase === 'survey') {
    return { kind: 'transfer', accepted: false, reason: 'a survey stays where it is' } // connector R3.18
  }
  const chosen = { skillId: Number(need.skillId) as SkillId }
  const target = refused.get(targetKey(chosen)) ?? (await resolver.transferOf(state, bot.id, chosen))
  if (target.ok) return { kind: 'transfer', accepted: true }
  const { cause: reason, why = 'unknownSkill' } = target
  return { kind: 'transfer', accepted: false, reason, why }
}
