import type { UntrustedReply } from '@baton/bot'
import type { OutboundResponse } from '@baton/outbound'
import { conversationUrl } from './addresses.ts'
import { announcementBody } from './announcement.ts'
import type { AskRequest } from './connector.ts'
import { type EndpointEvent, eventOf, plainEventOf } from './eventBody.ts'
import { type Failure, statusFailure } from './failures.ts'
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

/** Announce, deliver, and start again from the announcement when the service has forgotten the conversation (connector R2.22). */
export async function askEndpoint(
  request: AskRequest,
  calls: ServiceCalls,
  plain: PlainBots,
  now: () => number,
): Promise<AskResult> {
  const first = await announceAndDeliver(request, calls, plain, now, request.announce)
  if (first !== 'forgotten') return first
  const second = await announceAndDeliver(request, calls, plain, now, true)
  if (second !== 'forgotten') return second
  const cause = 'The bot service does not know the conversation, although it was announced again (status 404).'
  return { ok: false, failure: { code: 'conversation-not-found', cause } }
}

async function announceAndDeliver(
  request: AskRequest,
  calls: ServiceCalls,
  plain: PlainBots,
  now: () => number,
  announcing: boolean,
): Promise<AskResult | 'forgotten'> {
  if (announcing) {
    const failure = await announce(request, calls, now)
    if (failure) return { ok: false, failure }
    request.onAnnounced?.()
  }
  const event = eventOf(request)
  const asText = plainEventOf(request, event)
  const { fileEvents } = request.config
  if (asText && (fileEvents === 'text' || (fileEvents === 'auto' && plain.has()))) {
    return deliver(request, calls, asText, now)
  }
  const result = await deliver(request, calls, event, now)
  const refusedAsSuch =
    result !== 'forgotten' && !result.ok && result.failure.code === 'refused' && result.status === 400
  if (!asText || fileEvents !== 'auto' || !refusedAsSuch) return result
  plain.add()
  return deliver(request, calls, asText, now)
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

async function deliver(
  request: AskRequest,
  calls: ServiceCalls,
  event: EndpointEvent,
  now: () => number,
): Promise<Delivered> {
  const url = `${conversationUrl(request.config, request.conversationId)}/events`
  const told = redact(event, request.config.contextRedaction)
  const result = await calls.send('POST', url, JSON.stringify(told))
  if (!result.ok) return result
  const { status, headers } = result.answer
  if (status === 404) return 'forgotten'
  if (!isSuccess(status)) return { ok: false, status, failure: statusFailure(status, headers['retry-after'], now()) }
  return readAnswer(result.answer)
}

function readAnswer({ body }: OutboundResponse): Delivered {
  const read = readEndpointReply(body)
  if (read.ok) return read
  const cause = `The answer of the bot service cannot be read. ${read.problems[0]?.message ?? ''}`.trim()
  return { ok: false, failure: { code: 'reply-invalid', cause, problems: read.problems } }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300
