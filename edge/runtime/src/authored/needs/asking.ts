import type { AbortSignalLike } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type { ContextEffect } from '@baton/dialog'
import type { Bot, KeptNamespace } from '@baton/storage'
import type { Directory } from '../../directory.ts'
import type { Surroundings } from '../../ports.ts'
import type { Resolver } from '../../resolver.ts'
import type { NotThere } from '../../transferTargets.ts'
import type { AuthoredConfig } from '../authoredConfig.ts'
import type { AuthoredParts } from '../authoredParts.ts'
import type { Library, ShelvedBot } from '../library.ts'

/** One turn, as its needs see it. */
export interface Asking {
  readonly state: OpenConversation
  readonly bot: Bot
  readonly config: AuthoredConfig
  readonly shelved: ShelvedBot
  /** Namespaces of the context service that were read in this turn, with what the turn itself wrote. */
  readonly namespaces: Map<string, KeptNamespace>
  /** What scripts wrote into the context service since what is stored there was saved, in order. */
  readonly contextWrites: readonly ContextEffect[]
  readonly idempotencyKey: string
  /** Transfers that were found to lead nowhere in the very commit that was to carry them out: by skill or bot, the reason. */
  readonly refused: ReadonlyMap<string, NotThere>
  readonly signal: AbortSignalLike
}

/** What every kind of need may use to be answered. */
export interface Means {
  readonly around: Surroundings
  readonly directory: Directory
  readonly library: Library
  readonly resolver: Resolver
  readonly parts: AuthoredParts
}
