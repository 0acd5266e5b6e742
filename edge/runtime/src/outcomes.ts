import type { AbortSignalLike, AccountId, BotId, Boundary, ConversationId } from '@baton/base'
import type { Conversation } from '@baton/conversation'
import { type SettledEffect, StorageUnavailable } from '@baton/storage'
import type { Decider, Undertaken, Undertaking } from './decider.ts'
import { NewerRelease } from './newerRelease.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { StorageGate } from './storageGate.ts'

/** What the world answered, on its way home into the conversation. */
export interface Outcoming {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  readonly settles: SettledEffect
  readonly boundary: Boundary
  readonly make: Undertaking['make']
  /** Whose default skill the conversation goes to when nothing else helps. */
  readonly botId?: BotId
  readonly signal?: AbortSignalLike
}

/** Tries to bring one outcome home before it is buried. */
const TRIES = 3

/** Brings outcomes home: waits out a full disk, and buries what cannot be decided, so that it harms nothing else. */
export class Outcomes {
  private buried = 0
  private readonly around: Surroundings
  private readonly parts: { decider: Decider; gate: StorageGate; resolver: Resolver }

  constructor(around: Surroundings, parts: Outcomes['parts']) {
    this.around = around
    this.parts = parts
  }

  /** Dead letters that this process made. */
  get deadLetters(): number {
    return this.buried
  }

  /** @returns undefined when it was buried, left to a newer release, or given up because this process stops */
  async bringHome(outcoming: Outcoming): Promise<Undertaken | undefined> {
    let cause: unknown
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        return await this.patiently(() => this.parts.decider.undertake(outcoming), outcoming.signal)
      } catch (fault) {
        if (fault instanceof NewerRelease) return this.leave(outcoming, fault)
        cause = fault
      }
    }
    await this.bury(outcoming, cause)
    return undefined
  }

  /**
   * Waits out a storage that cannot save: what is in memory is kept, because asking the world again would cost more.
   * @returns undefined when it was given up, because it was taken back or this process stops
   */
  async patiently<T>(work: () => Promise<T>, signal?: AbortSignalLike): Promise<T | undefined> {
    while (!signal?.aborted && !this.parts.gate.stopped) {
      try {
        return await work()
      } catch (fault) {
        if (!(fault instanceof StorageUnavailable)) throw fault
        await this.parts.gate.shutBy(fault)
      }
    }
    return undefined
  }

  /** The row stays as it is: when this node's claim runs out, a node of the newer release finds it. */
  leave(
    { accountId, conversationId }: Pick<Outcoming, 'accountId' | 'conversationId'>,
    fault: NewerRelease,
  ): undefined {
    const { code, message } = fault
    this.around.log.warn({ accountId, conversationId, code, cause: message }, 'work is left to a newer release')
  }

  private async bury(outcoming: Outcoming, fault: unknown): Promise<void> {
    const { accountId, conversationId, settles } = outcoming
    const cause = describe(fault)
    this.buried += 1
    this.around.meter.count('dead-letters')
    this.around.log.error({ accountId, conversationId, settles, cause }, 'an outcome cannot be decided and is buried')
    try {
      const at = this.around.clock.now()
      await this.parts.gate.through(() =>
        this.around.storage.mailbox.bury({ accountId, conversationId, settles: addressOf(settles), cause, at }),
      )
      await this.giveToPeople(outcoming)
    } catch (second) {
      this.around.log.error({ accountId, conversationId, cause: describe(second) }, 'a buried outcome left more behind')
    }
  }

  /** The bot's default skill takes the conversation, without a bot: whatever went wrong must not happen again. */
  private async giveToPeople({ accountId, conversationId, botId }: Outcoming): Promise<void> {
    await this.parts.decider.undertake({
      accountId,
      conversationId,
      boundary: 'command-committed',
      make: async (state: Conversation, at) => {
        if (state.phase !== 'main') return { nothing: true }
        // What broke the outcome may break this too; the conversation's own skill needs nothing from the settings.
        const resolution =
          botId === undefined ? undefined : await this.parts.resolver.resolution(state, botId).catch(() => undefined)
        const found = resolution?.escalation.destination ?? {
          skillId: state.skillId,
          responseTimes: state.responseTimes,
          autoCloseMs: state.autoCloseMs,
          ...(state.silences && { silences: state.silences }),
        }
        const { bot: _nobody, ...destination } = found
        return { command: { type: 'transferToSkill', by: { kind: 'system' }, destination, at } }
      },
    })
  }
}

function addressOf(settles: SettledEffect) {
  return settles.kind === 'effect'
    ? { kind: settles.kind, effectId: settles.effectId }
    : { kind: settles.kind, name: settles.name, generation: settles.generation }
}

/** A fault in one short line. */
export function describe(fault: unknown): string {
  return (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).slice(0, 500)
}
