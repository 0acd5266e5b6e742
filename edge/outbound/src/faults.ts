import { OutboundFailed, OutboundRefused } from './outbound.ts'

type FaultCode = OutboundFailed['code']

const CODES: ReadonlyMap<string, FaultCode> = new Map<string, FaultCode>([
  ['ENOTFOUND', 'dns'],
  ['ENODATA', 'dns'],
  ['ESERVFAIL', 'dns'],
  ['EREFUSED', 'dns'],
  ['EFORMERR', 'dns'],
  ['EBADNAME', 'dns'],
  ['EBADRESP', 'dns'],
  ['ECANCELLED', 'dns'],
  ['ETIMEOUT', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
  ['EADDRNOTAVAIL', 'refused'],
  ['EACCES', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['UND_ERR_CLOSED', 'aborted'],
  ['UND_ERR_DESTROYED', 'aborted'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_OVERFLOW', 'too-large'],
  ['HPE_HEADER_OVERFLOW', 'too-large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'too-large'],
  ['ERR_BUFFER_TOO_LARGE', 'too-large'],
  ['EPROTO', 'tls'],
])

const MESSAGES: Readonly<Record<FaultCode, string>> = {
  dns: 'The name of the host could not be resolved.',
  refused: 'The host did not accept the connection.',
  reset: 'The connection was closed before the answer was complete.',
  tls: 'A safe connection could not be made; the certificate may be wrong or out of date.',
  timeout: 'The answer took too long.',
  'too-large': 'The answer is larger than is allowed.',
  protocol: 'The answer is not proper HTTP.',
  aborted: 'The call was given up.',
}

export const failed = (code: FaultCode): OutboundFailed => new OutboundFailed(code, MESSAGES[code])

/** Turns what the network threw into our own words; nothing of the answer or the address gets into the text. */
export function toFault(error: unknown): OutboundFailed | OutboundRefused {
  if (error instanceof OutboundFailed || error instanceof OutboundRefused) return error
  // Several addresses were dialled, and each failed for its own reason; the first is as good as any.
  if (error instanceof AggregateError && error.errors.length > 0) return toFault(error.errors[0])
  const code = codeOf(error)
  const known = CODES.get(code)
  if (known) return failed(known)
  if (code.startsWith('EAI_')) return failed('dns')
  if (/CERT|TLS|SSL|SIGNATURE|SELF_SIGNED/.test(code)) return failed('tls')
  return failed('protocol')
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && code !== 'UND_ERR') return code
  return error.cause === undefined ? '' : codeOf(error.cause)
}
