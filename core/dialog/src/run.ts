import type { JsonObject, JsonValue } from '@baton/base'
import type { Next } from './definition.ts'
import type { Facts, ReceivedFile } from './input.ts'
import type { Need } from './need.ts'
import type { Output } from './output.ts'
import type { Location } from './script.ts'

/** One conversation's walk through a bot: plain JSON, saved beside the log, complete at every step. */
export interface Run {
  readonly v: 1
  readonly botId: string
  readonly facts: Facts
  /** Of the latest input. */
  readonly at: number
  /** Where chance comes from; drawn from by every script. */
  readonly seed: number
  /** Counts inputs that are not answers; 0 is the opening. */
  readonly turn: number
  readonly needs: number
  /** What the dialog waits for, and what it does with the answer. */
  readonly waiting?: { readonly need: Need; readonly then: Task }
  /** What is still to be done in this turn; the last comes first. */
  readonly agenda: readonly Task[]
  readonly phase: 'talking' | 'transferred' | 'closed'
  /** Absent before the first input and after its end. */
  readonly session?: Session
  /** 180 days, of the consumer; the keeper of runs carries them over. */
  readonly permanent: Record<string, JsonValue>
  /** Failed transfers in a row (dialogs R7.20). */
  readonly transferFailures: number
  /** Until then the bot is still answering, by its own delays. */
  readonly busyUntil: number
}

/** What is lost when the consumer is idle for too long (dialogs R5.5). */
export interface Session {
  readonly startedAt: number
  readonly activeAt: number
  /** The newest dialog is the last one (dialogs R3.31). */
  readonly stack: readonly Frame[]
  readonly variables: { readonly request: Record<string, JsonValue>; readonly session: Record<string, JsonValue> }
  /** Custom data fields by `integration.field`. */
  readonly fields: Record<string, Field>
  readonly message?: Words
  readonly step?: Step
  readonly chain: Chain
  readonly lastCall?: { readonly successful: boolean; readonly status: number }
  readonly starterIntent?: string
  readonly disambiguated?: { readonly id: string; readonly name: string }
  /** What a disambiguation question offers at the moment: best first. */
  readonly candidates: readonly string[]
  readonly uploads: readonly Upload[]
  readonly location?: Location
  readonly file?: ReceivedFile
  readonly transferWords: { readonly intentId?: string; readonly userMessage?: string }
  readonly wholeTexts: boolean
}

/** One dialog on the stack. */
export interface Frame {
  readonly dialogId: string
  /** The interaction that spoke last. */
  readonly current?: string
  /** The question that waits for the consumer. */
  readonly pending?: { readonly interactionId: string; readonly failures: number }
  /** With these words the dialog began; slots are filled from them (dialogs R5.9). */
  readonly startedBy: string
  readonly variables: Record<string, JsonValue>
  /** When it ends, what is below does not speak again. */
  readonly quiet?: boolean
}

/** A custom data field; a list goes on with the list of the other fields, index by index. */
export interface Field {
  readonly list: boolean
  readonly value: JsonValue
}

/** What the consumer or the platform said, and what is already known of it. */
export interface Words {
  readonly text: string
  readonly origin: 'consumer' | 'platform'
  readonly quickReplyPayload?: string
  readonly buttonPayload?: string
  readonly metadata?: readonly JsonObject[]
  readonly intents?: { readonly engine: 'default' | 'external'; readonly scores: readonly IntentScore[] }
  /** Answers of expressions that needed the sandbox. */
  readonly regex: Record<string, boolean>
}
export interface IntentScore {
  readonly intentId: string
  readonly score: number
}

/** One interaction on its way: what it will say once its panels have run. */
export interface Step {
  readonly interactionId: string
  /** By script; beats the interaction's own. */
  readonly delayMs?: number
  readonly before: readonly Output[]
  readonly own: readonly Output[]
  readonly after: readonly Output[]
  readonly result?: 'success' | 'failure'
  readonly found?: boolean
  /** Was there an answer to begin with; without one, there is nothing to transform. */
  readonly silent?: boolean
}

/** Since the consumer's last words (dialogs R4.20, R4.21). */
export interface Chain {
  readonly inDialog: number
  readonly dialogs: number
  readonly entered: number
}

/** A file on its way, or one that is waited for (dialogs R8.5). */
export interface Upload {
  readonly uploadId: string
  readonly interactionId: string
  readonly state: 'waiting' | 'uploading'
}

/** One thing to do; what is left of them is part of the run. */
export type Task =
  | { readonly do: 'startSession' }
  | { readonly do: 'sessionStarted' }
  /** The pending question's rules. */
  | { readonly do: 'answerQuestion' }
  | { readonly do: 'afterResponse'; readonly chosen: Next | null; readonly interactionId: string }
  /** The whole bot's starters. */
  | { readonly do: 'matchBot'; readonly afterQuestion: boolean }
  | { readonly do: 'disambiguate' }
  | { readonly do: 'askGroup' }
  | { readonly do: 'afterGroup' }
  | { readonly do: 'unrecognized' }
  | { readonly do: 'enter'; readonly interactionId: string; readonly again: boolean }
  | { readonly do: 'afterPre'; readonly interactionId: string }
  | { readonly do: 'afterWork'; readonly interactionId: string }
  | { readonly do: 'afterTransform'; readonly interactionId: string }
  | { readonly do: 'finishWork'; readonly interactionId: string }
  | { readonly do: 'afterPost'; readonly interactionId: string }
  | { readonly do: 'leave'; readonly interactionId: string }
  | { readonly do: 'heardIntents'; readonly then: Task }
  | { readonly do: 'heardRegex'; readonly then: Task }
  | { readonly do: 'platformWords'; readonly text: string }
  | { readonly do: 'transferred'; readonly then: Task | null }
