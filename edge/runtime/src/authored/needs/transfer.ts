import type { SkillId } from '@baton/base'
import type { NeedAnswer, TransferNeed } from '@baton/dialog'
import type { Asking, Means } from './asking.ts'

/** Whether the conversation can go there. */
export async function answerTransfer(need: TransferNeed, { state }: Asking, { directory }: Means): Promise<NeedAnswer> {
  const skill = await directory.skill(state.accountId, Number(need.skillId) as SkillId)
  if (skill?.enabled) return { kind: 'transfer', accepted: true }
  return { kind: 'transfer', accepted: false, reason: `There is no skill ${need.skillId.slice(0, 40)}.` }
}
