import { type AccountId, type EpochMs, isJsonObject, type JsonObject, Lru } from '@baton/base'
import type { Content } from '@baton/content'
import type { Account, MaskingPattern } from '@baton/storage'
import { RE2JS } from 're2js'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import type { Order } from '../runtime.ts'

/** What stands where something was masked; as many as there were signs, up to so many. */
const SIGN = '•'
const MAX_SIGNS = 24

type Mask = (text: string) => string
const holdsWords = (order: Order): boolean =>
  order.type === 'write' || order.type === 'setAttributes' || (order.type === 'transfer' && order.note !== undefined)

/** Settings are at most this old, in milliseconds, as the directory's are. */
const FRESH_MS = 60_000

/**
 * Takes out of orders what an account does not want to keep, before anything is decided, compared or saved: nothing that is
 * masked is ever on disk, not even as a hash.
 */
export class Masks {
  private readonly known = new Lru<AccountId, { readonly readAt: EpochMs; readonly mask: Mask | undefined }>(1_000)
  private readonly around: Surroundings
  private readonly directory: Directory

  constructor(around: Surroundings, directory: Directory) {
    this.around = around
    this.directory = directory
  }

  forget(accountId: AccountId): void {
    this.known.delete(accountId)
  }

  /** One text, as orders' texts are masked. */
  async text(accountId: AccountId, text: string): Promise<string> {
    const account = await this.directory.account(accountId)
    return (account && maskOf(account))?.(text) ?? text
  }

  /** @returns the order itself, at once, where the account masks nothing */
  of(order: Order): Order | Promise<Order> {
    if (!holdsWords(order)) return order
    const known = this.known.get(order.accountId)
    if (known !== undefined && this.around.clock.now() - known.readAt < FRESH_MS) return masked(order, known.mask)
    return this.directory.account(order.accountId).then((account) => {
      const mask = account && maskOf(account)
      this.known.set(order.accountId, { readAt: this.around.clock.now(), mask })
      return masked(order, mask)
    })
  }
}

function masked(order: Order, mask: Mask | undefined): Order {
  if (mask === undefined) return order
  if (order.type === 'setAttributes') return { ...order, attributes: maskStrings(order.attributes, mask) as JsonObject }
  if (order.type === 'transfer' && order.note) return { ...order, note: { ...order.note, text: mask(order.note.text) } }
  if (order.type !== 'write') return order
  const content = maskContent(order.content, mask)
  if (!('attributes' in order) || order.attributes === undefined) return { ...order, content }
  return { ...order, content, attributes: maskStrings(order.attributes, mask) as JsonObject }
}

function maskContent(content: Content, mask: Mask): Content {
  if (content.kind === 'text') return { ...content, text: mask(content.text) }
  if (content.kind === 'file') {
    return { ...content, name: mask(content.name), ...(content.caption && { caption: mask(content.caption) }) }
  }
  return content
}

function maskStrings(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value)
  // A card's number is no less one for having come without quotes.
  if (typeof value === 'number') {
    const shown = String(value)
    const hidden = mask(shown)
    return hidden === shown ? value : hidden
  }
  if (Array.isArray(value)) return value.map((item) => maskStrings(item, mask))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, maskStrings(part, mask)]))
}

/** @returns undefined when the account masks nothing */
export function maskOf({ maskCardNumbers, maskingPatterns }: Pick<Account, 'maskCardNumbers' | 'maskingPatterns'>) {
  const patterns = maskingPatterns.flatMap((pattern) => compiled(pattern) ?? [])
  const masks: Mask[] = [
    ...(maskCardNumbers ? [maskNumbersOfCards] : []),
    ...patterns.map((pattern) => (text: string) => maskMatches(pattern, text)),
  ]
  if (masks.length === 0) return undefined
  return (text: string): string => masks.reduce((left, mask) => mask(left), text)
}

/** @returns what is wrong with a pattern, in words; undefined when it can be used */
export function problemOfPattern(pattern: Pick<MaskingPattern, 'pattern' | 'flags'>): string | undefined {
  try {
    const found = compile(pattern).matcher('').matches()
    return found ? 'it fits the empty text, and would mask everything' : undefined
  } catch (fault) {
    return fault instanceof Error ? fault.message : 'it cannot be read'
  }
}

/** One that cannot be used any more masks nothing; it was checked when it was set. */
function compiled(pattern: MaskingPattern): RE2JS | undefined {
  try {
    return compile(pattern)
  } catch {
    return undefined
  }
}

/** RE2 takes time in proportion to the text, whatever the pattern: nobody's pattern can stop the server. */
function compile({ pattern, flags = '' }: Pick<MaskingPattern, 'pattern' | 'flags'>): RE2JS {
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL }
  const set = [...flags].reduce((sum, flag) => sum | (bits[flag as keyof typeof bits] ?? 0), 0)
  return RE2JS.compile(pattern, set)
}

function maskMatches(pattern: RE2JS, text: string): string {
  const matcher = pattern.matcher(text)
  const parts: string[] = []
  let from = 0
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    if (end <= start) continue
    parts.push(text.slice(from, start), signs(end - start))
    from = end
  }
  return from === 0 ? text : parts.join('') + text.slice(from)
}

/** Digits, with single blanks, dots, slashes or hyphens between them. */
const DIGITS = /\d(?:[ \t\u00a0./-]?\d){12,}/g
/** How the numbers of each kind of card begin, and how long they are: one row of digits in ten has a fitting check digit. */
const KINDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [16, 19]], // Visa
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(6011|64[4-9]|65)/, [16, 19]], // Discover
  [/^62/, [16, 17, 18, 19]], // UnionPay
  [/^35(2[89]|[3-8])/, [16]], // JCB
  [/^3(0[0-5]|[689])/, [14]], // Diners Club
  [/^(5[06-9]|6[0-9])/, [13, 14, 15, 16, 17, 18, 19]], // Maestro
]
/** The last ones help people to know which card is meant, and are no secret. */
const SHOWN = 4

/** Every number of a card, wherever it is in a longer row of digits: an expiry date often follows. */
function maskNumbersOfCards(text: string): string {
  return text.replace(DIGITS, (row) => {
    const places = [...row.matchAll(/\d/g)].map(({ index }) => index)
    const digits = places.map((place) => Number(row[place]))
    const hidden = new Set<number>()
    for (let start = 0; start < digits.length; start += 1) {
      const length = lengthOfCard(digits, start)
      if (length === 0) continue
      for (let at = start; at < start + length - SHOWN; at += 1) hidden.add(places[at] ?? -1)
      start += length - 1
    }
    return hidden.size === 0 ? row : [...row].map((sign, index) => (hidden.has(index) ? SIGN : sign)).join('')
  })
}

function lengthOfCard(digits: readonly number[], start: number): number {
  const row = digits.slice(start, start + 19)
  const lengths = KINDS.flatMap(([begins, of]) => (begins.test(row.slice(0, 6).join('')) ? of : []))
  const fitting = lengths.filter((length) => length <= row.length && hasLuhn(row.slice(0, length)))
  return Math.max(0, ...fitting)
}

function hasLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const weighed = index % 2 === 1 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return sum % 10 === 0
}

const signs = (count: number): string => SIGN.repeat(Math.min(count, MAX_SIGNS))
