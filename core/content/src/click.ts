import type { JsonObject } from '@baton/base'

/** What a tap does, and the typed objects that travel back with it. */
export interface Click {
  readonly actions: readonly ClickAction[]
  readonly metadata?: Metadata
}

export type ClickAction =
  | { readonly type: 'publishText'; readonly text: string }
  | { readonly type: 'link'; readonly uri: string; readonly target?: string; readonly name?: string }
  | { readonly type: 'navigate'; readonly lo: number; readonly la: number; readonly name?: string }
  | OtherAction

/** Actions that are accepted and kept, and that no window of ours carries out yet. */
export interface OtherAction {
  readonly type: 'datePicker' | 'scheduleSlotList' | 'addToCart' | 'custom' | 'checked' | 'submitAsText'
}

/** Typed objects next to a message, stored and passed on unchanged; unknown types too (messaging R1.17). */
export type Metadata = readonly MetadataItem[]
export interface MetadataItem extends JsonObject {
  readonly type: string
}
