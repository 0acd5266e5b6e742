import type { Command } from '../commands.ts'
import type { Conversation } from '../conversation.ts'
import type { ConversationEvent, Recorded } from '../events.ts'
import {
  ada,
  answer,
  baristas,
  ben,
  expert,
  failure,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  refund,
  resolution,
  say,
  seat,
  signedInConsumerId,
  surveyor,
  toBot,
  toQueue,
  write,
} from './examples.ts'
import {
  acceptOffer,
  byAda,
  click,
  close,
  consumer,
  delayEnds,
  giveBack,
  join,
  leave,
  offer,
  prioritise,
  tag,
  takeOver,
  transfer,
  withSurvey,
} from './requests.ts'
import { World } from './world.ts'

/** What a fixture of a release holds: a log in which every type of event occurs, and what it folded to on the way. */
export interface RecordedLife {
  readonly log: readonly Recorded[]
  /** The state after the event in this place. */
  readonly states: readonly { readonly seq: number; readonly state: Conversation }[]
}

/**
 * One conversation in which everything happens that can: two bots, a failure with nowhere to go, people, a survey and an
 * erasure. Each release plays it once and keeps the result in `fixtures`, for ever.
 */
export function richLife(): RecordedLife {
  const world = new World()
  const states: { seq: number; state: Conversation }[] = []
  const step = (command: Command): void => {
    const decision = world.do(command)
    if (decision === 'effect-gone' || !decision.ok) throw new Error(`refused: ${JSON.stringify({ command, decision })}`)
    states.push({ seq: world.log.length, state: world.state })
  }
  const { destination: _gone, ...nowhere } = resolution(greeter).escalation
  const delay = { kind: 'delay', durationMs: 2_000, typing: true } as const

  const inTime = { deadline: later(194_000) }

  step({ ...open(toBot(orders, seat(greeter, { hears: true })), 'Hello'), attributes: { tier: 'gold' } })
  step(write('Is anybody there?', later(1)))
  step(answer(1, { items: [say('Good day!'), delay, say('Coffee or tea?')], intents: [intent] }, later(2)))
  step(delayEnds(world))
  step(failure(2, later(3_000), resolution(greeter, { escalation: nowhere })))
  step(click(7, { at: later(4_000), texts: ['Tea'] }))
  step({ type: 'setAttributes', at: later(4_001), attributes: { tier: 'platinum' } })
  step(
    answer(
      3,
      { action: { kind: 'transfer', skillName: 'Baristas' } },
      later(5_000),
      resolution(greeter, { transfer: { ok: true, destination: toBot(baristas, seat(expert, { welcome: true })) } }),
    ),
  )
  step(failure(4, later(6_000), resolution(expert)))
  step({
    type: 'failTransfer',
    at: later(6_100),
    attempt: world.log.findLast(({ event }) => event.type === 'transferred')?.seq ?? 0,
    why: 'nobodyOnline',
    cause: 'Nobody was online for a minute.',
    ifFails: { seat: seat(expert), retries: 3, stopped: 'Please try later.' },
  })
  step(failure(5, later(6_200), resolution(expert)))
  step(join(manager(mia), 'manager'))
  step(offer(ada, 'one', { at: later(7_000), until: later(79_000), explanation: 'free the longest' }))
  step(offer(ben, 'all', { at: later(7_001), until: later(79_000) }))
  step(acceptOffer(ada, later(8_000)))
  step(write('A green one, please', later(9_000)))
  step(write('Ask for the tin on the left.', later(9_500), { by: manager(mia), audience: 'AGENTS_AND_MANAGERS' }))
  step(write('Coming!', later(10_000), { by: byAda }))
  step(prioritise(byAda, 'urgent', 300_000))
  step(tag(byAda, [refund], [], later(10_500)))
  step(giveBack(byAda, later(11_000)))
  step({ type: 'endCopy', at: later(11_500), ...copied, succeeded: true, seat: seat(greeter) })
  step(takeOver(manager(ben), later(12_000)))
  step(leave(manager(mia)))
  step(transfer(manager(ben), toQueue(orders), { at: later(13_000), suggestedAgentId: ada }))
  step(close(consumer, withSurvey, later(14_000)))
  step({ ...answer(6, { items: [say('One moment.')] }, later(14_500), resolution(surveyor)), goesOn: inTime })
  step(answer(6, { items: [say('How was it?')] }, later(15_000), resolution(surveyor)))
  step(write('Good', later(16_000)))
  step({ type: 'stepUp', at: later(16_500), consumerId: signedInConsumerId })
  step({ type: 'erase', at: later(17_000) })
  step(
    answer(
      7,
      {
        surveyAnswers: [{ measures: 'csat', question: 'How was it?', answer: '5', number: 5 }],
        action: { kind: 'close', withSurvey: false },
      },
      later(18_000),
      resolution(surveyor),
    ),
  )
  return { log: world.log, states }
}

const copied = { botId: greeter, uploadId: '1.0.f', fileId: 'f' }
const intent = { id: 'greet', name: 'Greeting', confidenceScore: 0.9 }

/** The log as it is stored after an erasure: the bodies are gone, everything else stays. */
export const withoutBodies = (log: readonly Recorded[]): readonly Recorded[] =>
  log.map(({ event, ...place }) => {
    const { body: _erased, ...facts } = event as ConversationEvent & { body?: unknown }
    return { ...place, event: facts as ConversationEvent }
  })
