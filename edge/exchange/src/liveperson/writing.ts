import { isJsonObject, type JsonObject, type JsonValue } from '@baton/base'
import { KEYS, type KeyedObject } from './keys.ts'

/** The keys of the format in its own order, then all others. */
export function ordered(kind: KeyedObject, object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const known = (KEYS[kind] as readonly string[]).filter((key) => object[key] !== undefined)
  const others = Object.keys(object).filter((key) => !known.includes(key) && object[key] !== undefined)
  return Object.fromEntries([...known, ...others].map((key) => [key, object[key] as JsonValue]))
}

export function member(object: Readonly<Record<string, JsonValue>> | undefined, key: string): JsonObject {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined
  return isJsonObject(value) ? (value as JsonObject) : {}
}

export function omit(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}
