import type { JsonObject } from '@baton/base'
import type { Accessibility } from './style.ts'

/** What a tap does, and the typed objects that travel back with it (structured content, section 5). */
export interface Click {
  /** All of them run, in this order (SC5.1). */
  readonly actions: readonly ClickAction[]
  readonly metadata?: Metadata
}

/** Everything that a tap can do on the web; what it sends is section 13.2. */
export type ClickAction =
  | PublishTextAction
  | LinkAction
  | NavigateAction
  | DatePickerAction
  | ScheduleSlotListAction
  | AddToCartAction
  | CustomAction
  | CheckedAction
  | SubmitAsTextAction

/** Says `text` in the consumer's name. */
export interface PublishTextAction {
  readonly type: 'publishText'
  readonly text: string
}

/** Opens an address: `web.uri` in a browser, else `uri` (SC5.4). */
export interface LinkAction {
  readonly type: 'link'
  readonly uri: string
  readonly name?: string
  /** Absent means `blank` (C4). */
  readonly target?: 'self' | 'blank' | 'slideout'
  readonly web?: { readonly uri: string }
  readonly ios?: { readonly uri: string }
  readonly android?: { readonly uri: string }
  readonly accessibility?: Accessibility
}

/** Opens a map site at a point. */
export interface NavigateAction {
  readonly type: 'navigate'
  readonly lo: number
  readonly la: number
  readonly name?: string
}

/** Opens a calendar; what is chosen is said in the consumer's name (5.2). */
export interface DatePickerAction {
  readonly type: 'datePicker'
  readonly class: 'single' | 'range'
  readonly title?: string
  /** First day that can be chosen, seconds since 1970 UTC. */
  readonly minDate?: number
  /** Last day that can be chosen, seconds since 1970 UTC. */
  readonly maxDate?: number
  /** Pattern of the published text, such as `DD-MM-YYYY`. */
  readonly dateFormat?: string
}

/** Opens a list of appointments (5.3). */
export interface ScheduleSlotListAction {
  readonly type: 'scheduleSlotList'
  readonly title?: string
  /** Absent means `mon`. */
  readonly firstDayOfTheWeek?: 'sun' | 'mon'
  readonly slots?: readonly ScheduleSlot[]
}

export interface ScheduleSlot {
  readonly type: 'scheduleSlot'
  readonly id: string
  /** Seconds since 1970 UTC. */
  readonly start: number
  /** Seconds since 1970 UTC. */
  readonly end?: number
  readonly title?: string
  readonly description?: string
  /** Subject to the list of image hosts (SC12.5). */
  readonly imageUrl?: string
}

/** Told to the page around the messenger; nothing is sent. */
export interface AddToCartAction {
  readonly type: 'addToCart'
  readonly items: readonly { readonly productId: string; readonly quantity: number }[]
}

/** Told to the page around the messenger; nothing is sent. */
export interface CustomAction {
  readonly type: 'custom'
  readonly data?: readonly { readonly key: string; readonly value?: string }[]
}

/** Of a tick box: what it adds to the submitted text. */
export interface CheckedAction {
  readonly type: 'checked'
  readonly publishText: string
  readonly accessibility?: Accessibility
}

/** Of a submit button: says the texts of all ticked boxes, joined by comma and space (SC4.12). */
export interface SubmitAsTextAction {
  readonly type: 'submitAsText'
  readonly submit: boolean
  readonly accessibility?: Accessibility
}

/** Typed objects next to a message, stored and passed on unchanged; unknown types too (messaging R1.17). */
export type Metadata = readonly MetadataItem[]
export interface MetadataItem extends JsonObject {
  readonly type: string
}
