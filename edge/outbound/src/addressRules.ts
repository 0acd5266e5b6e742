import ipaddr from 'ipaddr.js'

/** Answers to machines inside a cloud only, though it lies in public space. */
const METADATA_ADDRESSES = new Set(['168.63.129.16'])
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

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
