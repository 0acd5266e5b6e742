/** Takes the member out. */
export const GONE = Symbol('gone')

/**
 * A copy with one value changed, or taken out with `GONE`.
 * @param at JSON pointer
 */
export function breakAt(payload: unknown, at: string, value: unknown): unknown {
  const copy: unknown = structuredClone(payload)
  const keys = at.split('/').slice(1)
  const last = keys.pop() ?? ''
  const holder = keys.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], copy) as Record<
    string,
    unknown
  >
  if (value === GONE) delete holder[last]
  else holder[last] = value
  return copy
}

/** What stands at a JSON pointer; `undefined` where nothing does. */
export function valueAt(payload: unknown, at: string): unknown {
  let part = payload
  for (const key of at.split('/').slice(1)) {
    if (typeof part !== 'object' || part === null) return undefined
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!Object.hasOwn(part, name)) return undefined
    part = (part as Record<string, unknown>)[name]
  }
  return part
}
