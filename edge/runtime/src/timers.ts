import type { EpochMs } from '@baton/base'
import type { Conversation, Timer } from '@baton/conversation'
import type { ClaimedTimer } from '@baton/storage'
import { isOpen } from './commands.ts'
import type { Made } from './decider.ts'
import type { Presences } from './dispatcher/presences.ts'
import type { Outcomes } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { AutomaticWords } from './words/automaticWords.ts'

/** Carries out timers that are due. One that was set again or cleared meanwhile changes nothing. */
export class Timers {
  private readonly around: Surroundings
  private readonly outcomes: Outcomes
  private readonly resolver: Resolver
  private readonly presence: Pick<Presences, 'isThere'>
  private readonly automatic: Pick<AutomaticWords, 'announcement' | 'ofSilence'>

  constructor(
    around: Surroundings,
    parts: {
      outcomes: Outcomes
      resolver: Resolver
      presence: Pick<Presences, 'isThere'>
      automatic: Pick<AutomaticWords, 'announcement' | 'ofSilence'>
    },
  ) {
    this.around = around
    this.outcomes = parts.outcomes
    this.resolver = parts.resolver
    this.presence = parts.presence
    this.automatic = parts.automatic
  }

  /** Never rejects. */
  async perform({ accountId, conversationId, timer, generation }: ClaimedTimer): Promise<void> {
    this.around.observe('timer-claimed')
    this.around.meter.count('timers')
    await this.outcomes.bringHome({
      accountId,
      conversationId,
      settles: { kind: 'timer', name: timer.name, generation, claimedBy: this.around.nodeId },
      boundary: 'timer-committed',
      make: (state, at) => this.command(timer, state, at),
    })
  }

  private async command(timer: Timer, state: Conversation, at: EpochMs): Promise<Made> {
    if (!isOpen(state)) return { nothing: true }
    switch (timer.on) {
      case 'turnBudget': {
        const { turnId } = timer
        if (state.turn?.turnId !== turnId || state.turn.stage !== 'asking') return { nothing: true }
        const { botId } = state.turn
        const resolution = await this.resolver.resolution(state, botId)
        const cause = 'The bot did not answer in the time that a turn may take.'
        return { command: { type: 'failTurn', turnId, code: 'silent', cause, problems: [], resolution, at } }
      }
      case 'delay': {
        const { turnId, rest } = timer
        if (state.turn?.turnId !== turnId) return { nothing: true }
        const resolution = await this.resolver.resolutionOfReply(state, state.turn.botId, rest.action)
        return { command: { type: 'continueTurn', turnId, rest, resolution, at } }
      }
      case 'offer':
        return { command: { type: 'lapseOffer', agentId: timer.agentId, at } }
      case 'agentGone': {
        const { agentId } = timer
        const isBack = await this.presence.isThere(state.accountId, agentId)
        const tells = isBack ? {} : await this.resolver.backInQueue(state, at)
        return { command: { type: 'returnFromGone', agentId, isBack, at, ...tells } }
      }
      case 'survey':
        return { command: { type: 'expireSurvey', at } }
      case 'idle':
        return { command: { type: 'checkIdle', at } }
      case 'transfer': {
        const { attempt } = timer
        if (state.attempt?.seq !== attempt) return { nothing: true }
        const ifFails = await this.resolver.ifFails(state, state.attempt.botId)
        const cause = 'Nobody took it in the time that the skill gives.'
        return {
          command: { type: 'failTransfer', attempt, why: 'timedOut', cause, at, ...(ifFails && { ifFails }) },
        }
      }
      case 'suggestion':
        return { command: { type: 'endSuggestion', agentId: timer.agentId, at } }
      case 'announce':
        return { command: await this.automatic.announcement(state, at) }
      case 'silence':
        return { command: await this.automatic.ofSilence(state, at) }
    }
  }
}
