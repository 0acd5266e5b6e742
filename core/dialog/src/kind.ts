import type { JsonValue } from '@baton/base'
import type { BotSettings, Integration, InteractionOf, InteractionType } from './definition.ts'
import type { CallResult, Need, NeedAnswer, TransferContext } from './need.ts'
import type { Output } from './output.ts'

/** Puts variables into an author's texts. */
export interface Words {
  text(template: string): string
  /** As `text`, escaped for the inside of a JSON text. */
  json(template: string): string
  url(template: string): string
  /** How many records the list fields named in these texts have; undefined when they name none. */
  records(templates: readonly string[]): number | undefined
  /** The same with list fields standing for one record (scripting A-59). */
  ofRecord(index: number): Words
  /** Whether cards can be shown. */
  readonly rich: boolean
  readonly settings: BotSettings
  warn(text: string): void
}

/** One of several answers that a question offers. */
export interface Option {
  readonly text: string
  /** What is said when it is tapped, where that differs. */
  readonly value?: string
  /** How a survey counts it, whatever it is called. */
  readonly counts?: string
}

/** A need before the turn gave it its number. */
export type Wish = WithoutId<Need>
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/** Something that may have to ask the world on its way, and goes on with the answer. */
export type Asking<T> = Generator<Wish, T, NeedAnswer>

/** What an interaction of the integration category may do besides asking for something. */
export interface Acting {
  readonly words: Words
  readonly userMessage: string
  readonly channel: string
  say(text: string): void
  put(output: Output): void
  log(level: 'info' | 'warning' | 'error', code: string, text: string): void
  variable(name: string): JsonValue | undefined
  setVariable(name: string, value: JsonValue, scope: 'request' | 'session'): void
  /** Into the integration's own variable, and its status beside it. @returns what the variable holds now */
  setResult(name: string, result: CallResult): JsonValue
  integration(id: string): Integration | undefined
  /** What a bot that takes over is told, if it is told anything. */
  transferContext(): TransferContext
  /** Whether the consumer did not ask for it: from the auto escalation dialog (dialogs R3.44). */
  readonly isUnintended: boolean
  intentName(): string | undefined
  /** An integration's own script, after the call and before its fields. */
  transform(code: string): Asking<void>
  /** @param body absent: the fields of an earlier run are taken away (scripting A-48) */
  setFields(integration: Integration, body: JsonValue | undefined): void
  ended(successful: boolean, status: number): void
}

/** How the doing ended: rules can ask for it. */
export type Performed =
  | { readonly end: 'success' }
  /** `text` is said where no rule takes care of it. */
  | { readonly end: 'failure'; readonly text: string }
  | { readonly end: 'found' | 'notFound' }
  /** The words are handled as if nobody had understood them (dialogs R7.5). */
  | { readonly end: 'notUnderstood' }
  /** The conversation is somebody else's when the turn is over. */
  | { readonly end: 'gone'; readonly by: Output & { readonly kind: 'transfer' } }
  /** It has no result; the flow goes on. */
  | { readonly end: 'done' }

/** One kind of interaction: what it says, what it offers, what it does. */
export interface InteractionKind<T extends InteractionType> {
  readonly category: 'starter' | 'statement' | 'question' | 'integration'
  produce?(interaction: InteractionOf<T>, words: Words): Output[]
  options?(interaction: InteractionOf<T>, words: Words): readonly Option[]
  perform?(interaction: InteractionOf<T>, acting: Acting): Asking<Performed>
}
