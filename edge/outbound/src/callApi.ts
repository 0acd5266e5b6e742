import type { AbortSignalLike, JsonValue } from '@baton/base'
import type { Shown } from './credentials/applyCredential.ts'
import { TokenRefused } from './credentials/askForTokens.ts'
import { type FollowedRedirect, followRedirects } from './followRedirects.ts'
import {
  type Outbound,
  OutboundFailed,
  OutboundRefused,
  type OutboundRequest,
  type OutboundResponse,
} from './outbound.ts'

/** Whole time of one run with all its repetitions (scripting A-39). */
export const API_TIMEOUT_MS = 20_000
/** Repetitions after the first attempt (scripting A-39). */
export const API_RETRIES = 3
/** scripting A-40. */
export const API_MAX_RESPONSE_BYTES = 1_048_576
/** Before the second, third … attempt; what comes later waits as long as the last. */
const PAUSES_MS = [200, 600, 1_500]
/** May be done twice without doing more than once (RFC 9110 §9.2.2). */
const REPEATABLE = new Set(['GET', 'PUT', 'DELETE'])
/** What counts as success where an integration says nothing else (scripting A-8, dialogs R2.34). */
const SUCCESS: readonly number[] = [200, 201]

/** One run of an API integration, with all variables already put in. */
export interface ApiCall {
  readonly method: OutboundRequest['method']
  readonly url: string
  /** As the author wrote them; a later one of the same name replaces an earlier one. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body?: string
  /** Added last, and left out as soon as a redirect leads to another host. */
  readonly credentials?: Readonly<Record<string, string>>
  /** Gets what is shown to the service, at each attempt and within its time; instead of `credentials`. */
  readonly show?: (timeoutMs: number) => Promise<Shown>
  /** Tells the service that a repetition is one; also across a crash. */
  readonly idempotencyKey: string
  readonly timeoutMs?: number
  readonly retries?: number
  /** The author says that the service recognises repetitions; then POST and PATCH are repeated too. */
  readonly repeatsAreSafe?: boolean
  /** Statuses that count as success; absent: 200 and 201. */
  readonly successStatuses?: readonly number[]
  readonly maxResponseBytes?: number
  /** Absent: as JSON where it is JSON. */
  readonly readAs?: 'text'
  readonly signal?: AbortSignalLike
}

export interface ApiAnswer {
  readonly outcome: 'success' | 'failure'
  /** 0 when there was no answer (scripting A-47). */
  readonly status: number
  /** JSON where it is JSON, else text; null when empty or when there was no answer (scripting ). */
  readonly body: JsonValue
  readonly contentType?: string
  readonly attempts: number
  readonly ms: number
  readonly redirects: readonly FollowedRedirect[]
  /** Why there was no answer; holds nothing that the service said. */
  readonly cause?: { readonly code: string; readonly message: string }
}

export interface ApiCallPorts {
  readonly outbound: Pick<Outbound, 'request'>
  /** Monotonic, in milliseconds. */
  readonly now: () => number
  readonly pause: (ms: number, signal: AbortSignalLike | undefined) => Promise<void>
}

/**
 * Runs a call to its end. Never throws: whatever the world does is a failure with a cause. A status of 5xx, and a connection
 * that could not be made or broke, is tried again while there is time, where doing it twice is safe.
 */
export async function callApi(call: ApiCall, { outbound, now, pause }: ApiCallPorts): Promise<ApiAnswer> {
  const { timeoutMs = API_TIMEOUT_MS, retries = API_RETRIES } = call
  const began = now()
  const left = () => timeoutMs - (now() - began)
  const mayRepeat = REPEATABLE.has(call.method) || call.repeatsAreSafe === true
  for (let attempts = 1; ; attempts += 1) {
    const tried = await attemptWithCredential(call, outbound, left)
    const wait = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? 0
    const goesOn = mayRepeat && isWorthRepeating(tried) && attempts <= retries && left() > wait && !call.signal?.aborted
    if (!goesOn) return { ...toAnswer(call, tried), attempts, ms: Math.round(now() - began) }
    await pause(wait, call.signal)
  }
}

type Tried =
  | { readonly response: OutboundResponse; readonly redirects: readonly FollowedRedirect[] }
  | { readonly fault: OutboundFailed | OutboundRefused | TokenRefused }

/** A token that the service does not take is replaced once, which is no repetition of its own: nothing was done. */
async function attemptWithCredential(
  call: ApiCall,
  outbound: ApiCallPorts['outbound'],
  left: () => number,
): Promise<Tried> {
  if (call.show === undefined) return attempt(call, outbound, left, { headers: call.credentials ?? {} })
  try {
    const shown = await call.show(Math.max(1, left()))
    const tried = await attempt(call, outbound, left, shown)
    const isRefused = 'response' in tried && tried.response.status === 401
    if (!isRefused || shown.renew === undefined || left() <= 0) return tried
    shown.renew()
    return await attempt(call, outbound, left, await call.show(Math.max(1, left())))
  } catch (fault) {
    if (fault instanceof TokenRefused || fault instanceof OutboundFailed || fault instanceof OutboundRefused) {
      return { fault }
    }
    throw fault
  }
}

async function attempt(
  call: ApiCall,
  outbound: ApiCallPorts['outbound'],
  left: () => number,
  shown: Shown,
): Promise<Tried> {
  const headers = Object.fromEntries(call.headers.map(({ name, value }) => [name.toLowerCase(), value]))
  const request: OutboundRequest = {
    method: call.method,
    url: call.url,
    headers: { ...headers, 'idempotency-key': call.idempotencyKey, ...shown.headers },
    ...(call.body !== undefined && call.method !== 'GET' && { body: call.body }),
    timeoutMs: Math.max(1, left()),
    maxResponseBytes: call.maxResponseBytes ?? API_MAX_RESPONSE_BYTES,
    ...(call.signal && { signal: call.signal }),
    ...(shown.identity && { identity: shown.identity }),
  }
  try {
    return await followRedirects(request, { outbound, left, sensitive: Object.keys(shown.headers) })
  } catch (fault) {
    if (fault instanceof OutboundFailed || fault instanceof OutboundRefused) return { fault }
    throw fault
  }
}

/** Not when it was refused, given up or too large: that would only happen again. */
const PASSING = new Set<string>(['dns', 'refused', 'reset', 'timeout'])

function isWorthRepeating(tried: Tried): boolean {
  return 'response' in tried ? tried.response.status >= 500 : PASSING.has(tried.fault.code)
}

function toAnswer(call: ApiCall, tried: Tried): Omit<ApiAnswer, 'attempts' | 'ms'> {
  if ('fault' in tried) {
    const { code, message } = tried.fault
    return { outcome: 'failure', status: 0, body: null, redirects: [], cause: { code, message } }
  }
  const { response, redirects } = tried
  const isSuccess = (call.successStatuses ?? SUCCESS).includes(response.status)
  const contentType = response.headers['content-type']
  return {
    outcome: isSuccess ? 'success' : 'failure',
    status: response.status,
    body: call.readAs === 'text' ? textOf(response) : readBody(response),
    redirects,
    ...(contentType !== undefined && { contentType }),
  }
}

/** Reads a body in the charset it names. Whatever cannot be read as JSON is kept as text: a script may know what it is. */
export function readBody(response: OutboundResponse): JsonValue {
  if (response.body.length === 0) return null
  const text = textOf(response)
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

const textOf = ({ body, headers }: OutboundResponse): string => decoderFor(headers['content-type']).decode(body)

/** Nearly every answer's; it keeps nothing between two texts. */
const UTF_8 = new TextDecoder()

function decoderFor(contentType = ''): TextDecoder {
  const [, charset] = /charset="?([^\s;"]+)/i.exec(contentType) ?? []
  if (charset === undefined || /^utf-?8$/i.test(charset)) return UTF_8
  try {
    return new TextDecoder(charset)
  } catch {
    return UTF_8 // a charset that nobody knows; most texts are UTF-8 all the same
  }
}
