/** What one flush makes durable, in the order in which it came. */
export interface Group {
  /** conversation, seq, at, body of one event after the other */
  readonly events: readonly (string | number)[]
  /** conversation, turn, run, record of one turn of a written bot after the other: where its dialog stands now, and why it went there */
  readonly turns: readonly (string | number)[]
}
export const FIELDS = 4

/** Where the floor keeps events, and what a bot that it runs itself must remember. */
export interface Store {
  /** Takes them for the next flush, in their order. */
  append(group: Group): void
}

/** Told, in the order of the appends, how many more events can be lost no longer. */
export type OnFlushed = (count: number) => void
