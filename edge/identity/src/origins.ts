/**
 * Whether a page of this origin may talk to an entry point. Only a browser is held by this: it tells the truth about the
 * page, and no page can make it lie.
 *
 * @param origin the `Origin` header; undefined when there was none, which no browser does on these requests
 * @param listed exact origins of the entry point; empty: pages and programs on this machine only
 * @param own origins under which this server itself is reached; its own pages are always welcome
 */
export function isOriginAllowed(
  origin: string | undefined,
  listed: readonly string[],
  own: readonly string[] = [],
): boolean {
  if (origin === undefined) return listed.length === 0
  if (listed.includes(origin) || own.includes(origin)) return true
  return listed.length === 0 && isLoopbackOrigin(origin)
}

/** `http://localhost:3000`, `https://127.0.0.1`, `http://[::1]:8080`, `http://shop.localhost`. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname, protocol } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}
