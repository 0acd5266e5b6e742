import { readFile } from 'node:fs/promises'
import type { JsonValue } from '@baton/base'
import { CommandFailed, EXIT } from '../exitCodes.ts'

/** An answer that a service would give. `url` may hold `*` for any run of characters. */
export interface HttpFixture {
  readonly method?: string
  readonly url: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: JsonValue
}

/** @throws CommandFailed when the file is no list of fixtures */
export async function readFixtures(file: string): Promise<HttpFixture[]> {
  const wrong = (what: string) => new CommandFailed(`${file}: ${what}`, EXIT.usage)
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (fault) {
    throw wrong(`cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
  if (!Array.isArray(value)) throw wrong('must hold a list of answers')
  for (const [index, each] of (value as readonly unknown[]).entries()) {
    const url = typeof each === 'object' && each !== null ? Reflect.get(each, 'url') : undefined
    if (typeof url !== 'string') throw wrong(`/${index}/url must be a text`)
  }
  return value as HttpFixture[]
}

/** Finds the answer to a call. Where several fit they are given one after the other, and the last one from then on. */
export class Fixtures {
  readonly #used = new Map<number, number>()
  constructor(private readonly list: readonly HttpFixture[]) {}

  find(method: string, url: string): HttpFixture | undefined {
    const fitting = [...this.list.entries()].filter(
      ([, fixture]) => (fixture.method ?? method).toUpperCase() === method && fits(fixture.url, url),
    )
    const fresh = fitting.find(([index]) => !this.#used.has(index)) ?? fitting.at(-1)
    if (fresh === undefined) return undefined
    this.#used.set(fresh[0], (this.#used.get(fresh[0]) ?? 0) + 1)
    return fresh[1]
  }
}

/** With `*` for any run; walks both texts once for each star. */
function fits(pattern: string, url: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === url
  if (!url.startsWith(first)) return false
  let at = first.length
  const last = rest.pop() ?? ''
  for (const piece of rest) {
    const found = url.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return url.length - last.length >= at && url.endsWith(last)
}
