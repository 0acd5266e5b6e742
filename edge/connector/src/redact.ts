/**
 * A body without what these JSON pointers name (connector R3.26); the body itself stays as it is. What is not there is no fault.
 * Members of lists leave their neighbours where they are: `null` comes in their place.
 */
export function redact<Body extends object>(body: Body, pointers: readonly string[]): Body {
  if (pointers.length === 0) return body
  const copy = structuredClone(body)
  for (const pointer of pointers) takeOut(copy, pointer)
  return copy
}

function takeOut(body: object, pointer: string): void {
  const keys = pointer.split('/').slice(1).map(unescaped)
  const last = keys.pop()
  let holder: unknown = body
  for (const key of keys) holder = memberOf(holder, key)
  if (last === undefined || typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last)) return
  if (Array.isArray(holder)) holder[Number(last)] = null
  else Reflect.deleteProperty(holder, last)
}

const memberOf = (holder: unknown, key: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined

/** RFC 6901 §4: first the slash, then the tilde. */
const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~')
