/** The words that components need; whoever uses them brings the catalogue. */
export interface UiLabels {
  readonly conversation: string
  readonly suggestedReplies: string
  readonly message: string
  readonly send: string
  readonly retry: string
  readonly remove: string
  readonly newMessages: string
  readonly loadingEarlier: string
  readonly erased: string
  readonly you: string
  readonly previousCard: string
  readonly nextCard: string
  readonly cards: string
  readonly opensNewWindow: string
  readonly openMap: string
  readonly imageMissing: string
  readonly file: string
  isTyping(name: string): string
  cardOf(place: number, count: number): string
  charactersLeft(count: number): string
  /** Hours and minutes. */
  time(at: number): string
  /** The day of a separator: today, yesterday, or a date. */
  day(at: number): string
}
