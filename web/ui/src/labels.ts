import type { FileWords } from './file/words/words.ts'

/** The words that components need; whoever uses them brings the catalogue. */
export interface UiLabels extends Omit<FileWords, 'trayState'> {
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
  fileSize(bytes: number): string
  /** For those who do not see how far files are. */
  trayState(ready: number, underWay: number, failed: number): string
  /** BCP 47: dates and times inside cards, and the language that a chosen day is written in. */
  readonly locale: string
  readonly closeDialog: string
  readonly choose: string
  readonly pickDay: string
  readonly pickDays: string
  readonly pickSlot: string
  readonly theDay: string
  readonly firstDay: string
  readonly lastDay: string
  readonly previousMonth: string
  readonly nextMonth: string
  readonly month: string
  readonly year: string
  /** Instead of what an author left incomplete. */
  readonly cannotShow: string
  /** Instead of a checklist that was sent. */
  readonly submitted: string
  timesIn(timeZone: string): string
  tabNumber(place: number): string
  isTyping(name: string): string
  cardOf(place: number, count: number): string
  charactersLeft(count: number): string
  /** Hours and minutes. */
  time(at: number): string
  /** The day of a separator: today, yesterday, or a date. */
  day(at: number): string
}
