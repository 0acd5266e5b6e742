import type { AgentId, EpochMs, TagId, TurnId } from '@baton/base'
import type {
  AcceptOffer,
  AgentActor,
  BackToQueue,
  ChangePriority,
  ChangeTags,
  ClickElement,
  Close,
  Command,
  ContinueTurn,
  Join,
  Leave,
  OfferTo,
  RequestActor,
  TakeOver,
  TransferToSkill,
} from '../commands.ts'
import type { JoinedRole, OpenConversation, Priority } from '../conversation.ts'
import type { Accepted, Decision } from '../decision.ts'
import type { Timer } from '../effects.ts'
import type { Destination, SurveyPlan } from '../resolution.ts'
import { ada, agent, later, newClientId, noon, open, orders, resolution, seat, surveyor, toQueue } from './examples.ts'
import { World } from './world.ts'

/** Commands with little to say, for tests that read like sentences; whoever acts comes first, the rest has a default. */
export const consumer: RequestActor = { kind: 'consumer' }
export const system: RequestActor = { kind: 'system' }
export const withSurvey: SurveyPlan = { bot: seat(surveyor), timeoutMs: 3_600_000 }

export const transfer = (
  by: RequestActor,
  destination: Destination,
  more: Partial<TransferToSkill> = {},
): TransferToSkill => ({ type: 'transferToSkill', at: noon, by, destination, ...more })

export const giveBack = (by: RequestActor, at = noon): BackToQueue => ({ type: 'backToQueue', at, by })

export const offer = (agentId: AgentId, ring: OfferTo['ring'] = 'one', more: Partial<OfferTo> = {}): OfferTo => ({
  type: 'offerTo',
  at: noon,
  agentId,
  until: later(72_000),
  ring,
  weight: 1,
  ...more,
})

export const acceptOffer = (agentId: AgentId, at = noon): AcceptOffer => ({
  type: 'acceptOffer',
  at,
  agentId,
  weight: 0.5,
})

export const takeOver = (by: AgentActor, at = noon): TakeOver => ({ type: 'takeOver', at, by, weight: 1 })
export const join = (by: AgentActor, role: JoinedRole): Join => ({ type: 'join', at: noon, by, role })
export const leave = (by: AgentActor): Leave => ({ type: 'leave', at: noon, by })

export const close = (by: RequestActor, survey?: SurveyPlan, at = noon): Close => ({
  type: 'close',
  at,
  by,
  ...(survey && { survey }),
})

export const click = (on: number, more: Partial<ClickElement> = {}): ClickElement => ({
  type: 'clickElement',
  at: noon,
  clientId: newClientId(),
  on,
  element: '/structured/elements/0',
  texts: [],
  ...more,
})

export const prioritise = (by: RequestActor, type: Priority['type'], responseMs: number): ChangePriority => ({
  type: 'changePriority',
  at: noon,
  by,
  priority: { type, responseMs },
})

export const tag = (by: RequestActor, add: readonly TagId[], remove: readonly TagId[] = [], at = noon): ChangeTags => ({
  type: 'changeTags',
  at,
  by,
  add,
  remove,
})

/** The delay that runs in this world is over. */
export function delayEnds(world: World, more: Partial<ContinueTurn> = {}): ContinueTurn {
  const timer = timerIn(world, 'delay')
  const { turnId, rest } = timer
  return { type: 'continueTurn', at: timer.dueAt, turnId, rest, resolution: resolution(botIn(world)), ...more }
}

export const wrongTurn = 99 as TurnId

/** What these commands lead to; one that is refused fails the test at once. */
export function given(...commands: readonly Command[]): World {
  const world = new World()
  for (const command of commands) accepted(world.do(command))
  return world
}

/** A conversation that Ada answers, from the queue by way of an offer. */
export const answeredByAda = (...more: readonly Command[]): World =>
  given(open(toQueue(orders)), offer(ada), acceptOffer(ada), ...more)

export function accepted(decision: Decision | 'effect-gone'): Accepted {
  if (decision === 'effect-gone') throw new Error('the effect is gone')
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}`)
  return decision
}

/** The state of a conversation that must be open here. */
export function openIn({ state }: World): OpenConversation {
  if (state.phase === 'absent' || state.phase === 'closed') throw new Error(`the conversation is ${state.phase}`)
  return state
}

/** The timer of this kind that runs; there must be one. */
export function timerIn<K extends Timer['on']>(world: World, on: K): Extract<Timer, { on: K }> {
  for (const { timer } of world.timers.values()) if (timer.on === on) return timer as Extract<Timer, { on: K }>
  throw new Error(`no timer ${on} runs`)
}

/** When the timer of this kind is due; undefined when none runs. */
export function dueIn(world: World, on: Timer['on']): EpochMs | undefined {
  return [...world.timers.values()].find(({ timer }) => timer.on === on)?.timer.dueAt
}

/** Who said what so far, bodies as text: `consumer: Hello`; private words in brackets. */
export function wordsIn(world: World): readonly string[] {
  return world.eventsOf('messageSent').map(({ by, audience, body }) => {
    const text = body?.content.kind === 'text' ? body.content.text : '…'
    return `${by.kind}: ${audience === 'ALL' ? text : `(${text})`}`
  })
}

function botIn(world: World) {
  const { turn } = openIn(world)
  if (!turn) throw new Error('no turn is open')
  return turn.botId
}

export const byAda = agent(ada)
