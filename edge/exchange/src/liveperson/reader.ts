import { isJsonObject, type JsonObject, type JsonValue, pointer } from '@baton/base'
import type { Findings, Place } from './findings.ts'
import { KEYS, type KeyedObject } from './keys.ts'

/** An object of the file together with where it stands; reads its parts and reports what is not as it should be. */
export class Part {
  constructor(
    readonly json: JsonObject,
    readonly place: Place,
    readonly findings: Findings,
  ) {}

  at(key: string | number): Place {
    return { ...this.place, pointer: pointer(this.place.pointer, key) }
  }

  /** A text; absent where there is none, and where it is something else (reported, W-SHAPE). */
  text(key: string): string | undefined {
    return this.#as(key, 'a text', (value) => (typeof value === 'string' ? value : undefined))
  }
  flag(key: string): boolean | undefined {
    return this.#as(key, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined))
  }
  /** A number, also one that was written as text, as this format likes to. */
  number(key: string): number | undefined {
    return this.#as(key, 'a number', (value) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined
    })
  }
  texts(key: string): string[] {
    const list = this.#as(key, 'a list of texts', (value) =>
      Array.isArray(value) ? (value as JsonValue[]) : undefined,
    )
    return (list ?? []).filter((item, index): item is string => {
      if (typeof item === 'string') return true
      this.findings.add('W-SHAPE', { ...this.place, pointer: pointer(this.at(key).pointer, index) }, 'Must be a text.')
      return false
    })
  }
  part(key: string, place: Place = this.at(key)): Part | undefined {
    const json = this.#as(key, 'an object', (value) => (isJsonObject(value) ? (value as JsonObject) : undefined))
    return json === undefined ? undefined : new Part(json, place, this.findings)
  }
  parts(key: string): Part[] {
    const list = this.#as(key, 'a list', (value) => (Array.isArray(value) ? (value as JsonValue[]) : undefined))
    return (list ?? []).flatMap((item, index) => {
      const place = { ...this.place, pointer: pointer(this.at(key).pointer, index) }
      if (isJsonObject(item)) return [new Part(item as JsonObject, place, this.findings)]
      this.findings.add('W-SHAPE', place, 'Must be an object; it is left out.')
      return []
    })
  }

  within(names: Pick<Place, 'dialog' | 'interaction'>): Part {
    return new Part(this.json, { ...this.place, ...names }, this.findings)
  }

  /** Reports the keys that this format is not known to have (I-UNKNOWNKEY). */
  reportUnknownKeys(kind: KeyedObject): void {
    for (const key of Object.keys(this.json)) {
      if ((KEYS[kind] as readonly string[]).includes(key)) continue
      this.findings.add('I-UNKNOWNKEY', this.at(key), `"${key}" is not known; it is kept and has no effect.`)
    }
  }

  /** All but the named keys, for the bag that export writes back (export B-34); absent when nothing is left. */
  without(keys: readonly string[]): JsonObject | undefined {
    const left = Object.entries(this.json).filter(([key]) => !keys.includes(key))
    return left.length === 0 ? undefined : Object.fromEntries(left)
  }

  #as<T>(key: string, what: string, read: (value: JsonValue) => T | undefined): T | undefined {
    const value = Object.hasOwn(this.json, key) ? this.json[key] : undefined
    if (value === undefined || value === null) return undefined
    const found = read(value)
    if (found === undefined) this.findings.add('W-SHAPE', this.at(key), `"${key}" must be ${what}; it is not used.`)
    return found
  }
}
