import type { JsonValue } from '@baton/base'
import type { TransferFailure } from '@baton/bot'
import type { ScriptEffect, ScriptFault, ScriptLog, ScriptPanel, ScriptSnapshot } from './script.ts'

/**
 * What the dialog cannot find out by itself. It goes on when `advance` is given the answer, as `{ kind: 'answer', needId, answer }`.
 * `id` counts up within a run, so an answer that comes twice or too late is told apart.
 */
export type Need =
  | ScriptNeed
  | RegexNeed
  | IntentsNeed
  | CallNeed
  | KnowledgeNeed
  | PolicyNeed
  | TransferNeed
  | GroupNeed
export type NeedKind = Need['kind']
export const NEED_KINDS = [
  'script',
  'regex',
  'intents',
  'call',
  'knowledge',
  'policy',
  'transfer',
  'group',
] as const satisfies readonly NeedKind[]

/** Run builders' code. */
export interface ScriptNeed {
  readonly id: number
  readonly kind: 'script'
  readonly panel: ScriptPanel
  /** Whose panel it is; absent for the start of a conversation. */
  readonly interaction?: { readonly id: string; readonly name: string }
  /** Absent for `conversationStart`: the global functions' own function is called. */
  readonly code?: string
  /** Evaluated before the code, in the same realm. */
  readonly globalFunctions?: string
  readonly snapshot: ScriptSnapshot
}

/** Search with an expression that no linear engine can express; against a time limit. */
export interface RegexNeed {
  readonly id: number
  readonly kind: 'regex'
  readonly expression: string
  readonly text: string
}

/** Which intents the consumer's words have. */
export interface IntentsNeed {
  readonly id: number
  readonly kind: 'intents'
  readonly text: string
  readonly language: string
  readonly domainIds: readonly string[]
}

/** Run an integration; all variables are already put in. */
export interface CallNeed {
  readonly id: number
  readonly kind: 'call'
  readonly integration: { readonly id: string; readonly name: string }
  readonly request: CallRequest
}
export type CallRequest = HttpRequest | EmailRequest | FunctionRequest
export interface KeyValue {
  readonly name: string
  readonly value: string
}
export interface HttpRequest {
  readonly type: 'api'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its parameters. */
  readonly url: string
  readonly headers: readonly KeyValue[]
  readonly body?: string
  /** Names a credential of the account. */
  readonly credential?: string
  readonly timeoutMs?: number
  readonly retries?: number
  readonly repeatsAreSafe?: boolean
  /** Absent: 200 and 201 (scripting A-8). */
  readonly successStatuses?: readonly number[]
  /** Of a file: a bucket, and where it is. */
  readonly target?: 's3'
  readonly region?: string
}
export interface EmailRequest {
  readonly type: 'email'
  readonly to: readonly string[]
  readonly replyTo: readonly string[]
  readonly subject: string
  readonly body: string
  readonly html: boolean
}
export interface FunctionRequest {
  readonly type: 'function'
  readonly function: string
  readonly headers: readonly KeyValue[]
  readonly payload?: string
}

/** Search a knowledge base. */
export interface KnowledgeNeed {
  readonly id: number
  readonly kind: 'knowledge'
  readonly knowledgeBase: string
  readonly query: string
  /** 0 … 1, inclusive. */
  readonly leastScore: number
  readonly count: number
}

/** Ask a policy service what to do next (dialogs R2.51). */
export interface PolicyNeed {
  readonly id: number
  readonly kind: 'policy'
  readonly channel: string
  readonly userMessage: string
  readonly intent?: string
}

/** Hand the conversation over. When it is answered with success, the bot says nothing more. */
export interface TransferNeed {
  readonly id: number
  readonly kind: 'transfer'
  /** Digits (dialogs R7.4). */
  readonly skillId: string
  /** A suggestion: honoured where the agent has the skill and is available (dialogs R7.8). */
  readonly agentId?: string
  /** Said with the transfer; nothing can come between (dialogs R7.2). Absent: nothing is said. */
  readonly message?: string
  /** What a bot behind that skill is told (dialogs R7.40). */
  readonly context?: TransferContext
  /** From the auto escalation dialog; counted apart (dialogs R3.44). */
  readonly unintended: boolean
}
export interface TransferContext {
  readonly intentId?: string
  readonly userMessage?: string
  readonly sourceBotId: string
  readonly conversationId: string
}

/** Does another bot of the group know what to do (dialogs R7.35)? */
export interface GroupNeed {
  readonly id: number
  readonly kind: 'group'
  readonly text: string
}

/** What became of a need. Anything but the kind that was asked for counts as `failed`. */
export type NeedAnswer =
  | ScriptAnswer
  | { readonly kind: 'regex'; readonly matched: boolean; readonly fault?: string }
  | IntentsAnswer
  | CallAnswer
  | KnowledgeAnswer
  | PolicyAnswer
  | { readonly kind: 'transfer'; readonly accepted: boolean; readonly reason?: string; readonly why?: TransferFailure }
  | GroupAnswer
  /** It could not be tried at all. */
  | { readonly kind: 'failed'; readonly message: string }

export interface ScriptAnswer {
  readonly kind: 'script'
  /** Those made before a fault stay. */
  readonly effects: readonly ScriptEffect[]
  readonly logs: readonly ScriptLog[]
  readonly fault?: ScriptFault
  readonly ms?: number
}
export interface IntentsAnswer {
  readonly kind: 'intents'
  /** `external`: gives one intent only, and has other ranks (dialogs R1.30, R3.25). */
  readonly engine: 'default' | 'external'
  /** 0 … 1 */
  readonly scores: readonly { readonly intentId: string; readonly score: number }[]
}
export interface CallAnswer {
  readonly kind: 'call'
  readonly outcome: 'success' | 'failure'
  /** 0 when there was no answer (scripting A-47). */
  readonly status: number
  /** JSON where it is JSON, else text; null when empty. */
  readonly body: JsonValue
  readonly ms?: number
  readonly cause?: string
}
/** What an integration came to. */
export type CallResult = Pick<CallAnswer, 'outcome' | 'status' | 'body' | 'ms'>
export interface KnowledgeResult {
  readonly title: string
  readonly summary: string
  readonly detail?: string
  readonly contentUrl?: string
  readonly imageUrl?: string
  readonly score: number
}
export interface KnowledgeAnswer {
  readonly kind: 'knowledge'
  /** Best first; empty: nothing was found. */
  readonly results: readonly KnowledgeResult[]
}
export interface PolicyAnswer {
  readonly kind: 'policy'
  /** Performed in order. */
  readonly actions: readonly PolicyAction[]
}
export type PolicyAction =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'transfer'; readonly skillId: string; readonly agentId?: string }
export interface GroupAnswer {
  readonly kind: 'group'
  /** The bot that takes over; absent: none. */
  readonly bot?: { readonly botId: string; readonly intentId?: string; readonly transferMessage?: string }
}
