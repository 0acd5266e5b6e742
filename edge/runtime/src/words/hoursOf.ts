import type { SkillId } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type { OpeningHours } from '@baton/routing'
import type { ScopedHours } from '@baton/storage'
import type { Directory } from '../directory.ts'

/** The nearest that is set: of the skill, of the entry point, of the account (messaging C21). */
export async function hoursOf(
  directory: Directory,
  { accountId, entryPointId }: Pick<OpenConversation, 'accountId' | 'entryPointId'>,
  skillId: SkillId,
): Promise<OpeningHours | undefined> {
  const all = await directory.openingHours(accountId)
  const of = (fits: (hours: ScopedHours) => boolean) => all.find(fits)?.hours
  return (
    of((one) => one.scope === 'skill' && one.skillId === skillId) ??
    of((one) => one.scope === 'entryPoint' && one.entryPointId === entryPointId) ??
    of((one) => one.scope === 'account')
  )
}
