import { createHash } from 'node:crypto'
import type { AbortSignalLike, AccountId, ConsumerId, JsonValue } from '@baton/base'
import type { CallAnswer, CallRequest, EmailRequest, FunctionRequest, HttpRequest, NeedAnswer } from '@baton/dialog'
import { type ApiAnswer, callApi, type Outbound, type Shown } from '@baton/outbound'
import type { IntegrationParts } from './integrationParts.ts'
import { MailNotSent } from './mailSender.ts'
import { pause } from './pause.ts'

/** One run of an integration, its variables put in. */
export interface Calling {
  readonly accountId: AccountId
  /** In whose conversation; absent: in nobody's. */
  readonly consumerId?: ConsumerId
  readonly idempotencyKey: string
  /** What is left of the turn, at the most. */
  readonly withinMs: number
  readonly signal?: AbortSignalLike
  /** Told of what was shown and answered; a try shows it, with its secrets masked. */
  readonly watch?: { shown(shown: Shown): void; answered(answer: ApiAnswer): void; logged(text: string): void }
}

export interface CallingPorts extends IntegrationParts {
  readonly outbound: Pick<Outbound, 'request'>
}

/** scripting A-39. */
const USUAL_MS = 20_000
/** With all that JSON adds, an answer still fits into the journal. */
const RESPONSE_BYTES = 917_504
const MOST_RECIPIENTS = 50
const ADDRESS = /^[^\s<>"(),:;@\\]{1,64}@[A-Za-z0-9.-]{1,255}$/

/** Runs an integration to its end. Never throws for what the world does: that is a failure with a cause (scripting A-8). */
export function runCall(request: CallRequest, calling: Calling, ports: CallingPorts): Promise<NeedAnswer> {
  switch (request.type) {
    case 'api':
      return callService(request, calling, ports)
    case 'function':
      return callFunction(request, calling, ports)
    case 'email':
      return sendEmail(request, calling, ports)
  }
}

async function callService(request: HttpRequest, calling: Calling, ports: CallingPorts): Promise<NeedAnswer> {
  const { type: _type, credential, timeoutMs = USUAL_MS, ...call } = request
  const { accountId, consumerId, idempotencyKey, withinMs, signal, watch } = calling
  const find =
    credential === undefined ? undefined : await ports.keyring.find(accountId, credential, call.url, consumerId)
  if (typeof find === 'string') return failure(0, find)
  const show =
    find &&
    (async (budgetMs: number) => {
      const shown = await find(budgetMs)
      watch?.shown(shown)
      return shown
    })
  const answer = await callApi(
    {
      ...call,
      ...(show && { show }),
      timeoutMs: Math.min(timeoutMs, withinMs),
      maxResponseBytes: RESPONSE_BYTES,
      idempotencyKey,
      ...(signal && { signal }),
    },
    { outbound: ports.outbound, now: () => performance.now(), pause },
  )
  watch?.answered(answer)
  const { outcome, status, body, ms, cause } = answer
  return { kind: 'call', outcome, status, body, ms, ...(cause && { cause: `${cause.code}: ${cause.message}` }) }
}

/** scripting: what the function gives back is the body. */
async function callFunction(
  request: FunctionRequest,
  calling: Calling,
  { functions }: CallingPorts,
): Promise<NeedAnswer> {
  const { accountId, idempotencyKey, withinMs, signal, watch } = calling
  const end = await functions.run({
    accountId,
    of: request.function,
    payload: readPayload(request.payload),
    headers: request.headers,
    idempotencyKey,
    timeoutMs: Math.min(USUAL_MS, withinMs),
    ...(signal && { signal }),
  })
  for (const { text } of end.logs) watch?.logged(text)
  if (end.ok) return { kind: 'call', outcome: 'success', status: 200, body: end.value, ms: end.ms }
  return failure(end.status, end.cause, end.ms)
}

/** The payload is JSON where it is JSON, else the text itself. */
function readPayload(text: string | undefined): JsonValue {
  if (text === undefined || text.trim() === '') return null
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

async function sendEmail(request: EmailRequest, calling: Calling, { mail }: CallingPorts): Promise<NeedAnswer> {
  const { to, replyTo, subject, body, html } = request
  if (mail === undefined) return failure(0, 'No mail server is set up here (SMTP_URL).')
  const wrong = [...to, ...replyTo].find((address) => !ADDRESS.test(address))
  if (to.length === 0) return failure(0, 'The mail goes to nobody.')
  if (wrong !== undefined) return failure(0, `"${wrong.slice(0, 100)}" is no e-mail address.`)
  if (to.length > MOST_RECIPIENTS) return failure(0, `A mail goes to at most ${MOST_RECIPIENTS} addresses.`)
  const began = performance.now()
  const messageId = `<${createHash('sha256').update(calling.idempotencyKey).digest('hex').slice(0, 32)}@baton>`
  try {
    await mail.send({ to, replyTo, subject, body, html, messageId }, Math.min(USUAL_MS, calling.withinMs))
    const ms = Math.round(performance.now() - began)
    return { kind: 'call', outcome: 'success', status: 200, body: { messageId }, ms }
  } catch (fault) {
    if (!(fault instanceof MailNotSent)) throw fault
    return failure(0, fault.message, Math.round(performance.now() - began))
  }
}

const failure = (status: number, cause: string, ms = 0): CallAnswer => ({
  ...{ kind: 'call', outcome: 'failure', status, body: null, ms, cause },
})
