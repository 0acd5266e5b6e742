import type { JsonObject, JsonValue } from '@baton/base'

export type Values = Readonly<Record<string, JsonValue>>

/** Where a panel of builders' code stands in the order of invocation (dialogs section 6). */
export const SCRIPT_PANELS = [
  /** The function for the start of a conversation, in the global functions; there is no other code. */
  'conversationStart',
  'preProcess',
  'postProcess',
  'processUserResponse',
  /** After an integration's answer, before its custom fields. */
  'transform',
] as const
export type ScriptPanel = (typeof SCRIPT_PANELS)[number]

/** Until the bot has answered; until the session ends; 180 days. */
export type ScriptScope = 'request' | 'session' | 'permanent'
export type ContextScope = 'global' | 'user' | 'conversation'
export interface ScriptChip {
  readonly title: string
  readonly payload?: string
}

/** What a script wants, in the order in which it said so. Nothing of it has happened yet. */
export type ScriptEffect =
  | { readonly do: 'setVariable'; readonly name: string; readonly value: JsonValue; readonly scope: ScriptScope }
  | { readonly do: 'sendMessage'; readonly text: string; readonly chips?: readonly ScriptChip[] }
  | { readonly do: 'addQuickReplies'; readonly chips: readonly ScriptChip[] }
  /** The flow stops after the panel, whatever else it wanted (scripting A-80). */
  | { readonly do: 'sendImmediateReply'; readonly texts: readonly string[] }
  | { readonly do: 'sendPrivateMessage'; readonly text: string }
  | { readonly do: 'setMessageDelay'; readonly ms: number }
  | { readonly do: 'setAllowMaxTextResponse'; readonly on: boolean }
  | { readonly do: 'setTriggerNextMessage'; readonly name: string }
  | { readonly do: 'transferToBotDialog'; readonly botId: string; readonly dialog: string; readonly message: string }
  | { readonly do: 'setBotTransferIntentId'; readonly id: string }
  | { readonly do: 'setBotTransferIntentByDomain'; readonly intent: string; readonly domain: string }
  | { readonly do: 'setBotTransferUserMessage'; readonly text: string }
  | { readonly do: 'setUserName'; readonly text: string }
  | { readonly do: 'setEmail'; readonly text: string }
  | { readonly do: 'logCustomEvent'; readonly userMessage: string; readonly event: string; readonly detail?: string }
  | { readonly do: 'logEscalationEvent'; readonly userMessage: string; readonly kind: string }
  | ContextEffect

/** Writes to the conversation context service; they are handed on as they are. */
export type ContextEffect =
  | { readonly do: 'registerNamespace'; readonly namespace: string; readonly ttlSeconds?: number }
  | { readonly do: 'deleteNamespace'; readonly namespace: string }
  | {
      readonly do: 'setContext'
      readonly namespace: string
      readonly scope: ContextScope
      readonly name: string
      readonly value: JsonValue
    }
  /** Without a name: all of this scope. */
  | { readonly do: 'deleteContext'; readonly namespace: string; readonly scope: ContextScope; readonly name?: string }

export interface ScriptLog {
  readonly level: 'debug' | 'warn' | 'error'
  readonly text: string
}

/** Why a panel did not come to its end. After `timeout` the flow goes on; after anything else it stops (scripting 6.3). */
export interface ScriptFault {
  readonly kind: 'syntax' | 'thrown' | 'timeout' | 'memory' | 'recursion' | 'output' | 'lost'
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** All of the dialog that a script may read, copied for it; whoever runs it adds what is not the dialog's (context service). */
export interface ScriptSnapshot {
  /** Milliseconds since 1970. */
  readonly now: number
  /** For `Math.random`, so that a panel that is run again does the same. */
  readonly seed: number
  readonly accountId: string
  readonly botId: string
  readonly conversationId: string
  readonly consumerId: string
  /** Such as `lp_web`. */
  readonly channel: string
  readonly userMessage: string
  /** By life time. Where one name is in several, the shortest life wins (scripting A-74). */
  readonly variables: {
    readonly request: Values
    readonly dialog: Values
    readonly session: Values
    readonly permanent: Values
  }
  /** Custom data fields as `integration.field`; lists as arrays. */
  readonly fields: Values
  /** Slots by their bare names. */
  readonly slots: Values
  readonly environment: Readonly<Record<string, string>>
  readonly quickReplyPayload?: JsonValue
  readonly buttonPayload?: JsonValue
  /** What came with the consumer's last action. */
  readonly metadata?: readonly JsonObject[]
  readonly engagementAttributes?: Values
  readonly personalInfo?: JsonObject
  readonly customerInfo?: JsonObject
  readonly userName?: string
  readonly email?: string
  readonly webViewVariables?: Values
  readonly dialogStarterIntent?: string
  readonly disambiguatedIntent?: { readonly id: string; readonly name: string }
  readonly entities?: Readonly<Record<string, readonly { readonly phrase: string; readonly value: JsonValue }[]>>
  readonly location?: Location
  readonly file?: { readonly type: string; readonly caption?: string; readonly name?: string }
  /** The latest run of an integration; inside its transform script `successful` is false (scripting A-11a). */
  readonly lastCall?: { readonly successful: boolean; readonly status: number }
}

/** Where the consumer is, after a reply with a location. */
export interface Location {
  readonly city?: string
  readonly state?: string
  readonly zip?: string
  readonly lat?: number
  readonly lng?: number
}
