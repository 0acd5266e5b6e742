import type { Problem } from '@baton/base'
import type { BotFailureCode } from '@baton/conversation'
import { OutboundFailed, OutboundRefused } from '@baton/outbound'
import type { AskOutcome, ConnectionReasonCode } from './connector.ts'

/** Why an attempt failed, before anyone asks whether another one may follow. */
export interface Failure {
  readonly code: BotFailureCode
  /** A sentence for the brand's people. */
  readonly cause: string
  /** Nearer than the code, where the code holds several. */
  readonly reason?: ConnectionReasonCode
  readonly problems?: readonly Problem[]
  /** Present when another attempt may help: at least this long a pause. */
  readonly retry?: { readonly atLeastMs: number; readonly insteadMs?: number }
}

/** A pause that the service asks for is kept up to here; a longer one would use up the turn (connector R5.3). */
const MAX_RETRY_AFTER_MS = 15_000
const NO_PAUSE = { atLeastMs: 0 }

/** What the network did. Nothing of the answer gets into the sentences (connector R5.T2, T3). */
export function networkFailure(error: unknown): Failure {
  if (error instanceof OutboundRefused) {
    const cause = `The address of the bot service may not be called: ${error.message}`
    return { code: 'unreachable', reason: 'not-allowed', cause }
  }
  if (!(error instanceof OutboundFailed)) {
    return { code: 'internal', cause: 'The bot service could not be asked, for a reason inside this system.' }
  }
  switch (error.code) {
    case 'timeout':
      return { code: 'timeout', cause: 'The bot service did not answer in time.', retry: NO_PAUSE }
    case 'too-large':
      return {
        code: 'reply-invalid',
        reason: 'too-large',
        cause: 'The answer of the bot service is larger than is read.',
      }
    case 'protocol':
      return { code: 'reply-invalid', reason: 'not-http', cause: 'The bot service did not answer in proper HTTP.' }
    case 'aborted':
      return { code: 'internal', cause: 'The call to the bot service was given up.' }
    default:
      return { code: 'unreachable', cause: `The bot service could not be reached. ${error.message}`, retry: NO_PAUSE }
  }
}

/** What a status means that is not a success (connector R5.T4 to T6). */
export function statusFailure(status: number, retryAfter: string | undefined, now: number): Failure {
  const cause = `The bot service answered with status ${status}.`
  if (status === 429) return { code: 'too-many-requests', cause, retry: pauseOf(1_000, retryAfter, now) }
  if (status >= 500) {
    return { code: 'server-error', cause, retry: pauseOf(0, status === 503 ? retryAfter : undefined, now) }
  }
  return { code: 'refused', cause }
}

function pauseOf(atLeastMs: number, retryAfter: string | undefined, now: number): NonNullable<Failure['retry']> {
  const asked = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, now)
  return asked === undefined ? { atLeastMs } : { atLeastMs, insteadMs: Math.min(asked, MAX_RETRY_AFTER_MS) }
}

/** Seconds, or a date. */
function retryAfterMs(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

export interface AttemptState {
  readonly attempt: number
  readonly maxAttempts: number
  readonly pausesMs: readonly number[]
  /** What is left of the turn. */
  readonly leftMs: number
}

/** Another attempt is offered only where it may help, is allowed, and can begin before the turn is over. */
export function outcomeOf({ code, cause, problems = [], retry }: Failure, state: AttemptState): AskOutcome {
  const failed = { ok: false, code, cause, problems } as const
  if (!retry || state.attempt >= state.maxAttempts) return failed
  const usual = state.pausesMs[state.attempt - 1] ?? state.pausesMs.at(-1) ?? 0
  const pauseMs = Math.max(retry.atLeastMs, retry.insteadMs ?? usual)
  return pauseMs < state.leftMs ? { ...failed, retryAfterMs: pauseMs } : failed
}
