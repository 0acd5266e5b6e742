import { pointer } from '@baton/base'
import type { Report } from './report.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Number of code points: an emoji outside the basic plane counts as one (structured content, 0.3). */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** True when `text` has at most `limit` code points; counts only where the cheap answer does not decide. */
export function fits(text: string, limit: number): boolean {
  if (text.length <= limit) return true
  return text.length <= 2 * limit && codePoints(text) <= limit
}

/** Checks one named field of an object and says where it is wrong; each method tells whether the field can be used. */
export class FieldCheck {
  constructor(
    readonly fields: Fields,
    readonly path: string,
    readonly report: Report,
  ) {}

  text(name: string, limit: number, required = false): boolean {
    const value = this.#read(name, required, 'text')
    if (value === undefined) return false
    if (typeof value !== 'string') return this.#wrong(name, 'not-text', 'must be a text')
    if (!fits(value, limit)) return this.#wrong(name, 'text-too-long', `has more than ${limit} characters`)
    return true
  }

  number(name: string, range?: { readonly min: number; readonly max: number }, required = false): boolean {
    const value = this.#read(name, required, 'number')
    if (value === undefined) return false
    if (typeof value !== 'number') return this.#wrong(name, 'not-a-number', 'must be a number')
    if (range && (value < range.min || value > range.max)) {
      return this.#wrong(name, 'out-of-range', `must be from ${range.min} to ${range.max}`)
    }
    return true
  }

  flag(name: string): void {
    const value = this.fields[name]
    if (value !== undefined && typeof value !== 'boolean') this.#wrong(name, 'not-a-flag', 'must be true or false')
  }

  object(name: string): void {
    const value = this.fields[name]
    if (value === undefined) return
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#wrong(name, 'not-an-object', 'must be an object')
    }
  }

  oneOf(name: string, words: readonly string[], required = false): void {
    const value = this.#read(name, required, 'word')
    if (value === undefined) return
    if (typeof value !== 'string' || !words.includes(value)) {
      this.#wrong(name, 'unknown-word', `must be one of ${words.join(', ')}`)
    }
  }

  list(name: string, size: { readonly min: number; readonly max: number }, required = false): readonly unknown[] {
    const value = this.#read(name, required, 'list')
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.#wrong(name, 'not-a-list', 'must be a list')
      return []
    }
    if (value.length < size.min || value.length > size.max) {
      this.#wrong(name, 'wrong-count', `must hold ${size.min} to ${size.max} entries, not ${value.length}`)
    }
    return value
  }

  #read(name: string, required: boolean, kind: string): unknown {
    const value = this.fields[name]
    if (value === undefined && required) {
      this.report.error(pointer(this.path, name), 'missing', `"${name}" is missing; a ${kind} is required.`)
    }
    return value
  }

  #wrong(name: string, rule: string, words: string): false {
    this.report.error(pointer(this.path, name), rule, `"${name}" ${words}.`)
    return false
  }
}
