import { type Problem, problem, type Result } from '@baton/base'

/**
 * Reads one entry of an account's list of image hosts: `host`, `https://host` or `https://host:port` (connector R4.40).
 * @returns the entry as it is compared: lower case, ASCII, without the usual port
 */
export function parseImageHostEntry(entry: unknown, path = ''): Result<string, Problem> {
  const refuse = (message: string): Result<string, Problem> => ({
    ok: false,
    error: problem(path, 'image-host-entry', message),
  })
  if (typeof entry !== 'string' || entry === '' || entry.length > 300) return refuse('Must be the name of a host.')
  if (entry.includes('*')) return refuse('Wildcards are not supported; list every host by itself.')
  if (/[\s\\@?#]/.test(entry)) return refuse('Must be a host alone, without user, query or blanks.')
  const hasScheme = entry.includes('://')
  if (hasScheme && !/^https:\/\//i.test(entry)) return refuse('Images are shown from https only.')
  if (!hasScheme && /[:/]/.test(entry)) return refuse('Write a port as https://host:port; a path is not allowed.')
  const address = hasScheme ? entry : `https://${entry}`
  if (!URL.canParse(address)) return refuse('Is not the name of a host.')
  const url = new URL(address)
  if (!/^https:\/\/[^/]+\/?$/i.test(address)) return refuse('A path is not allowed; images are allowed by host.')
  return { ok: true, value: hostOf(url) }
}

/**
 * Why a picture may not be shown: its host is not on the list, or its address is not one that can be compared. Equality decides: no
 * sub-domains, no prefixes, https only, no user (SC12.3, connector R4.40).
 * @returns a sentence that names host and path; nothing for a picture that may be shown
 */
export function pictureProblem(address: string, allowed: ReadonlySet<string>): string | undefined {
  if (!URL.canParse(address)) return `image-host-not-allowed: ${shorten(address)} is no absolute address.`
  const url = new URL(address)
  const place = `${shorten(url.host)}${shorten(url.pathname)}`
  if (url.protocol !== 'https:')
    return `image-host-not-allowed: ${place} is not https; pictures are shown from https only.`
  if (url.username !== '' || url.password !== '') {
    return `image-host-not-allowed: the address of ${place} may not carry a user or password.`
  }
  if (allowed.has(hostOf(url))) return undefined
  return `image-host-not-allowed: ${shorten(url.host)} is not on the list of image hosts (picture ${place}).`
}

/** Where a link to a web page leads, as it is compared; undefined for any other link, and for what is no address. */
export function linkHost(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? hostOf(url) : undefined
}

const shorten = (text: string): string => (text.length <= 260 ? text : `${text.slice(0, 259)}…`)

const lists = new WeakMap<readonly string[], ReadonlySet<string>>()

/** The list as it is compared; read once for each list. Entries that cannot be read admit nothing. */
export function allowedHosts(hosts: readonly string[]): ReadonlySet<string> {
  const known = lists.get(hosts)
  if (known !== undefined) return known
  const allowed = readEntries(hosts)
  lists.set(hosts, allowed)
  return allowed
}

function readEntries(hosts: readonly string[]): ReadonlySet<string> {
  const allowed = new Set<string>()
  for (const entry of hosts) {
    // What `parseImageHostEntry` gives is also what it takes, with a port or without.
    const parsed = parseImageHostEntry(/^[^/]+:\d+$/.test(entry) ? `https://${entry}` : entry)
    if (parsed.ok) allowed.add(parsed.value)
  }
  return allowed
}

/** `URL` has already lower-cased the name, written it in ASCII and left out port 443. A dot at the end names the same host. */
function hostOf(url: URL): string {
  const name = url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname
  return url.port === '' ? name : `${name}:${url.port}`
}
