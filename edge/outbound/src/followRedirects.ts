import { type Outbound, OutboundRefused, type OutboundRequest, type OutboundResponse } from './outbound.ts'

/** scripting A-40. */
const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Belong to the host they were meant for, whoever set them. */
const ALWAYS_SENSITIVE = ['authorization', 'proxy-authorization', 'cookie']
/** What authors write by hand although it is a secret belongs to the host as well. */
const SECRET_NAME = /auth|cookie|token|secret|passw|session|signature|(api|access|private|subscription|functions)-?key/i

export interface FollowedRedirect {
  readonly status: number
  /** Without query, which may carry what is nobody's business. */
  readonly to: string
}

/**
 * Sends a request and follows where its answers lead, each step through the same checks as the first.
 * @param left milliseconds that all steps together still have
 * @param sensitive names of headers, in lower case, that must not reach another host
 * @throws OutboundRefused `redirect-not-allowed` after the fifth step, and when a step leads from https to http
 */
export async function followRedirects(
  first: OutboundRequest,
  context: {
    readonly outbound: Pick<Outbound, 'request'>
    readonly left: () => number
    readonly sensitive: readonly string[]
  },
): Promise<{ readonly response: OutboundResponse; readonly redirects: readonly FollowedRedirect[] }> {
  const redirects: FollowedRedirect[] = []
  let request = first
  for (;;) {
    const response = await context.outbound.request(request)
    const { location } = response.headers
    if (!REDIRECTS.has(response.status) || location === undefined) return { response, redirects }
    if (redirects.length >= MAX_REDIRECTS) throw refused(`The service redirects more than ${MAX_REDIRECTS} times.`)
    const next = nextRequest(request, response.status, location, context.sensitive)
    redirects.push({ status: response.status, to: withoutQuery(next.url) })
    request = { ...next, timeoutMs: Math.max(1, context.left()) }
  }
}

function nextRequest(
  request: OutboundRequest,
  status: number,
  location: string,
  sensitive: readonly string[],
): OutboundRequest {
  if (!URL.canParse(location, request.url)) throw refused('The service redirects to an address that cannot be read.')
  const from = new URL(request.url)
  const to = new URL(location, request.url)
  to.hash = ''
  if (from.protocol === 'https:' && to.protocol !== 'https:') throw refused('The service redirects from https to http.')

  const isElsewhere = from.host !== to.host
  const left = new Set(isElsewhere ? [...ALWAYS_SENSITIVE, ...sensitive] : [])
  const { body, identity, ...rest } = request
  // As browsers do it: only 307 and 308 promise that the method stays.
  const becomesGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST')
  if (becomesGet) for (const name of ['content-type', 'content-encoding', 'content-language']) left.add(name)
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(
      ([name]) => !left.has(name.toLowerCase()) && !(isElsewhere && SECRET_NAME.test(name)),
    ),
  )
  return {
    ...rest,
    url: to.href,
    headers,
    method: becomesGet ? 'GET' : request.method,
    ...(identity !== undefined && !isElsewhere && { identity }),
    ...(!becomesGet && body !== undefined && { body }),
  }
}

const refused = (message: string) => new OutboundRefused('redirect-not-allowed', message)

function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
