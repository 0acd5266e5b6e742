import type { AgentId, EpochMs, SkillId } from '@baton/base'
import { after } from '@baton/base'
import {
  answerDueAt,
  type Destination,
  type Occasion,
  type OpenConversation,
  type SaidByItself,
} from '@baton/conversation'
import { opensNextAt } from '@baton/routing'
import type { Directory } from '../directory.ts'
import { filled, responseTimeIn, textFor } from './automaticTexts.ts'
import { hoursOf, opensAtIn } from './hoursOf.ts'

interface At {
  /** Behind the event. */
  readonly skillId?: SkillId
  /** Whose name the text may use. */
  readonly agentId?: AgentId
  /** When an answer is due behind the event; absent: as it is now. */
  readonly dueAt?: EpochMs | 'none'
}

/** As part of a command. */
type Says = { readonly says?: SaidByItself }

/** What the brand says by itself when something happens to a conversation (messaging R3.16); the rules say it with the event. */
export class Occasions {
  private readonly directory: Directory

  constructor(directory: Directory) {
    this.directory = directory
  }

  /** @param at the instant of the command */
  async on(kind: Occasion, state: OpenConversation, at: EpochMs, there: At = {}): Promise<Says> {
    const { accountId, language, entryPointId } = state
    const messages = await this.directory.automaticMessages(accountId)
    const text = textFor(messages, kind, { entryPointId, language, skillId: there.skillId ?? state.skillId })
    if (text === undefined) return {}
    const dueAt = there.dueAt === undefined ? answerDueAt(state) : there.dueAt
    const person = there.agentId === undefined ? undefined : await this.directory.person(accountId, there.agentId)
    const said = filled(text, {
      brand: (await this.directory.account(accountId))?.name,
      agent: person?.nickname,
      responseTime: dueAt === undefined || dueAt === 'none' ? undefined : responseTimeIn(language, dueAt - at),
    })
    return said === undefined ? {} : { says: { kind, text: said } }
  }

  /**
   * Behind the consumer's words to a person who is not there at this time; once each time that it is closed.
   * @param opensAt when it opens again
   */
  async closedTo(state: OpenConversation, at: EpochMs, opensAt: EpochMs): Promise<{ readonly closed?: string }> {
    const { accountId, skillId, language, toldAt } = state
    const text = textFor(await this.directory.automaticMessages(accountId), 'closed', state)
    const hours = text === undefined ? undefined : await hoursOf(this.directory, state, skillId)
    if (text === undefined || hours === undefined) return {}
    if (toldAt?.closed !== undefined && opensNextAt(hours, toldAt.closed) === opensAt) return {}
    const dueAt = answerDueAt({ ...state, pendingSince: at, opensAt })
    const closed = filled(text, {
      brand: (await this.directory.account(accountId))?.name,
      responseTime: dueAt === undefined ? undefined : responseTimeIn(language, dueAt - at),
      opensAt: opensAtIn(language, hours, at),
    })
    return closed === undefined ? {} : { closed }
  }

  /**
   * The destination with what is said to whom somebody passes on to there (messaging T7, T8). One who is meant for a person by name
   * is told of no response time; where the brand has no words for that, those of every transfer will do.
   */
  async passingOn(
    state: OpenConversation,
    destination: Destination,
    at: EpochMs,
    suggestedAgentId?: AgentId,
  ): Promise<Destination> {
    const { skillId } = destination
    if (suggestedAgentId !== undefined && destination.bot === undefined) {
      const named = { skillId, agentId: suggestedAgentId, dueAt: 'none' } as const
      const own = await this.on('transferredToAgent', state, at, named)
      return {
        ...destination,
        ...(own.says ? own : await this.on('transferred', state, at, { skillId, dueAt: 'none' })),
      }
    }
    const { type, responseMs } = state.priority
    const { responseTimes, opensAt = at } = destination
    const dueAt = type === 'custom' ? after(at, responseMs) : after(opensAt, responseTimes[type])
    return { ...destination, ...(await this.on('transferred', state, at, { skillId, dueAt })) }
  }
}
