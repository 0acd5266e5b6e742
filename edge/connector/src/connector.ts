import type {
  AbortSignalLike,
  AccountId,
  BotId,
  ConversationId,
  EntryPointId,
  EpochMs,
  JsonObject,
  Problem,
  SkillId,
} from '@baton/base'
import type { Turn, UntrustedReply } from '@baton/bot'
import type { BotFailureCode } from '@baton/conversation'
import type { EndpointConfig } from './endpointConfig.ts'

/** Asks bots that live behind HTTP and speak the Custom Endpoint contract. One call, one attempt: repeating is state, and the runtime's. */
export interface Connector {
  ask(request: AskRequest): Promise<AskOutcome>
  /** Tells of the conversation's life (connector R3.14); the answer is ignored. */
  tell(request: Omit<AskRequest, 'turn'> & { readonly what: 'STARTED' | 'TRANSFERRED' | 'CLOSED' }): Promise<AskOutcome>
  /** The connection test (connector R1.8). */
  test(accountId: AccountId, config: EndpointConfig): Promise<ConnectionTest>
  /** Public keys, the signing one first (connector R2.10). */
  publicKeys(): Promise<{ readonly keys: readonly JsonObject[]; readonly pem: string }>
}

export interface AskRequest {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  readonly botId: BotId
  readonly config: EndpointConfig
  readonly turn: Turn
  /** True when this bot has not been told of the conversation since it was seated (connector R2.19). */
  readonly announce: boolean
  readonly skillId: SkillId
  readonly entryPointId: EntryPointId
  readonly attributes?: JsonObject
  /** Whose conversation it is, as the bot may know them; absent: told as "consumer". */
  readonly consumerId?: string
  /** BCP 47; told in the announcement. */
  readonly language?: string
  /** An address from which the bot may fetch a file of the conversation for ten minutes (connector R3.13). */
  readonly fileUrl?: ((fileId: string) => string) | undefined
  /** The same over all attempts. */
  readonly idempotencyKey: string
  /** 1, 2, 3 */
  readonly attempt: number
  /** The whole turn must be over by then; a request gets what is left of it, at most the bot's own time-out. */
  readonly deadline: EpochMs
  readonly signal: AbortSignalLike
  /** Called after a successful announcement, before the event is posted. */
  readonly onAnnounced?: () => void
}

export type AskOutcome =
  /** Read and in shape, but trusted by nobody until `validateReply` has seen it. */
  | { readonly ok: true; readonly reply: UntrustedReply }
  | {
      readonly ok: false
      readonly code: BotFailureCode
      /** A sentence for the brand's people; holds no secrets and nothing of the body. */
      readonly cause: string
      readonly problems: readonly Problem[]
      /** Present when another attempt may help: wait this long (connector R5.2, R5.3). */
      readonly retryAfterMs?: number
    }

export interface ConnectionTest {
  readonly ok: boolean
  /** What was found, in a sentence. */
  readonly message: string
  readonly status?: number
  readonly state?: string
  readonly version?: string
  readonly durationMs: number
  /** The chosen environment is not in the service's own list. */
  readonly warnings: readonly string[]
  /** All that is looked at, in order. */
  readonly steps: readonly ConnectionStep[]
}

export interface ConnectionStep {
  /**
   * `reached`: the address answers at all. `trusted`: our token is accepted. `known`: bot and environment exist. `readable`: the
   * answer is what the contract says. `online`: the bot says that it is. `environment`: the service lists it.
   */
  readonly step: 'reached' | 'trusted' | 'known' | 'readable' | 'online' | 'environment'
  readonly outcome: 'fine' | 'failed' | 'warning' | 'not-reached'
  /** In English, for logs and programs; screens say `reason` in their own language. */
  readonly message?: string
  readonly reason?: ConnectionReason
  /** JSON pointer to the setting that may be at fault. */
  readonly path?: string
}

/** Why a step failed or warns: a code with its values. */
export interface ConnectionReason {
  readonly code: ConnectionReasonCode
  readonly values?: Readonly<Record<string, string>>
}
export const CONNECTION_REASONS = [
  'unreachable',
  'not-allowed',
  'timeout',
  'too-large',
  'not-http',
  'reply-invalid',
  'unauthorized',
  'token-failed',
  'too-many-requests',
  'server-error',
  'refused',
  'internal',
  'unknown-bot',
  'wrong-status',
  'not-readable',
  'not-online',
  'environment-not-listed',
] as const
export type ConnectionReasonCode = (typeof CONNECTION_REASONS)[number]
