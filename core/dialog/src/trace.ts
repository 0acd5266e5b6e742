import type { JsonValue } from '@baton/base'
import type { Next } from './definition.ts'
import type { Input } from './input.ts'
import type { Need, NeedKind } from './need.ts'
import type { Output } from './output.ts'
import type { IntentScore } from './run.ts'

/** Why the bot did what it did, in the order in which it happened (dialogs R9.14). */
export type TraceEntry =
  | { readonly what: 'heard'; readonly text: string; readonly origin: 'consumer' | 'platform' }
  | { readonly what: 'sessionStarted' }
  | { readonly what: 'sessionEnded'; readonly reason: 'idle' | 'reset' | 'closed' }
  | { readonly what: 'pattern'; readonly dialogId: string; readonly pattern: string; readonly chosen: boolean }
  | { readonly what: 'intents'; readonly scores: readonly IntentScore[] }
  | {
      readonly what: 'rule'
      readonly interactionId: string
      readonly index: number
      readonly name?: string
      readonly held: boolean
    }
  | { readonly what: 'entered'; readonly interactionId: string; readonly name: string; readonly dialogId: string }
  | {
      readonly what: 'passedOver'
      readonly interactionId: string
      readonly reason: 'disabled' | 'unsupported' | 'filledAlready'
    }
  | {
      readonly what: 'chose'
      readonly interactionId: string
      readonly next: Next
      readonly by: 'rule' | 'default' | 'script'
    }
  | {
      readonly what: 'dialogStarted'
      readonly dialogId: string
      readonly by: 'pattern' | 'intent' | 'action' | 'fallback' | 'platform'
    }
  | { readonly what: 'dialogEnded'; readonly dialogId: string }
  | { readonly what: 'resumed'; readonly dialogId: string; readonly interactionId: string }
  | {
      readonly what: 'unrecognized'
      readonly by: 'question' | 'fallbackDialog' | 'builtIn' | 'autoEscalation'
      readonly failures: number
    }
  | {
      readonly what: 'variable'
      readonly name: string
      readonly scope: string
      readonly before: JsonValue
      readonly after: JsonValue
    }
  | { readonly what: 'needed'; readonly needId: number; readonly kind: NeedKind }
  | {
      /** What an integration left in this variable; absent duration: nobody was asked. */
      readonly what: 'result'
      readonly name: string
      readonly outcome: 'success' | 'failure'
      readonly status: number
      readonly ms?: number
    }
  | {
      readonly what: 'upload'
      readonly uploadId: string
      readonly state: 'waiting' | 'refused' | 'uploading' | 'done' | 'failed'
    }
  | { readonly what: 'limit'; readonly text: string }

/** One call of `advance`, as it is kept: what debugging, replay and tests stand on. */
export interface JournalEntry {
  readonly v: 1
  readonly botId: string
  /** Of the definition, as its keeper hashes it. */
  readonly botHash: string
  readonly turn: number
  readonly input: Input
  readonly outputs: readonly Output[]
  readonly trace: readonly TraceEntry[]
  readonly need?: Need
}
