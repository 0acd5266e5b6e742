import type { FileWords } from '@baton/ui'

/** All words of the messenger in one language. `{name}` and the like are filled in. */
export interface Texts extends FileWords {
  /** BCP 47, also for dates and numbers. */
  readonly locale: string
  readonly languageName: string
  readonly open: string
  readonly minimise: string
  readonly menu: string
  readonly title: string
  readonly welcome: string
  readonly welcomeHint: string
  readonly subtitleStart: string
  readonly subtitleQueue: string
  readonly subtitleEnded: string
  readonly end: string
  readonly endQuestion: string
  readonly endConfirm: string
  readonly endCancel: string
  readonly endFailed: string
  readonly sound: string
  readonly language: string
  readonly on: string
  readonly off: string
  readonly placeholder: string
  readonly placeholderEnded: string
  readonly offline: string
  readonly closedDoor: string
  readonly sending: string
  readonly sent: string
  readonly delivered: string
  readonly read: string
  /** Stands for an agent-side sender without a name. */
  readonly team: string
  readonly joined: string
  readonly left: string
  readonly toQueue: string
  readonly ended: string
  readonly endedByYou: string
  readonly wiped: string
  readonly failed: string
  readonly failedReasons: { readonly [reason: string]: string }
  readonly tooLong: string
  readonly outboxFull: string
  readonly unread: Counted
  readonly charactersLeft: Counted
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
  readonly cardOf: string
  readonly opensNewWindow: string
  readonly openMap: string
  readonly imageMissing: string
  readonly file: string
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
  readonly cannotShow: string
  readonly submitted: string
  readonly timesIn: string
  readonly tabNumber: string
  /** In the place of the field while the newest card alone is to be answered. */
  readonly answerAbove: string
  readonly isTyping: string
}

/** One sentence per plural form of the language; `other` is always there. */
export type Counted = { readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string }

/** Fills `{name}` with the value of that name. */
export function fill(text: string, values: { readonly [name: string]: string | number }): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** Chooses the plural form and fills in `{count}`, written as the language writes numbers. */
export function fillCounted(text: Counted, count: number, locale: string): string {
  const form = new Intl.PluralRules(locale).select(count)
  return fill(text[form] ?? text.other, { count: new Intl.NumberFormat(locale).format(count) })
}
