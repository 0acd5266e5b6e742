import type { AgentId, EpochMs } from '@baton/base'
import { clickAnswer } from '@baton/content'
import {
  type AgentActor,
  answerDueAt,
  type ClickElement,
  type Command,
  type Conversation,
  type Occasion,
  type OpenConversation,
  type Priority,
  type TransferToSkill,
} from '@baton/conversation'
import type { Made } from './decider.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { Order } from './runtime.ts'

/** Orders to a conversation that exists. */
export type OrderToConversation = Exclude<Order, { type: 'write'; by: { kind: 'consumer' } }>
type ClickOrder = Extract<Order, { type: 'click' }>
type TransferOrder = Extract<Order, { type: 'transfer' }>
type PriorityOrder = Extract<Order, { type: 'changePriority' }>
type AgentWrite = Extract<Order, { type: 'write'; by: { kind: 'agent' } }>

/** Share of one place that a conversation takes. */
const FULL_WEIGHT = 1

/** Makes commands of orders: adds what the settings and the log say, which no door can claim. */
export class Commands {
  private readonly around: Surroundings
  private readonly resolver: Resolver

  constructor(around: Surroundings, resolver: Resolver) {
    this.around = around
    this.resolver = resolver
  }

  async of(order: OrderToConversation, state: Conversation, at: EpochMs): Promise<Made> {
    // Whose conversation it is comes first: a stranger learns nothing, not even that it exists.
    if (!mayKnowOf(order, state)) return { refusal: 'conversation-not-found' }
    switch (order.type) {
      case 'write':
        return { command: agentMessage(order, at) }
      case 'click':
        return this.click(order, state, at)
      case 'setAttributes':
        return { command: { type: 'setAttributes', attributes: order.attributes, at } }
      case 'transfer':
        return this.transfer(order, state, at)
      case 'changePriority':
        return this.changePriority(order, state, at)
      case 'close':
        return { command: await this.close(order, state, at) }
      case 'offer':
        return { command: offerTo(order, at) }
      case 'takeOver':
        return { command: { type: 'takeOver', by: order.by, weight: FULL_WEIGHT, at } }
      case 'acceptOffer':
        return { command: await this.acceptOffer(order.by.agentId, state, at) }
      case 'rejectOffer':
        return { command: { type: 'rejectOffer', agentId: order.by.agentId, at } }
      case 'changeTags':
        return { command: { type: 'changeTags', by: order.by, add: order.add, remove: order.remove, at } }
      case 'leave':
        return { command: { type: 'leave', by: order.by, at, ...(await this.says('left', order.by, state, at)) } }
      case 'backToQueue':
        return { command: { type: 'backToQueue', by: order.by, at, ...(await this.resolver.backInQueue(state, at)) } }
      case 'join': {
        const { by, role } = order
        return { command: { type: 'join', by, role, at, ...(await this.says('joined', by, state, at)) } }
      }
      case 'stepUp':
        return { command: { type: 'stepUp', consumerId: order.consumerId, at } }
      case 'erase':
        return { command: { type: 'erase', at } }
    }
  }

  private async click(order: ClickOrder, state: Conversation, at: EpochMs): Promise<Made> {
    const { accountId, conversationId, on, element, chosen, clientId } = order
    const [shown] = await this.around.storage.conversations.readEvents(accountId, conversationId, [on])
    const event = shown?.event
    const isVisible = event?.type === 'messageSent' && event.audience === 'ALL' && event.by.kind !== 'consumer'
    const content = isVisible ? event.body?.content : undefined
    const answer = content && clickAnswer(content, element, chosen, at)
    if (answer === undefined) return { refusal: 'unknown-element', path: '/element' }

    const seat = await this.seatIn(state)
    const endsSurvey = isOpen(state) && (await this.resolver.endsSurvey(state, answer.texts))
    const command: ClickElement = {
      type: 'clickElement',
      clientId,
      on,
      element,
      at,
      ...answer,
      ...(await this.resolver.opensAgain(state, at)),
      ...(seat && { seat }),
      ...(endsSurvey && { endsSurvey }),
    }
    return { command }
  }

  private async transfer(order: TransferOrder, state: Conversation, at: EpochMs): Promise<Made> {
    const { accountId, skillId, agentId, by, note } = order
    const { entryPointId } = isOpen(state) ? state : {}
    const destination = await this.resolver.destination({ accountId, entryPointId }, skillId)
    if (destination === undefined) return { refusal: 'unknown-skill', path: '/skillId' }
    const returned = await this.givingBack(order, state)
    const leadsBack = returned.givesBack !== undefined
    if (isOpen(state) && !leadsBack && !(await this.resolver.people.mayPassOn(accountId, state.skillId, skillId))) {
      return { refusal: 'not-permitted', path: '/skillId' }
    }
    const suggestedAgentId =
      agentId === undefined ? undefined : await this.resolver.suggestion(accountId, agentId, skillId)
    if (suggestedAgentId !== undefined && !(await this.resolver.people.mayName(accountId, by, suggestedAgentId))) {
      return { refusal: 'not-permitted', path: '/agentId' }
    }
    return {
      command: {
        type: 'transferToSkill',
        by,
        destination: isOpen(state)
          ? await this.resolver.occasions.passingOn(state, destination, at, suggestedAgentId)
          : destination,
        at,
        ...(note && { note }),
        ...(suggestedAgentId !== undefined && { suggestedAgentId }),
        ...returned,
      },
    }
  }

  /** Who sends back from the queue to where a bot handed over from means that bot, and no other one of that skill. */
  private async givingBack(
    { skillId, agentId }: TransferOrder,
    state: Conversation,
  ): Promise<Pick<TransferToSkill, 'givesBack'>> {
    if (!isOpen(state) || state.assignee.kind !== 'queue' || agentId !== undefined) return {}
    const { attempt } = state
    if (attempt?.from.skillId !== skillId) return {}
    const givesBack = await this.resolver.ifFails(state, attempt.botId)
    return givesBack === undefined ? {} : { givesBack }
  }

  private async close(order: Extract<Order, { type: 'close' }>, state: Conversation, at: EpochMs): Promise<Command> {
    const by = order.by.kind === 'consumer' ? ({ kind: 'consumer' } as const) : order.by
    const wantsSurvey = isOpen(state) && order.withoutSurvey !== true
    const survey = wantsSurvey ? await this.resolver.surveyOf(state) : undefined
    return { type: 'close', by, at, ...(survey && { survey }) }
  }

  private async acceptOffer(agentId: AgentId, state: Conversation, at: EpochMs): Promise<Command> {
    const says = await this.says('accepted', { agentId }, state, at)
    return { type: 'acceptOffer', agentId, weight: FULL_WEIGHT, at, ...says }
  }

  private async changePriority(order: PriorityOrder, state: Conversation, at: EpochMs): Promise<Made> {
    const made = changePriority(order, state, at)
    if (!('command' in made) || made.command.type !== 'changePriority' || !isOpen(state)) return made
    const { priority } = made.command
    if (priority.type !== 'custom') return made
    const dueAt = answerDueAt({ ...state, priority }) ?? 'none'
    return { command: { ...made.command, ...(await this.resolver.occasions.on('answerTime', state, at, { dueAt })) } }
  }

  /** What the brand says by itself of what this person does. */
  private async says(occasion: Occasion, by: Pick<AgentActor, 'agentId'>, state: Conversation, at: EpochMs) {
    return isOpen(state) ? this.resolver.occasions.on(occasion, state, at, { agentId: by.agentId }) : {}
  }

  private async seatIn(state: Conversation) {
    return isOpen(state) ? this.resolver.seatIn(state) : undefined
  }
}

export const isOpen = (state: Conversation): state is OpenConversation =>
  state.phase === 'main' || state.phase === 'survey'

export const isQueued = (state: Conversation): state is OpenConversation =>
  isOpen(state) && state.assignee.kind === 'queue'

function mayKnowOf(order: OrderToConversation, state: Conversation): boolean {
  if (state.phase === 'absent') return false
  if (!('by' in order) || order.by.kind !== 'consumer') return true
  return order.by.consumerId === state.consumerId
}

function agentMessage({ by, clientId, content, audience, metadata }: AgentWrite, at: EpochMs): Command {
  return { type: 'sendMessage', by, clientId, content, audience, at, ...(metadata && { metadata }) }
}

function offerTo(order: Extract<Order, { type: 'offer' }>, at: EpochMs): Command {
  const { agentId, until, ring, explanation } = order
  return {
    type: 'offerTo',
    agentId,
    until,
    ring,
    weight: FULL_WEIGHT,
    at,
    ...(explanation !== undefined && { explanation }),
  }
}

function changePriority(order: PriorityOrder, state: Conversation, at: EpochMs): Made {
  if (!isOpen(state)) return { refusal: 'conversation-closed' }
  const { priority: type, responseMs } = order
  const priority: Priority | undefined =
    type !== 'custom'
      ? { type, responseMs: state.responseTimes[type] }
      : responseMs === undefined
        ? undefined
        : { type, responseMs }
  if (priority === undefined) return { refusal: 'priority-not-permitted', path: '/responseMs' }
  const by = order.by.kind === 'consumer' ? ({ kind: 'consumer' } as const) : order.by
  return { command: { type: 'changePriority', by, priority, at } }
}
