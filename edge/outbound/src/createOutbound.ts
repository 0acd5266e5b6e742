import { Agent } from 'undici'
import { readAllowList } from './allowList.ts'
import { checkUrl } from './checkUrl.ts'
import { exchange } from './exchange.ts'
import { guardedConnect } from './guardedConnect.ts'
import { IdentifiedAgents } from './identifiedAgents.ts'
import { createPatientLookup, type Lookup, systemLookup } from './lookups.ts'
import {
  type ClientIdentity,
  type Outbound,
  OutboundRefused,
  type OutboundRequest,
  type OutboundResponse,
  type StreamedBody,
} from './outbound.ts'
import { isPacked, unpack } from './unpack.ts'

export interface OutboundOptions {
  /** `host` or `host:port` that may be private, on this machine, and spoken to over http; the operator's list, never a user's. */
  readonly allow: readonly string[]
  readonly userAgent: string
  /** Absent: the system's for names on the list, and for others the name servers themselves. */
  readonly lookup?: Lookup
}

/** More calls to one origin wait for a free connection, inside their own time. */
const CONNECTIONS_PER_ORIGIN = 64
const MAX_HEADER_BYTES = 16_384
/** Addresses that need not be read again. */
const CHECKED_URLS = 4_096
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
/** Visible characters, blanks and tabs; above all no line break, which would begin a header of its own. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** Decide where a call goes or how its bytes are framed, so that they are not a caller's to set. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'te', 'trailer'])

/** The guarded client for everything that leaves the process. Redirects are answers like any other: they are never followed. */
export function createOutbound({ allow, userAgent, lookup }: OutboundOptions): Outbound {
  const allowed = readAllowList(allow)
  const lookups = { listed: lookup ?? systemLookup, outside: lookup ?? createPatientLookup() }
  const makeAgent = (identity?: ClientIdentity) =>
    new Agent({
      connect: guardedConnect(allowed, lookups, identity),
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      // One clock for the whole call; the library's own would start again with every byte.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  const agent = makeAgent()
  const identified = new IdentifiedAgents(makeAgent)
  // A conversation's address is called at every turn; the name in it is resolved and checked at every connection all the same.
  const checked = new Map<string, URL>()
  function check(text: string): URL {
    const url = checkUrl(text, allowed)
    if (checked.size >= CHECKED_URLS) checked.clear()
    checked.set(text, url)
    return url
  }

  /** What was opened is closed again, however far the call came. */
  async function stream(
    url: URL,
    headers: Record<string, string>,
    call: OutboundRequest,
    { open, length }: StreamedBody,
    through: Agent,
  ): Promise<OutboundResponse> {
    const began = performance.now()
    const body = await open()
    try {
      const left = Math.max(1, call.timeoutMs - (performance.now() - began))
      const framed = { ...headers, 'content-length': String(length) }
      const answer = await exchange(through, url, framed, { ...call, timeoutMs: left }, body)
      return isPacked(answer) ? await unpack(answer, call.maxResponseBytes) : answer
    } finally {
      body.destroy()
    }
  }

  return {
    async request(call) {
      const url = checked.get(call.url) ?? check(call.url)
      const headers = withHeaders({ 'user-agent': userAgent, 'accept-encoding': 'gzip' }, call.headers)
      const { body, identity } = call
      const through = identity === undefined ? agent : identified.of(identity)
      if (body !== undefined && typeof body === 'object' && 'open' in body)
        return stream(url, headers, call, body, through)
      const answer = await exchange(through, url, headers, call, body)
      return isPacked(answer) ? unpack(answer, call.maxResponseBytes) : answer
    },
    close: async () => void (await Promise.all([agent.destroy(), identified.close()])),
  }
}

function withHeaders(headers: Record<string, string>, more: OutboundRequest['headers'] = {}): Record<string, string> {
  for (const written of Object.keys(more)) {
    const name = written.toLowerCase()
    const value: unknown = more[written]
    if (!HEADER_NAME.test(name) || OWN_HEADERS.has(name) || typeof value !== 'string' || !HEADER_VALUE.test(value)) {
      throw new OutboundRefused('invalid-header', `The header ${JSON.stringify(name.slice(0, 60))} cannot be sent.`)
    }
    headers[name] = value
  }
  return headers
}
