import type { AccountId, EpochMs, SkillId } from '@baton/base'
import { after, seconds } from '@baton/base'
import {
  isSilence,
  type OpenConversation,
  SILENCE_SECONDS,
  SILENCES,
  type Silences,
  type SpeakOfSilence,
  silencesIn,
} from '@baton/conversation'
import { isOpenAt, opensNextAt } from '@baton/routing'
import type { AutomaticMessage } from '@baton/storage'
import type { Directory } from '../directory.ts'
import { textFor } from './automaticTexts.ts'
import { hoursOf } from './hoursOf.ts'

/**
 * After how long the brand speaks of whose silence on this skill; as part of a command. An account without a word for it pays
 * nothing (messaging R3.16).
 */
export async function silencesOn(
  directory: Directory,
  accountId: AccountId,
  skillId: SkillId,
  messages: readonly AutomaticMessage[],
): Promise<{ readonly silences?: Silences }> {
  if (!messages.some(({ kind }) => isSilence(kind))) return {}
  const timers = await directory.automaticTimers(accountId)
  const silences: { -readonly [K in keyof Silences]: Silences[K] } = {}
  for (const kind of SILENCES) {
    if (!messages.some((one) => one.kind === kind)) continue
    const own = timers.find((one) => one.kind === kind && one.skillId === skillId)
    const timer = own ?? timers.find((one) => one.kind === kind && one.skillId === undefined)
    if (timer?.enabled !== false) silences[kind] = seconds(timer?.afterSeconds ?? SILENCE_SECONDS[kind])
  }
  return Object.keys(silences).length === 0 ? {} : { silences }
}

type Fill = (text: string) => Promise<string | undefined>

/**
 * What there is to say now of somebody's silence, and else when to look again. Switched off meanwhile: nothing. While it is closed
 * nobody hears that an answer is late: the time counts from the next opening (messaging R4.24).
 * @param fill with what the text may name
 */
export async function wordsOfSilence(
  directory: Directory,
  state: OpenConversation,
  at: EpochMs,
  fill: Fill,
): Promise<SpeakOfSilence> {
  const { accountId, skillId } = state
  const messages = await directory.automaticMessages(accountId)
  const { silences = {} } = await silencesOn(directory, accountId, skillId, messages)
  const looks: EpochMs[] = []
  for (const { kind, dueAt } of silencesIn(state)) {
    if (dueAt > at) {
      looks.push(dueAt)
      continue
    }
    const ms = silences[kind]
    const text = ms === undefined ? undefined : textFor(messages, kind, state)
    if (ms === undefined || text === undefined) continue
    const hours = kind === 'consumerSilent' ? undefined : await hoursOf(directory, state, skillId)
    if (hours !== undefined && !isOpenAt(hours, at)) {
      const opensAt = opensNextAt(hours, at)
      if (opensAt !== undefined) looks.push(after(opensAt, ms))
      continue
    }
    const said = await fill(text)
    if (said !== undefined) return { type: 'speakOfSilence', at, words: { kind, text: said } }
  }
  return { type: 'speakOfSilence', at, ...(looks.length > 0 && { nextAt: Math.min(...looks) as EpochMs }) }
}
