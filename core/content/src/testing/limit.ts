import type { Channel, PayloadKind } from '../index.ts'

/**
 * Every number of the reference, counted out: at both of its ends it holds, one beyond it does not, in both profiles. The tables of
 * rules say the numbers once; this says them a second time, as they are written in the text.
 */
export interface Limit {
  readonly of: string
  readonly on: readonly Channel[]
  readonly kind?: PayloadKind
  readonly make: (size: number) => unknown
  readonly most?: number
  readonly least?: number
}

export const x = (length: number) => 'x'.repeat(Math.max(length, 0))
export const times = (count: number, one: unknown) => Array.from({ length: Math.max(count, 0) }, () => one)
export const address = (length: number) => `https://a.example/${x(length - 18)}`
export const say = (text: string) => ({ type: 'publishText', text })
export const link = (uri: string) => ({ type: 'link', uri })
export const click = (...actions: unknown[]) => ({ actions })
export const button = (more: object = {}) => ({ type: 'button', title: 'Go', click: click(say('go')), ...more })
export const text = (words: string, tag?: string) => ({ type: 'text', text: words, ...(tag !== undefined && { tag }) })
export const image = (more: object = {}) => ({ type: 'image', url: 'https://a.example/a.png', ...more })
export const vertical = (elements: readonly unknown[], more: object = {}) => ({ type: 'vertical', elements, ...more })
export const card = (elements: readonly unknown[], more: object = {}) =>
  vertical(elements, { tag: 'generic', alt: 'A', ...more })
export const nested = (...elements: unknown[]) => card([vertical(elements)])
export const carousel = (elements: readonly unknown[], more: object = {}) => ({
  type: 'carousel',
  elements,
  alt: 'A',
  ...more,
})
export const replies = (all: readonly unknown[]) => ({ type: 'quickReplies', itemsPerRow: 2, replies: all })
export const title = text('a', 'title')
export const subtitle = text('a', 'subtitle')

export const WEB: readonly Channel[] = ['web']
export const APPS: readonly Channel[] = ['web', 'sdk']
export const WITH_ALL: readonly Channel[] = ['web', 'appleBusinessChat']

export const ofText = (on: readonly Channel[], of: string, most: number, make: (words: string) => unknown): Limit => ({
  of,
  on,
  most,
  make: (size) => make(x(size)),
})
