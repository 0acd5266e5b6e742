import { hash } from 'node:crypto'
import type { AbortSignalLike, AccountId, Clock, EpochMs } from '@baton/base'
import type { Outbound, OutboundResponse } from '@baton/outbound'
import type { EndpointConfig } from './endpointConfig.ts'
import { type Failure, networkFailure } from './failures.ts'
import type { Tokens } from './tokens.ts'

/** Of an answer (connector R2.21). */
export const MAX_ANSWER_BYTES = 1_048_576

export interface CallContext {
  readonly accountId: AccountId
  readonly config: EndpointConfig
  readonly idempotencyKey: string
  readonly attempt: number
  readonly deadline: EpochMs
  readonly signal?: AbortSignalLike
}

export type CallResult =
  | { readonly ok: true; readonly answer: OutboundResponse }
  | { readonly ok: false; readonly failure: Failure }

interface Call {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly body: string | undefined
}

/**
 * Calls to one service for one event. A token that is refused is replaced once for all of them together, which is no attempt of
 * its own (connector R2.11).
 */
export class ServiceCalls {
  #renewed = false

  constructor(
    private readonly outbound: Outbound,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly context: CallContext,
  ) {}

  async send(method: 'GET' | 'PUT' | 'POST', url: string, body?: string): Promise<CallResult> {
    const { accountId, config } = this.context
    const wanted = { accountId, clientId: config.clientId ?? config.botId, scope: config.scope }
    const token = await this.tokens.get(wanted).catch(() => undefined)
    if (token === undefined) return { ok: false, failure: NO_TOKEN }
    const sent = await this.#sendOnce({ method, url, body }, token)
    if (!sent.ok || sent.answer.status !== 401) return sent
    await this.tokens.drop(wanted, token)
    if (this.#renewed) return { ok: false, failure: UNAUTHORIZED }
    this.#renewed = true
    return this.send(method, url, body)
  }

  async #sendOnce({ method, url, body }: Call, token: string): Promise<CallResult> {
    const { attempt, config, deadline, idempotencyKey, signal } = this.context
    const leftMs = deadline - this.clock.now()
    if (leftMs <= 0) return { ok: false, failure: TOO_LATE }
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'x-request-id': asUuid(idempotencyKey),
      'x-attempt': String(attempt),
      'idempotency-key': idempotencyKey,
    }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const timeoutMs = Math.min(config.http.timeoutMs, leftMs)
    try {
      const answer = await this.outbound.request({
        method,
        url,
        body,
        headers,
        timeoutMs,
        maxResponseBytes: MAX_ANSWER_BYTES,
        signal,
      })
      return { ok: true, answer }
    } catch (error) {
      return { ok: false, failure: networkFailure(error) }
    }
  }
}

const NO_TOKEN: Failure = {
  code: 'token-failed',
  cause: 'No token for the bot service could be made.',
  retry: { atLeastMs: 0 },
}
const UNAUTHORIZED: Failure = {
  code: 'unauthorized',
  cause:
    'The bot service did not accept a fresh token (status 401); it may not know our keys, this account or this client id.',
}
const TOO_LATE: Failure = {
  code: 'timeout',
  cause: 'The time of the turn was over before the bot service could be asked.',
}

/** The contract wants a UUID that stays the same over all attempts (connector R2.3); ours is any text. */
function asUuid(key: string): string {
  const hex = hash('sha256', key, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
