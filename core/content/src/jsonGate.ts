import { isJsonObject, type Problem, pointer, problem } from '@baton/base'
import { MAX_JSON_BYTES, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits.ts'

export interface JsonLimits {
  readonly maxBytes?: number
  readonly maxDepth?: number
  readonly maxValues?: number
}

/** What stands in an object's prototype chain must not be reachable by naming it. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'prototype', 'constructor'])
const encoder = new TextEncoder()

/** A value that waits to be looked at. Its path is made only when it is needed, which is for refusals. */
interface Waiting {
  readonly value: unknown
  readonly depth: number
  readonly parent: Waiting | undefined
  readonly key: string | number
}

/**
 * Runs before everything that recurses: lets through only plain JSON of bounded depth, number of values and size, and says what
 * else it is. Never throws.
 */
export function jsonGate(value: unknown, path: string, limits: JsonLimits = {}): Problem | undefined {
  const gate = gateAndMeasure(value, path, limits)
  return typeof gate === 'number' ? undefined : gate
}

/**
 * The same, for those who go on with what was let through.
 * @returns at least as many bytes as the value has as JSON; or the problem
 */
export function gateAndMeasure(value: unknown, path: string, limits: JsonLimits = {}): Problem | number {
  const { maxBytes = MAX_JSON_BYTES, maxDepth = MAX_JSON_DEPTH, maxValues = MAX_JSON_VALUES } = limits
  scan.values = 0
  scan.characters = 0
  const isPlain = scanValue(value, maxDepth, maxValues, maxBytes)
  if (!isPlain) return explain(value, path, maxBytes, maxDepth, maxValues)
  // A unit of a text takes six bytes at most (as an escape), anything else of a value fewer than thirty.
  const bound = 6 * scan.characters + 30 * scan.values
  if (bound <= maxBytes) return bound
  const bytes = measure(value)
  return bytes > maxBytes ? tooLarge(path, maxBytes) : bytes
}

/** Anything that takes more than one byte, or an escape. */
const NOT_PLAIN = /[^ !#-[\]-~]/

/** Bytes as JSON in UTF-8, of a value that the scan has let through; as `JSON.stringify` writes it, without writing it. */
function measure(value: unknown): number {
  if (typeof value === 'string') return measureText(value)
  if (typeof value !== 'object' || value === null) return String(value).length
  if (Array.isArray(value)) {
    let bytes = 2 + Math.max(value.length - 1, 0)
    for (let index = 0; index < value.length; index += 1) bytes += measure(value[index])
    return bytes
  }
  let bytes = 1
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key]
    if (item !== undefined) bytes += measureText(key) + 2 + measure(item)
  }
  return Math.max(bytes, 2)
}

function measureText(text: string): number {
  return NOT_PLAIN.test(text) ? encoder.encode(JSON.stringify(text)).length : text.length + 2
}

const scan = { values: 0, characters: 0 }

/** Says only whether all is well, without making anything; it calls itself, at most as deep as the limit. */
function scanValue(value: unknown, depth: number, maxValues: number, maxCharacters: number): boolean {
  scan.values += 1
  if (depth === 0 || scan.values > maxValues) return false
  if (typeof value === 'string') {
    scan.characters += value.length
    return scan.characters <= maxCharacters
  }
  if (typeof value !== 'object' || value === null) return isScalar(value)
  if (Array.isArray(value)) {
    if (value.length > maxValues) return false
    for (let index = 0; index < value.length; index += 1) {
      if (!scanValue(value[index], depth - 1, maxValues, maxCharacters)) return false
    }
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) {
    const { length } = key
    if ((length === 9 || length === 11) && FORBIDDEN_KEYS.has(key)) return false
    scan.characters += length
    const item: unknown = (value as Record<string, unknown>)[key]
    if (item !== undefined && !scanValue(item, depth - 1, maxValues, maxCharacters)) return false
  }
  return true
}

/**
 * Finds what the scan did not like, with its place. Walks with a list of its own instead of the call stack, so that no depth can
 * overflow it; gives up at the first bound that is passed.
 */
function explain(value: unknown, path: string, maxBytes: number, maxDepth: number, maxValues: number): Problem {
  const tooMany = () => ({
    ...problem(path, 'too-many-values', `Holds more than ${maxValues} values.`),
    facts: { most: maxValues },
  })
  const open: Waiting[] = [{ value, depth: 1, parent: undefined, key: '' }]
  let values = 0
  let characters = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1
    if (values > maxValues) return tooMany()
    if (next.depth > maxDepth) {
      return { ...problem(path, 'too-deep', `Is nested deeper than ${maxDepth} levels.`), facts: { most: maxDepth } }
    }
    const { value: part, depth } = next
    if (typeof part === 'string') characters += part.length
    else if (Array.isArray(part)) {
      // Checked before queueing: a list of a million must not become a list of a million places first.
      if (part.length > maxValues) return tooMany()
      for (let key = 0; key < part.length; key += 1)
        open.push({ value: part[key], depth: depth + 1, parent: next, key })
    } else if (isPlainObject(part)) {
      for (const key of Object.keys(part)) {
        if (FORBIDDEN_KEYS.has(key)) {
          return {
            ...problem(pathOf(next, path), 'key-not-allowed', `A member may not be named "${key}".`),
            facts: { name: key },
          }
        }
        characters += key.length
        const item = part[key]
        if (item !== undefined) open.push({ value: item, depth: depth + 1, parent: next, key })
      }
    } else if (!isScalar(part)) return problem(pathOf(next, path), 'not-json', 'Is not a JSON value.')
    // A character is at least one byte, so this bound can be told without writing the JSON.
    if (characters > maxBytes) return tooLarge(path, maxBytes)
  }
  return tooLarge(path, maxBytes)
}

function pathOf({ parent, key }: Waiting, base: string): string {
  return parent === undefined ? base : pointer(pathOf(parent, base), key)
}

function tooLarge(path: string, maxBytes: number): Problem {
  return { ...problem(path, 'too-large', `Is larger than ${maxBytes} bytes as JSON.`), facts: { most: maxBytes } }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isJsonObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}
