import type { JsonObject, JsonValue } from '@baton/base'

type Values = Readonly<Record<string, JsonValue>>

/**
 * All that a script may know, copied for it. Nothing a script does to it changes anything: what it wants comes back as a list
 * of effects.
 */
export interface Snapshot {
  /** Milliseconds since 1970; what `Date` tells at the start of the panel. */
  readonly now: number
  /** For `Math.random`, so that a panel that is run again does the same. */
  readonly seed: number
  readonly accountId: string
  readonly botId: string
  readonly conversationId: string
  readonly consumerId: string
  /** Such as `lp_web`. */
  readonly channel: string
  /** The latest words of the consumer, typed or tapped. */
  readonly userMessage: string
  /** By life time. Where one name is in several, the shortest life wins (integrations A-74). */
  readonly variables: {
    readonly request: Values
    readonly dialog: Values
    readonly session: Values
    readonly permanent: Values
  }
  /** Custom data fields as `integration.field`; lists as arrays. */
  readonly fields?: Values
  /** Slots by their bare names. */
  readonly slots?: Values
  readonly environment?: Readonly<Record<string, string>>
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
  readonly sentiment?: 'Positive' | 'Neutral' | 'Negative'
  readonly location?: {
    readonly city?: string
    readonly state?: string
    readonly zip?: string
    readonly lat?: number
    readonly lng?: number
  }
  readonly file?: { readonly type: string; readonly caption?: string; readonly name?: string }
  /** The latest run of an integration; inside its transform script `successful` is false (integrations A-11a). */
  readonly lastCall?: { readonly successful: boolean; readonly status: number }
  /** Absent: the conversation context service is switched off. */
  readonly contextService?: ContextSnapshot
}

/** The namespaces that were read for this panel. One that is missing in here is asked for (`missingNamespaces`). */
export type ContextSnapshot = Readonly<Record<string, NamespaceSnapshot>>

export interface NamespaceSnapshot {
  readonly registered: boolean
  readonly global: Values
  readonly user: Values
  readonly conversation: Values
}
