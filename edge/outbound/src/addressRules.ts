import ipaddr from 'ipaddr.js'

/** Answer to machines inside a cloud only, and with its keys: whatever range they lie in, no name may lead there. */
const METADATA_ADDRESSES = new Set(['168.63.129.16', '169.254.169.254', '100.100.100.200', 'fd00:ec2::254'])
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')
/** Where a brand's own services live. */
const INSIDE_RANGES = new Set(['unicast', 'private', 'uniqueLocal', 'carrierGradeNat'])

/**
 * True for an address on the public internet. Everything else is refused: loopback, private, link-local, shared, multicast and
 * reserved space, and every IPv6 form that wraps an IPv4 address, since what it leads to depends on the network.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_IPV6)
  return !METADATA_ADDRESSES.has(parsed.toString())
}

/**
 * True for an address that a name on the operator's list may lead to: a public or a private one. A name that leads to loopback,
 * to link-local space or to a cloud's metadata does not mean the service any more that it was listed for.
 */
export function isInsideAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return INSIDE_RANGES.has(parsed.range()) && !METADATA_ADDRESSES.has(parsed.toString())
}

/** True for this machine. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}
