import { isIP } from 'node:net'
import { isPublicAddress } from './addressRules.ts'
import type { AllowList } from './allowList.ts'
import { OutboundRefused } from './outbound.ts'

const MAX_URL = 8_192
const AUTHORITY = /^https?:\/\/([^/?#]*)/i

/**
 * Reads an address that is about to be called.
 * @throws OutboundRefused when it is not plain, or names a place that may not be called
 */
export function checkUrl(text: string, allowed: AllowList): URL {
  if (text.length > MAX_URL || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) {
    throw new OutboundRefused('invalid-url', 'The address cannot be read.')
  }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutboundRefused('scheme-not-allowed', 'Only https addresses can be called.')
  }
  if (url.username !== '' || url.password !== '' || authorityOf(text).includes('@')) {
    throw new OutboundRefused('credentials-in-url', 'The address carries a user or password; use a header instead.')
  }
  refuseOddSpelling(text, url)
  const trusted = allowed.has(url.hostname, portOf(url))
  if (url.protocol === 'http:' && !trusted) {
    throw new OutboundRefused('scheme-not-allowed', `${url.host} may be called over https only.`)
  }
  const literal = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  if (!trusted && isIP(literal) !== 0 && !isPublicAddress(literal)) {
    throw new OutboundRefused('address-not-allowed', `${url.host} is not a public address.`)
  }
  return url
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function authorityOf(text: string): string {
  return AUTHORITY.exec(text)?.[1] ?? ''
}

/**
 * `0x7f.1`, `2130706433`, `0177.0.0.1` and `127.0.0.1.` all mean the loopback address. Nobody writes them in good faith, and a
 * proxy or resolver may read them otherwise than we do.
 */
function refuseOddSpelling(text: string, url: URL): void {
  const written = authorityOf(text).replace(/:\d*$/, '').toLowerCase()
  const oddAddress = isIP(url.hostname) === 4 && written !== url.hostname
  if (oddAddress || written.endsWith('.') || written.includes('%')) {
    throw new OutboundRefused('invalid-url', 'The host is written in an unusual way; write its plain name or address.')
  }
}
