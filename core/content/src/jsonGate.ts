import { isJsonObject, type Problem, pointer, problem } from '@baton/base'
import { MAX_JSON_BYTES, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits.ts'

export interface JsonLimits {
  readonly maxBytes?: number
  readonly maxDepth?: number
  readonly maxValues?: number
}

/** What stands in an object's prototype chain must not be reachable by naming it. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])
const encoder = new TextEncoder()

/**
 * Runs before everything that recurses: lets through only plain JSON of bounded depth, number of values and size. Walks with a
 * list of its own instead of the call stack, so that no depth can overflow it; gives up at the first bound that is passed.
 */
export function jsonGate(value: unknown, path: string, limits: JsonLimits = {}): Problem | undefined {
  const { maxBytes = MAX_JSON_BYTES, maxDepth = MAX_JSON_DEPTH, maxValues = MAX_JSON_VALUES } = limits
  const open: { value: unknown; path: string; depth: number }[] = [{ value, path, depth: 1 }]
  let values = 0
  let characters = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1
    if (values > maxValues) return problem(path, 'too-many-values', `Holds more than ${maxValues} values.`)
    if (next.depth > maxDepth) return problem(path, 'too-deep', `Is nested deeper than ${maxDepth} levels.`)
    const { value: part, depth } = next
    if (typeof part === 'string') characters += part.length
    else if (Array.isArray(part)) {
      // Checked before copying: a list of a million must not become a list of a million places first.
      if (part.length > maxValues) return problem(next.path, 'too-many-values', `Holds more than ${maxValues} values.`)
      for (const [index, item] of part.entries()) {
        open.push({ value: item, path: pointer(next.path, index), depth: depth + 1 })
      }
    } else if (isPlainObject(part)) {
      for (const [key, item] of Object.entries(part)) {
        if (FORBIDDEN_KEYS.has(key)) return problem(next.path, 'key-not-allowed', `A member may not be named "${key}".`)
        characters += key.length
        if (item !== undefined) open.push({ value: item, path: pointer(next.path, key), depth: depth + 1 })
      }
    } else if (!isScalar(part)) return problem(next.path, 'not-json', 'Is not a JSON value.')
    // A character is at least one byte, so this bound can be told without writing the JSON.
    if (characters > maxBytes) return tooLarge(path, maxBytes)
  }
  return encoder.encode(JSON.stringify(value)).length > maxBytes ? tooLarge(path, maxBytes) : undefined
}

function tooLarge(path: string, maxBytes: number): Problem {
  return problem(path, 'too-large', `Is larger than ${maxBytes} bytes as JSON.`)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isJsonObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}
