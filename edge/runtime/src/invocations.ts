import type { AbortSignalLike } from '@baton/base'
import type { InvokeFunction } from '@baton/conversation'
import { isOpen } from './commands.ts'
import type { Functions } from './integrations/functions.ts'
import { NewerRelease } from './newerRelease.ts'
import { describe, type Outcomes } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { Work } from './workPool.ts'

export type Invocation = Work & { readonly effect: InvokeFunction }

/** connector R4.26. */
const TIMEOUT_MS = 30_000
/** A second attempt exists only after a crash; a third would come of a crash that this very call brings about. */
const MOST_ATTEMPTS = 2

/** Runs functions that bots asked for, beside the conversation; what comes of one goes nowhere (connector R4.26, R4.27). */
export class Invocations {
  private readonly around: Surroundings
  private readonly parts: { resolver: Resolver; outcomes: Outcomes; functions: Functions | undefined }

  constructor(around: Surroundings, parts: Invocations['parts']) {
    this.around = around
    this.parts = parts
  }

  /** Never rejects. */
  async perform(work: Invocation, signal: AbortSignalLike): Promise<void> {
    const { accountId, conversationId, effect } = work
    this.around.observe('work-claimed')
    let cause: string | undefined
    try {
      cause = await this.run(work, signal)
    } catch (fault) {
      if (fault instanceof NewerRelease) return this.parts.outcomes.leave(work, fault)
      cause = describe(fault)
    }
    if (signal.aborted) return
    if (cause !== undefined) {
      const { botId, functionId, failOnError } = effect
      const facts = { accountId, conversationId, botId, functionId, failOnError, code: 'function-failed', cause }
      this.around.log.warn(facts, 'a function that a bot asked for failed')
    }
    const failed = effect.failOnError ? cause : undefined
    await this.parts.outcomes.bringHome({
      accountId,
      conversationId,
      settles: { kind: 'effect', effectId: effect.id, claimedBy: this.around.nodeId },
      boundary: 'outcome-committed',
      botId: effect.botId,
      signal,
      make: async (state, at) => {
        if (failed === undefined || !isOpen(state)) return { nothing: true }
        const { botId, turnId } = effect
        const resolution = await this.parts.resolver.resolution(state, botId)
        return { command: { type: 'failInvocation', botId, turnId, cause: failed, resolution, at } }
      },
    })
  }

  /** @returns why it failed */
  private async run(work: Invocation, signal: AbortSignalLike): Promise<string | undefined> {
    const { accountId, conversationId, effect, attempt } = work
    const { functions } = this.parts
    if (functions === undefined) return 'This server runs no functions.'
    if (attempt > MOST_ATTEMPTS) return 'It was begun twice and never ended.'
    const end = await functions.run({
      accountId,
      of: effect.functionId,
      payload: effect.payload,
      context: { conversationId, accountId, botId: String(effect.botId), skillId: String(effect.skillId) },
      idempotencyKey: `${effect.id}/0`,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
    return end.ok ? undefined : `${end.status}: ${end.cause}`
  }
}
