/** conversation, seq, at, body of one event after the other */
export type Appends = readonly (string | number)[]
export const FIELDS = 4

/** Where the floor keeps events. */
export interface Store {
  /** Takes them for the next flush, in their order. */
  append(appends: Appends): void
}

/** Told, in the order of the appends, how many more can be lost no longer. */
export type OnFlushed = (count: number) => void
