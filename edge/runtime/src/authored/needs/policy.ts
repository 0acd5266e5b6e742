import { type NeedAnswer, type PolicyNeed, readPolicy } from '@baton/dialog'
import { callApi } from '@baton/outbound'
import { pause } from '../../integrations/pause.ts'
import type { Asking, Means } from './asking.ts'

const TIMEOUT_MS = 10_000
const RESPONSE_BYTES = 65_536

/** dialogs R2.51: told what is known, the service says what to do. */
export async function answerPolicy(need: PolicyNeed, asking: Asking, { parts }: Means): Promise<NeedAnswer> {
  const { config, state, idempotencyKey, signal } = asking
  if (config.policyUrl === undefined) return { kind: 'failed', message: 'The bot names no policy service.' }
  const { channel, userMessage, intent } = need
  const { id: conversationId, consumerId } = state
  const { outcome, status, body } = await callApi(
    {
      method: 'POST',
      url: config.policyUrl,
      headers: [{ name: 'content-type', value: 'application/json' }],
      body: JSON.stringify({ conversationId, consumerId, channel, userMessage, intent: intent ?? null }),
      idempotencyKey,
      timeoutMs: TIMEOUT_MS,
      repeatsAreSafe: true,
      maxResponseBytes: RESPONSE_BYTES,
      signal,
    },
    { outbound: parts.outbound, now: () => performance.now(), pause },
  )
  if (outcome === 'failure') return { kind: 'failed', message: `The policy service answered ${status}.` }
  return { kind: 'policy', actions: readPolicy(body) }
}
