import type { CallNeed, NeedAnswer } from '@baton/dialog'
import { callApi } from '@baton/outbound'
import type { Asking, Means } from './asking.ts'
import { pause } from './pause.ts'

/** With all that JSON adds, an answer still fits into the journal. */
const RESPONSE_BYTES = 917_504

/** Calls a service for an integration. */
export async function answerCall(
  { request }: CallNeed,
  { idempotencyKey, signal, config }: Asking,
  { parts }: Means,
): Promise<NeedAnswer> {
  if (request.type !== 'api') {
    return { kind: 'failed', message: `Integrations of the kind ${request.type} are not set up on this server.` }
  }
  if (request.credential !== undefined) {
    return { kind: 'failed', message: `The credential ${request.credential} is not set up on this server.` }
  }
  const { type: _type, credential: _credential, timeoutMs, ...call } = request
  const within = Math.min(timeoutMs ?? 20_000, config.turnBudgetMs)
  const { outcome, status, body, ms, cause } = await callApi(
    { ...call, timeoutMs: within, maxResponseBytes: RESPONSE_BYTES, idempotencyKey, signal },
    { outbound: parts.outbound, now: () => performance.now(), pause },
  )
  return { kind: 'call', outcome, status, body, ms, ...(cause && { cause: `${cause.code}: ${cause.message}` }) }
}
