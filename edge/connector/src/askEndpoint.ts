import type { JsonValue } from '@baton/base'
import type { UntrustedReply } from '@baton/bot'
import type { OutboundResponse } from '@baton/outbound'
import { conversationUrl } from './addresses.ts'
import { announcementBody } from './announcement.ts'
import type { AskRequest } from './connector.ts'
import { type EndpointEvent, eventOf, plainEventOf } from './eventBody.ts'
import { type Failure, statusFailure } from './failures.ts'
import { type HookRunner, throughHook } from './hooks.ts'
import { readEndpointReply } from './readEndpointReply.ts'
import { redact } from './redact.ts'
import type { ServiceCalls } from './serviceCall.ts'

export type AskResult =
  | { readonly ok: true; readonly reply: UntrustedReply }
  | { readonly ok: false; readonly failure: Failure }

/** Bots whose service takes texts only; learned by asking, forgotten at a restart (connector R3.12). */
export interface PlainBots {
  has(): boolean
  add(): void
}

export interface AskMeans {
  readonly calls: ServiceCalls
  readonly plain: PlainBots
  readonly now: () => number
  readonly hooks: HookRunner | undefined
}

/** Announce, deliver, and start again from the announcement when the service has forgotten the conversation (connector R2.22). */
export async function askEndpoint(request: AskRequest, means: AskMeans): Promise<AskResult> {
  const first = await announceAndDeliver(request, means, request.announce)
  if (first !== 'forgotten') return first
  const second = await announceAndDeliver(request, means, true)
  if (second !== 'forgotten') return second
  const cause = 'The bot service does not know the conversation, although it was announced again (status 404).'
  return { ok: false, failure: { code: 'conversation-not-found', cause } }
}

async function announceAndDeliver(
  request: AskRequest,
  means: AskMeans,
  announcing: boolean,
): Promise<AskResult | 'forgotten'> {
  const { calls, plain, now } = means
  if (announcing) {
    const failure = await announce(request, calls, now)
    if (failure) return { ok: false, failure }
    request.onAnnounced?.()
  }
  const event = eventOf(request)
  const asText = plainEventOf(request, event)
  const { fileEvents } = request.config
  if (asText && (fileEvents === 'text' || (fileEvents === 'auto' && plain.has()))) {
    return deliver(request, means, asText)
  }
  const result = await deliver(request, means, event)
  const refusedAsSuch =
    result !== 'forgotten' && !result.ok && result.failure.code === 'refused' && result.status === 400
  if (!asText || fileEvents !== 'auto' || !refusedAsSuch) return result
  plain.add()
  return deliver(request, means, asText)
}

/** Every 2xx is a success, and so is 409, which says that the conversation is known; the body is not looked at (R2.17). */
export async function announce(
  request: Pick<
    AskRequest,
    'attributes' | 'botId' | 'config' | 'consumerId' | 'conversationId' | 'language' | 'skillId'
  >,
  calls: ServiceCalls,
  now: () => number,
): Promise<Failure | undefined> {
  const url = conversationUrl(request.config, request.conversationId)
  const result = await calls.send('PUT', url, announcementBody(request))
  if (!result.ok) return result.failure
  const { status, headers } = result.answer
  if (isSuccess(status) || status === 409) return undefined
  const { retry } = statusFailure(status, headers['retry-after'], now())
  const cause = `The bot service answered the announcement of the conversation with status ${status}.`
  return { code: 'announce-failed', cause, ...(retry ? { retry } : {}) }
}

type Delivered =
  | { readonly ok: true; readonly reply: UntrustedReply }
  | { readonly ok: false; readonly failure: Failure; readonly status?: number }
  | 'forgotten'

async function deliver(request: AskRequest, { calls, now, hooks }: AskMeans, event: EndpointEvent): Promise<Delivered> {
  const url = `${conversationUrl(request.config, request.conversationId)}/events`
  const { pre, post } = request.config.hooks
  const redacted = redact(event, request.config.contextRedaction)
  const told = await throughHook(hooks, 'pre', pre, redacted as unknown as JsonValue, request)
  if (!told.ok) return told
  const result = await calls.send('POST', url, JSON.stringify(told.body))
  if (!result.ok) return result
  const { status, headers } = result.answer
  if (status === 404) return 'forgotten'
  if (!isSuccess(status)) return { ok: false, status, failure: statusFailure(status, headers['retry-after'], now()) }
  if (post === undefined) return readAnswer(result.answer)
  const changed = await throughHook(hooks, 'post', post, asJson(result.answer), request)
  if (!changed.ok) return changed
  return readAnswer({ ...result.answer, body: new TextEncoder().encode(JSON.stringify(changed.body)) })
}

/** What cannot be read is put to the hook as nothing; what it gives back is read as every answer. */
function asJson({ body }: OutboundResponse): JsonValue {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as JsonValue
  } catch {
    return null
  }
}

function readAnswer({ body }: OutboundResponse): Delivered {
  const read = readEndpointReply(body)
  if (read.ok) return read
  const cause = `The answer of the bot service cannot be read. ${read.problems[0]?.message ?? ''}`.trim()
  return { ok: false, failure: { code: 'reply-invalid', cause, problems: read.problems } }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300
