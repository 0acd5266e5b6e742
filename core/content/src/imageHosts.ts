import { isJsonObject, type Problem, pointer, problem, type Result } from '@baton/base'
import type { StructuredContent } from './structured.ts'

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
 * Every image in a tree whose host is not on the list. Equality decides: no sub-domains, no prefixes, https only
 * (connector R4.40). `content` has passed the gate; entries that cannot be read admit nothing.
 */
export function imageHostProblems(content: StructuredContent, hosts: readonly string[], path = ''): Problem[] {
  const problems: Problem[] = []
  let allowed: ReadonlySet<string> | undefined
  for (const image of imagesIn(content, path)) {
    allowed ??= readEntries(hosts)
    const found = imageProblem(image.url, image.path, allowed)
    if (found) problems.push(found)
  }
  return problems
}

function imageProblem(address: unknown, path: string, allowed: ReadonlySet<string>): Problem | undefined {
  const rule = 'image-host-not-allowed'
  if (typeof address !== 'string' || !URL.canParse(address)) {
    return problem(path, rule, 'image-host-not-allowed: the address of an image must be absolute.')
  }
  const url = new URL(address)
  if (url.protocol !== 'https:') return problem(path, rule, 'image-host-not-allowed: images are shown from https only.')
  if (url.username !== '' || url.password !== '') {
    return problem(path, rule, 'image-host-not-allowed: the address of an image may not carry a user or password.')
  }
  if (allowed.has(hostOf(url))) return undefined
  return problem(path, rule, `image-host-not-allowed: ${url.host.slice(0, 260)}`)
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

function* imagesIn(part: unknown, path: string): Generator<{ url: unknown; path: string }> {
  if (!isJsonObject(part)) return
  if (part.type === 'image') yield { url: part.url, path: pointer(path, 'url') }
  if (part.type === 'linkPreview' && part.imageUrl !== undefined) {
    yield { url: part.imageUrl, path: pointer(path, 'imageUrl') }
  }
  if (isJsonObject(part.click)) yield* slotImages(part.click.actions, pointer(pointer(path, 'click'), 'actions'))
  if (!Array.isArray(part.elements)) return
  const childrenPath = pointer(path, 'elements')
  for (const [index, child] of part.elements.entries()) yield* imagesIn(child, pointer(childrenPath, index))
}

function* slotImages(actions: unknown, path: string): Generator<{ url: unknown; path: string }> {
  if (!Array.isArray(actions)) return
  for (const [index, action] of actions.entries()) {
    if (!isJsonObject(action) || !Array.isArray(action.slots)) continue
    const slotsPath = pointer(pointer(path, index), 'slots')
    for (const [place, slot] of action.slots.entries()) {
      if (!isJsonObject(slot) || slot.imageUrl === undefined) continue
      yield { url: slot.imageUrl, path: pointer(pointer(slotsPath, place), 'imageUrl') }
    }
  }
}
