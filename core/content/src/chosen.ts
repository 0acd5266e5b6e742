/**
 * What the consumer chose where an element leaves a choice. It says which, never what it means: the words and the metadata are read
 * from the card (SC13.2).
 */
export type Chosen = ChosenElements | ChosenDays | ChosenSlot

/** The ticked boxes of a checklist, or the selected cards that a button with a `ref` submits. */
export interface ChosenElements {
  readonly kind: 'elements'
  /** JSON pointers into the content, in any order, none twice. */
  readonly elements: readonly string[]
}

/** One day of a calendar, or the first and the last one of a range. */
export interface ChosenDays {
  readonly kind: 'days'
  /** `2026-02-28`. */
  readonly days: readonly string[]
  /** BCP 47: how the day is written where the card says nothing. */
  readonly language: string
}

export interface ChosenSlot {
  readonly kind: 'slot'
  readonly id: string
  /** BCP 47. */
  readonly language: string
  /** IANA name: the time is written as it is there. */
  readonly timeZone: string
}

/** Most elements in one choice: a checklist of 15,000 bytes holds fewer boxes. */
export const MAX_CHOSEN = 500
