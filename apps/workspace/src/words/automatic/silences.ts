import { z } from 'zod'
import type { Complaints } from '../../administration/kit/useForm.ts'
import type { WordTexts } from '../texts/en.ts'

/** Of whose saying nothing the brand speaks, after a time. */
export const SILENCES = ['agentSilent', 'stillWaiting', 'consumerSilent'] as const
export type Silence = (typeof SILENCES)[number]
export const isSilence = (kind: string): kind is Silence => SILENCES.some((one) => one === kind)

const timer = z.object({
  kind: z.enum(SILENCES),
  skillId: z.number().optional(),
  enabled: z.boolean(),
  afterSeconds: z.number(),
})
export const timers = z.object({ items: z.array(timer) })
export type Timer = z.infer<typeof timer>

/** Nothing below or above is accepted, in milliseconds (messaging §0). */
const LEAST_MS = 15_000
const MOST_MS = 2_592_000_000

/** `inherited`: as everywhere, which everywhere itself is not. */
export interface Time {
  readonly how: 'own' | 'off' | 'inherited'
  readonly afterMs: number | undefined
}
export type Times = { readonly [kind in Silence]: Time }

const timeOf = (items: readonly Timer[], kind: Silence, skillId: number | undefined): Timer | undefined =>
  items.find((one) => one.kind === kind && one.skillId === skillId)

/** As it is set for this skill, or for everywhere. */
export function timesAt(items: readonly Timer[], skillId: number | undefined): Times {
  const at = (kind: Silence): Time => {
    const everywhere = timeOf(items, kind, undefined)
    const own = timeOf(items, kind, skillId)
    const afterMs = ((own ?? everywhere)?.afterSeconds ?? 0) * 1_000
    return own === undefined ? { how: 'inherited', afterMs } : { how: own.enabled ? 'own' : 'off', afterMs }
  }
  return { agentSilent: at('agentSilent'), stillWaiting: at('stillWaiting'), consumerSilent: at('consumerSilent') }
}

/** What is sent; null: as everywhere. */
export const timerOf = ({ how, afterMs = LEAST_MS }: Time) =>
  how === 'inherited' ? null : { enabled: how === 'own', afterSeconds: Math.round(afterMs / 1_000) }

export function checkTimes(times: Times, texts: WordTexts): Complaints {
  const isWrong = ({ how, afterMs = 0 }: Time) => how === 'own' && !(afterMs >= LEAST_MS && afterMs <= MOST_MS)
  return Object.fromEntries(
    SILENCES.filter((kind) => isWrong(times[kind])).map((kind) => [`/times/${kind}`, texts.silence.outOfBounds]),
  )
}

/** How long everywhere waits, as people of this language say it; undefined: it never speaks of it. */
export function elsewhereIn(items: readonly Timer[], kind: Silence, locale: string): string | undefined {
  const everywhere = timeOf(items, kind, undefined)
  if (!everywhere?.enabled) return undefined
  const { afterSeconds } = everywhere
  const [unit, value] =
    afterSeconds % 3_600 === 0
      ? (['hour', afterSeconds / 3_600] as const)
      : afterSeconds % 60 === 0
        ? (['minute', afterSeconds / 60] as const)
        : (['second', afterSeconds] as const)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
