import { Abort, type AbortSignalLike, after, type EpochMs } from '@baton/base'
import type { Run, StuckInput } from '@baton/dialog'
import type { Alarm } from '../ports.ts'
import type { AuthoredConfig } from './authoredConfig.ts'

/** What is done about a bot that did not answer, however often it was asked. */
export type StuckStep = StuckInput['step'] | 'give-up'

/**
 * A bot that does not answer is asked again some times; after them it begins anew, and if it is stuck once more, or is not to
 * begin anew, the consumer is handed over (dialogs R3.45). Nothing of it is kept in memory: the row of the turn counts the tries.
 * @param attempt counted from 1
 * @returns undefined while it is asked as ever
 */
export function stuckStep(
  { connector }: AuthoredConfig,
  attempt: number,
  { restarted }: Pick<Run, 'restarted'>,
): StuckStep | undefined {
  const { messageResendMaxRetries, userRetryOnStuckConversation, escalateOnStuckConversation } = connector
  if (attempt <= messageResendMaxRetries) return undefined
  if (userRetryOnStuckConversation && restarted !== true) return 'restart'
  return escalateOnStuckConversation ? 'escalate' : 'give-up'
}

/**
 * How long this try may take, in milliseconds.
 * @returns undefined where nothing comes after it but the end of the turn's budget
 */
export function patienceOf({ connector }: AuthoredConfig, attempt: number): number | undefined {
  const { messageResendMaxRetries, retryMessageInterval, ...steps } = connector
  const isLast = attempt >= messageResendMaxRetries
  if (attempt > messageResendMaxRetries) return undefined
  if (isLast && !steps.userRetryOnStuckConversation && !steps.escalateOnStuckConversation) return undefined
  return retryMessageInterval
}

/** Of one try. The next one gets what was answered before, without anybody being asked again. */
export const STUCK = { code: 'silent', cause: 'The bot did not answer in its time.', problems: [] } as const

/** One try with its time. */
export interface Patience {
  /** Aborted with the turn, and when the time is over. */
  readonly signal: AbortSignalLike
  readonly isOver: () => boolean
  /** It is over; nothing rings any more. */
  end(): void
}

/** @param ms undefined: as long as the turn lives */
export function patient(
  turn: AbortSignalLike,
  ms: number | undefined,
  { alarm, now }: { readonly alarm: Alarm; readonly now: EpochMs },
): Patience {
  if (ms === undefined) return { signal: turn, isOver: () => false, end: () => undefined }
  const own = new Abort()
  let isOver = false
  const cancel = alarm.at(after(now, ms), () => {
    isOver = true
    own.abort('stuck')
  })
  // By hand: the library's own joining of signals costs more than the rest of a turn's bookkeeping.
  const follow = () => own.abort(turn.reason)
  if (turn.aborted) follow()
  else turn.addEventListener('abort', follow, { once: true })
  const end = () => {
    cancel()
    turn.removeEventListener('abort', follow)
  }
  return { signal: own, isOver: () => isOver, end }
}
