import type { JsonObject } from '@baton/base'
import type { Click } from './content.ts'

/** A tree of card elements, as it travels and is stored. Fields that are not named here are kept. */
export type StructuredContent = Element

export type Element =
  | TextElement
  | ImageElement
  | ButtonElement
  | MapElement
  | LinkPreviewElement
  | LayoutElement
  | OtherElement

export interface TextElement {
  readonly type: 'text'
  readonly text: string
  readonly tooltip?: string
  readonly rtl?: boolean
  readonly style?: JsonObject
}

export interface ImageElement {
  readonly type: 'image'
  readonly url: string
  readonly caption?: string
  readonly tooltip?: string
  readonly alt?: string
  readonly rtl?: boolean
  readonly style?: JsonObject
  readonly click?: Click
}

export interface ButtonElement {
  readonly type: 'button'
  readonly title: string
  readonly tooltip?: string
  readonly disabled?: boolean
  readonly rtl?: boolean
  readonly style?: JsonObject
  readonly click?: Click
}

export interface MapElement {
  readonly type: 'map'
  readonly la: number
  readonly lo: number
  readonly tooltip?: string
  readonly alt?: string
  readonly click?: Click
}

export interface LinkPreviewElement {
  readonly type: 'linkPreview'
  readonly url: string
  readonly title?: string
  readonly description?: string
  readonly imageUrl?: string
}

export interface LayoutElement {
  readonly type: 'vertical' | 'horizontal' | 'carousel'
  readonly elements: readonly Element[]
  readonly tag?: string
  readonly padding?: number
}

/** An element that this version does not draw; it is shown as its text. */
export interface OtherElement {
  readonly type: 'other'
}
