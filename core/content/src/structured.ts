import type { Click, Metadata } from './click.ts'
import type { Accessibility, Display, Style } from './style.ts'

/** A tree of card elements, as it travels and is stored (structured content, sections 3 and 4). */
export type StructuredContent = Element

export type Element =
  | BasicElement
  | LayoutElement
  | CarouselSelectElement
  | AccordionSelectElement
  | TabsElement
  | ListElement
  | ListPart

/** What stands for itself. */
export type BasicElement =
  | TextElement
  | ImageElement
  | ButtonElement
  | MapElement
  | LinkPreviewElement
  | TemplateElement
  | KeyValuePairListElement

/** What may stand in a carousel, in tabs and in a selection. */
export type CardElement = BasicElement | LayoutElement

/** The parts of a checklist; only a `list` holds them (4.5). */
export type ListPart =
  | SectionListElement
  | SectionElement
  | ChecklistElement
  | CheckboxElement
  | ButtonListElement
  | SubmitButtonElement

/** Whether a card can still be used; it holds for the element and all below it, and wins over the account (section 14). */
export interface Interactivity {
  readonly blockSCWhenNotLastMsg?: boolean
  readonly blockTextInput?: boolean
  /** The other form of the same two flags (SC14.2). */
  readonly customSettings?: { readonly blockSCWhenNotLastMsg?: boolean; readonly blockTextInput?: boolean }
}

/** What basic elements share (3.1). */
interface Shared extends Interactivity {
  readonly tooltip?: string
  /** Direction of this element's text. */
  readonly rtl?: boolean
  readonly alt?: string
  /** Role on connector channels; the label of a tab (4.4). */
  readonly tag?: string
  readonly tagVersion?: string
  readonly style?: Style
  readonly click?: Click
  readonly accessibility?: Accessibility
}

export interface TextElement extends Shared {
  readonly type: 'text'
  readonly text: string
}

export interface ImageElement extends Shared {
  readonly type: 'image'
  readonly url: string
  readonly caption?: string
}

export interface ButtonElement extends Shared {
  readonly type: 'button'
  readonly title: string
  readonly subtitle?: string
  /** Absent means `text`: a link as wide as the card; `button`: a filled pill. */
  readonly class?: 'text' | 'button'
  /** Submits the selection of the layout of this name (SC4.9). */
  readonly ref?: { readonly name: string; readonly type: 'carouselSelect' | 'accordionSelect' }
  readonly disabled?: boolean
}

export interface MapElement extends Shared {
  readonly type: 'map'
  /** Latitude in degrees; taken literally even where it is outside of the world (C24). */
  readonly la: number
  /** Longitude in degrees. */
  readonly lo: number
}

export interface LinkPreviewElement extends Shared {
  readonly type: 'linkPreview'
  readonly url: string
  readonly title?: string
  readonly description?: string
  readonly imageUrl?: string
}

/** Old form of quick replies: a text and answers that say themselves (SC3.5). */
export interface TemplateElement extends Shared {
  readonly type: 'template'
  readonly templateType: 'quickReply'
  readonly title: string
  readonly resp: readonly string[]
}

export interface KeyValuePairListElement extends Interactivity {
  readonly type: 'keyValuePairList'
  /** Not elements: pairs of words. */
  readonly elements: readonly { readonly key: string; readonly value?: string }[]
}

/** A column, a row, a carousel; `type` says which of the members it can have. */
export interface LayoutElement extends Interactivity {
  readonly type: 'vertical' | 'horizontal' | 'carousel'
  readonly elements: readonly Element[]
  readonly tag?: string
  readonly tagVersion?: string
  /** Gap between the cards of a carousel, 0 to 10 pixels. */
  readonly padding?: number
  /** Of a vertical and a horizontal. Absent means `border`. */
  readonly border?: 'border' | 'borderLess' | 'dropShadow'
  /** Of a horizontal. `false` is the same as `borderLess`, unless `border` is given too (SC4.2). */
  readonly borderLine?: boolean
  /** Widths of a horizontal's children, in order; the others share the rest (SC4.3). */
  readonly percentages?: readonly number[]
  /** Of a vertical: `enable` fixes the height, by `style.size` (SC4.4). */
  readonly scroll?: 'disable' | 'enable'
  /** Of a carousel. */
  readonly tooltip?: string
  readonly alt?: string
  /** Of a carousel it styles the arrows (SC4.6). */
  readonly style?: Style
  readonly display?: Display
  readonly accessibility?: Accessibility
  /** Of a vertical and a horizontal; returned when the card is selected (SC4.9). */
  readonly metadata?: Metadata
}

interface Selection extends Interactivity {
  readonly elements: readonly CardElement[]
  readonly padding?: number
  readonly tooltip?: string
  readonly alt?: string
  readonly display?: Display
  /** `border-color-selected` marks the selected card. */
  readonly style?: Style
  readonly accessibility?: Accessibility
}

export interface CarouselSelectElement extends Selection {
  readonly type: 'carouselSelect'
  readonly selectMode: { readonly name: string; readonly type: 'single' | 'multiple' }
}

export interface AccordionSelectElement extends Selection {
  readonly type: 'accordionSelect'
  readonly selectMode: { readonly name: string }
  /** One for each of `elements` (SC4.10). */
  readonly titles: readonly { readonly name: string; readonly additional?: string }[]
}

/** Each child's `tag` is the label of its tab; the first is open (4.4). */
export interface TabsElement extends Interactivity {
  readonly type: 'tabs'
  readonly elements: readonly CardElement[]
  readonly style?: Style
}

/** The multiple checklist: header, sections, buttons, in this order (4.5). */
export interface ListElement extends Interactivity {
  readonly type: 'list'
  readonly elements: readonly [TextElement, SectionListElement, ButtonListElement]
  readonly tooltip?: string
  readonly alt?: string
}

export interface SectionListElement extends Interactivity {
  readonly type: 'sectionList'
  readonly elements: readonly SectionElement[]
  readonly tooltip?: string
  readonly alt?: string
}

export interface SectionElement extends Interactivity {
  readonly type: 'section'
  readonly sectionID: string
  readonly elements: readonly [ChecklistElement] | readonly [TextElement, ChecklistElement]
  readonly tooltip?: string
  readonly padding?: number
  readonly alt?: string
  readonly accessibility?: Accessibility
}

export interface ChecklistElement extends Interactivity {
  readonly type: 'checklist'
  readonly elements: readonly CheckboxElement[]
  readonly tooltip?: string
  readonly padding?: number
  readonly alt?: string
  readonly accessibility?: Accessibility
}

export interface CheckboxElement extends Interactivity {
  readonly type: 'checkbox'
  readonly text: string
  readonly rtl?: boolean
  readonly tooltip?: string
  readonly tag?: string
  readonly tagVersion?: string
  readonly style?: Style
  /** Absent means true. */
  readonly borderLine?: boolean
  readonly borderColor?: string
  /** Only actions of the type `checked` (SC4.11). */
  readonly click: Click
  readonly accessibility?: Accessibility
  readonly alt?: never
}

export interface ButtonListElement extends Interactivity {
  readonly type: 'buttonList'
  /** A click on the second ignores the ticks (SC4.12). */
  readonly elements: readonly [SubmitButtonElement] | readonly [SubmitButtonElement, ButtonElement]
  readonly tooltip?: string
  readonly padding?: number
  readonly alt?: string
}

export interface SubmitButtonElement extends Interactivity {
  readonly type: 'submitButton'
  readonly title: string
  /** Disabled until something is ticked (15.2). */
  readonly disabled?: boolean
  readonly rtl?: boolean
  readonly tooltip?: string
  readonly tag?: string
  readonly tagVersion?: string
  readonly style?: Style
  readonly alt?: string
  /** Only actions of the type `submitAsText` (SC4.11). */
  readonly click: Click
  readonly accessibility?: Accessibility
}
