import type { JsonObject, JsonValue } from '@baton/base'

const WHOLE = ['name', 'fullname', 'displayname', 'customername', 'username']
const FIRST = ['firstname', 'givenname', 'forename']
const LAST = ['lastname', 'familyname', 'surname']

/** What the page called the consumer, if it did, under any of the usual names and at most three levels deep. */
export function nameIn(attributes: JsonObject | undefined): string | undefined {
  if (attributes === undefined) return undefined
  const whole = find(attributes, WHOLE, 3)
  if (whole !== undefined) return whole
  const parts = [find(attributes, FIRST, 3), find(attributes, LAST, 3)].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' ')
}

function find(value: JsonValue, names: readonly string[], depth: number): string | undefined {
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item] as const)
    : Object.entries(value)
  for (const [key, part] of entries) {
    const isNamed = names.includes(key.toLowerCase().replace(/[^a-z]/g, ''))
    if (isNamed && typeof part === 'string' && part.trim() !== '') return part.trim().slice(0, 80)
  }
  for (const [, part] of entries) {
    const found = find(part, names, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
