import type { JsonObject } from '@baton/base'
import type { Click, Metadata } from './click.ts'

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
  readonly alt?: string
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
  readonly subtitle?: string
  readonly class?: 'text' | 'button'
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
  /** Gap between the cards of a carousel, 0 to 10 pixels. */
  readonly padding?: number
  readonly border?: 'border' | 'borderLess' | 'dropShadow'
  readonly borderLine?: boolean
  /** Widths of a horizontal's children, in order. */
  readonly percentages?: readonly number[]
  readonly scroll?: 'disable' | 'enable'
  readonly tooltip?: string
  readonly alt?: string
  readonly style?: JsonObject
  readonly metadata?: Metadata
}

/** An element that is accepted and kept, and that this version does not draw; it is shown as its texts, children included. */
export interface OtherElement {
  readonly type:
    | 'other'
    | 'template'
    | 'keyValuePairList'
    | 'carouselSelect'
    | 'accordionSelect'
    | 'tabs'
    | 'list'
    | 'sectionList'
    | 'section'
    | 'checklist'
    | 'checkbox'
    | 'buttonList'
    | 'submitButton'
  readonly elements?: readonly Element[]
  readonly title?: string
  readonly text?: string
  readonly alt?: string
  readonly tooltip?: string
  readonly click?: Click
}
