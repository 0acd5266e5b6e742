import type { AccountId, EntryPointId, EpochMs, SkillId } from '@baton/base'
import { type OpeningHours, opensNextAt } from '@baton/routing'
import type { ScopedHours } from '@baton/storage'
import type { Directory } from '../directory.ts'
import { localeOf } from './automaticTexts.ts'

/** Whose hours they are, beside the skill's own. */
export interface OpenPlace {
  readonly accountId: AccountId
  /** Absent where the conversation is not there to be asked. */
  readonly entryPointId?: EntryPointId | undefined
}

/** The nearest that is set: of the skill, of the entry point, of the account (messaging C21). */
export async function hoursOf(
  directory: Directory,
  { accountId, entryPointId }: OpenPlace,
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

/** When it opens again, as people of this language say it; undefined while it is open. */
export function opensAtIn(language: string, hours: OpeningHours | undefined, at: EpochMs): string | undefined {
  const opens = hours && opensNextAt(hours, at)
  return hours && opens !== undefined ? momentIn(hours.timeZone, localeOf(language), opens) : undefined
}

const momentIn = (timeZone: string, locale: string, at: EpochMs): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)

/** When the people of this skill are there again, where they are not there at this time; as part of a command (messaging R4.7). */
export async function opensAgain(
  directory: Directory,
  place: OpenPlace,
  skillId: SkillId,
  at: EpochMs,
): Promise<{ readonly opensAt?: EpochMs }> {
  const hours = await hoursOf(directory, place, skillId)
  const opensAt = hours && opensNextAt(hours, at)
  return opensAt === undefined ? {} : { opensAt }
}
