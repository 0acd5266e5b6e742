import type { BotId } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type { ContextEffect } from '@baton/dialog'
import type { KeptNamespace } from '@baton/storage'
import type { Directory } from '../../directory.ts'
import type { Surroundings } from '../../ports.ts'
import type { AuthoredConfig } from '../authoredConfig.ts'
import type { AuthoredParts } from '../authoredParts.ts'
import type { ShelvedBot } from '../library.ts'

/** One turn, as its needs see it. */
export interface Asking {
  readonly state: OpenConversation
  readonly botId: BotId
  readonly config: AuthoredConfig
  readonly shelved: ShelvedBot
  /** Namespaces of the context service that were read in this turn, with what the turn itself wrote. */
  readonly namespaces: Map<string, KeptNamespace>
  /** What scripts wrote into the context service since what is stored there was saved, in order. */
  readonly contextWrites: readonly ContextEffect[]
  readonly idempotencyKey: string
  readonly signal: AbortSignal
}

/** What every kind of need may use to be answered. */
export interface Means {
  readonly around: Surroundings
  readonly directory: Directory
  readonly parts: AuthoredParts
}
