/** Hosts that the operator trusts although they are not public, such as a service on the same machine. */
export interface AllowList {
  has(hostname: string, port: number): boolean
}

/**
 * @param entries `host` for every port, or `host:port`; IPv6 addresses in brackets
 * @throws Error that names the entry which cannot be read, so that a typing mistake does not open or close a door silently
 */
export function readAllowList(entries: readonly string[]): AllowList {
  const known = new Set(entries.map(readEntry))
  return { has: (hostname, port) => known.has(hostname) || known.has(`${hostname}:${port}`) }
}

function readEntry(entry: string): string {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:/@\s*?#[\]]+)(?::(\d{1,5}))?$/.exec(entry.trim())
  const [, host = '', port] = match ?? []
  if (!match || !URL.canParse(`http://${host}`)) {
    throw new Error(`"${entry}" is not a host or host:port that outgoing calls can be allowed for.`)
  }
  const { hostname } = new URL(`http://${host}`)
  return port === undefined ? hostname : `${hostname}:${Number(port)}`
}
