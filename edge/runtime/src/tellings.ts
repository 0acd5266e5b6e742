import type { AbortSignalLike, EpochMs } from '@baton/base'
import type { TellBot } from '@baton/conversation'
import { isOpen } from './commands.ts'
import type { Conversations } from './conversations.ts'
import type { Directory } from './directory.ts'
import { NewerRelease } from './newerRelease.ts'
import { describe, type Outcomes } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { Work } from './workPool.ts'

type Telling = Work & { readonly effect: TellBot }

/** Tells bots of a conversation's life: one attempt, the answer is ignored, errors are only logged (connector R3.14). */
export class Tellings {
  private readonly around: Surroundings
  private readonly parts: {
    conversations: Conversations
    directory: Directory
    resolver: Resolver
    outcomes: Outcomes
  }

  constructor(around: Surroundings, parts: Tellings['parts']) {
    this.around = around
    this.parts = parts
  }

  /** Never rejects. */
  async perform(work: Telling, signal: AbortSignalLike): Promise<void> {
    const { accountId, conversationId, effect } = work
    this.around.observe('work-claimed')
    try {
      await this.tell(work, signal)
    } catch (fault) {
      if (signal.aborted) return
      if (fault instanceof NewerRelease) return this.parts.outcomes.leave(work, fault)
      this.around.log.warn({ accountId, conversationId, cause: describe(fault) }, 'a bot could not be told')
    }
    if (signal.aborted) return
    await this.parts.outcomes.bringHome({
      accountId,
      conversationId,
      settles: { kind: 'effect', effectId: effect.id, claimedBy: this.around.nodeId },
      boundary: 'outcome-committed',
      signal,
      make: () => ({ nothing: true }),
    })
  }

  private async tell({ accountId, conversationId, effect, attempt }: Telling, signal: AbortSignalLike): Promise<void> {
    const { state, unreadable } = (await this.parts.conversations.load(accountId, conversationId)) ?? {}
    if (unreadable !== undefined) throw new NewerRelease(unreadable)
    const bot = await this.parts.directory.bot(accountId, effect.botId)
    const config = bot?.enabled ? this.parts.resolver.configOf(bot) : undefined
    // A second attempt exists only after a crash; a third would come of a crash that this very call brings about.
    if (state === undefined || state.phase === 'absent' || config === undefined || attempt > 2) return
    const outcome = await this.around.connector.tell({
      accountId,
      conversationId,
      botId: effect.botId,
      config,
      what: effect.what,
      announce: isOpen(state) && effect.what === 'STARTED' && state.answeredTurns === 0,
      skillId: state.skillId,
      entryPointId: state.entryPointId,
      consumerId: state.consumerId,
      language: state.language,
      idempotencyKey: `${effect.id}/0`,
      attempt,
      deadline: (this.around.clock.now() + config.http.timeoutMs) as EpochMs,
      signal,
      ...(state.attributes && { attributes: state.attributes }),
    })
    if (outcome.ok || signal.aborted) return
    const { code, cause } = outcome
    this.around.log.warn({ accountId, conversationId, botId: effect.botId, code, cause }, 'a bot could not be told')
  }
}
