import type { Channel, PayloadKind } from '../channels.ts'

/** Something to begin with: right for its channel as it stands, and drawn by the journeys. */
export interface Sample {
  /** In the address of a screen and in the catalogues. */
  readonly id: string
  readonly kind: PayloadKind
  readonly channel: Channel
  readonly payload: object
}

export const PICTURES = 'https://pictures.example.com'
export const picture = (name: string, alt: string, more: object = {}) => ({
  type: 'image',
  url: `${PICTURES}/${name}.jpg`,
  alt,
  ...more,
})
export const says = (text: string, id?: string) => ({
  actions: [{ type: 'publishText', text }],
  ...(id !== undefined && { metadata: [{ type: 'ExternalId', id }] }),
})
export const vertical = (elements: readonly object[], more: object = {}) => ({ type: 'vertical', elements, ...more })
export const horizontal = (elements: readonly object[], more: object = {}) => ({
  type: 'horizontal',
  elements,
  ...more,
})
export const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more })
export const heading = (words: string, more: object = {}) =>
  text(words, { style: { bold: true, size: 'large' }, ...more })
export const button = (title: string, click: object, more: object = {}) => ({ type: 'button', title, click, ...more })
