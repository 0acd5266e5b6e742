import type { AgentId, TurnId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import type { ConversationEvent } from './events.ts'
import { evolve, fold } from './evolve.ts'
import {
  ada,
  answer,
  baristas,
  ben,
  failure,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  say,
  seat,
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import {
  answeredByAda,
  byAda,
  close,
  consumer,
  given,
  offer,
  openIn,
  takeOver,
  withSurvey,
} from './testing/requests.ts'
import { richLife, withoutBodies } from './testing/richLife.ts'

const atGreeter = open(toBot(orders, seat(greeter)))
const absentEvents: readonly ConversationEvent[] = [
  { type: 'erased', v: 1 },
  { type: 'closed', v: 1, by: { kind: 'system' }, reason: 'idle', unanswered: [] },
]

describe('the state of a conversation', () => {
  it.each(absentEvents)('begins with its opening and with nothing else ($type)', (event) => {
    expect(evolve({ phase: 'absent' }, { seq: 1, at: noon, event })).toEqual({ phase: 'absent' })
  })

  it('after its opening alone knows that nobody has spoken', () => {
    const [opening] = given({ ...open(toQueue(orders), 'Hello', later(3)) }).log

    expect(fold(opening ? [opening] : [])).toMatchObject({
      openedAt: later(3),
      lastActivityAt: later(3),
      lastConsumerSeq: 0,
      consumerSpokeLast: false,
      hops: 0,
    })
  })

  it('knows its last place, its last public place and its last time', () => {
    const world = given(atGreeter, answer(1, { items: [say('a note', 'AGENTS_AND_MANAGERS')] }, later(7)))

    expect(world.story.slice(3)).toEqual(['turnAnswered', 'messageSent', 'turnEnded'])
    expect(openIn(world)).toMatchObject({ seq: 6, lastPublicSeq: 6, lastAt: later(7) })
    world.do({ type: 'setAttributes', at: later(9), attributes: {} })
    expect(openIn(world)).toMatchObject({ seq: 7, lastPublicSeq: 6, lastAt: later(9) })
  })

  it('is not touched by events that do not fit it', () => {
    const world = given(open(toQueue(orders)))
    const misfits: readonly ConversationEvent[] = [
      { type: 'turnPaused', v: 1, turnId: 9 as TurnId, botId: greeter, until: noon, typing: true },
      { type: 'offerEnded', v: 1, agentId: ben, why: 'lapsed' },
      { type: 'left', v: 1, agentId: ben, role: 'reader' },
      { type: 'turnEnded', v: 1, turnId: 9 as TurnId, outcome: 'replied', unanswered: [] },
    ]
    for (const event of misfits) {
      const { seq, lastPublicSeq, ...before } = openIn(world)
      const {
        seq: _next,
        lastPublicSeq: _public,
        ...rest
      } = evolve(world.state, { seq: seq + 1, at: noon, event }) as typeof world.state & {
        seq: number
        lastPublicSeq: number
      }
      expect(lastPublicSeq).toBeLessThanOrEqual(seq)
      expect(rest).toEqual(before)
    }
  })

  it('folds without bodies to the same, but for what the page told', () => {
    const { log } = richLife()
    const upToErasure = log.slice(
      0,
      log.findIndex(({ event }) => event.type === 'erased'),
    )

    expect(fold(withoutBodies(log))).toEqual(fold(log))
    const { attributes, ...facts } = fold(upToErasure) as { attributes?: unknown }
    expect(attributes).toBeDefined()
    expect(fold(withoutBodies(upToErasure))).toEqual(facts)
  })

  it('once closed has no turn, no assignee and nothing that waits', () => {
    const { state } = given(atGreeter, write('Hello?'), close(consumer, undefined, later(3)))

    expect(Object.keys(state)).not.toEqual(expect.arrayContaining(['turn']))
    for (const gone of ['turn', 'assignee', 'waiting', 'offers', 'joined']) expect(state).not.toHaveProperty(gone)
    expect(state).toMatchObject({ closedAt: later(3), closedBy: consumer, lastAt: later(3) })
  })

  it('once closed changes with erasures only, but for its place', () => {
    const { state } = given(atGreeter, close(consumer))
    const after = evolve(state, { seq: 9, at: later(9), event: { type: 'joined', v: 1, agentId: ada, role: 'reader' } })

    expect(after).toMatchObject({ ...state, seq: 9, lastAt: later(9), lastPublicSeq: 5 })
  })
})

describe('the seat of a bot', () => {
  it('counts the turns it answered, and begins anew with the next seat', () => {
    const world = given(atGreeter)
    expect(openIn(world).answeredTurns).toBe(0)
    world.do(answer(1, { items: [say('Hi')] }))
    world.do(write('Hello?'))
    world.do(answer(2, { items: [say('Hi again')] }))
    expect(openIn(world).answeredTurns).toBe(2)
    world.do(close(consumer, withSurvey))
    expect(openIn(world).answeredTurns).toBe(0)
  })

  it('does not count a failure', () => {
    expect(openIn(given(atGreeter, failure(1))).answeredTurns).toBe(0)
  })

  it('has turns with numbers that never come back', () => {
    const world = given(atGreeter, takeOver(manager(mia)))

    expect(openIn(world).nextTurnId).toBe(2)
  })

  it('knows whether it spoke in the open turn', () => {
    const items = [
      say('psst', 'AGENTS_AND_MANAGERS'),
      { kind: 'delay', durationMs: 9, typing: true },
      say('x'),
    ] as const

    expect(openIn(given(atGreeter, answer(1, { items }))).turn?.spoke).toBe(false)
    expect(openIn(given(atGreeter, answer(1, { items: [say('Hi'), ...items] }))).turn?.spoke).toBe(true)
  })
})

describe('the counters', () => {
  it('of transfers begin anew when the consumer speaks', () => {
    const move = { type: 'transferToSkill', at: noon, by: { kind: 'system' } } as const
    const world = given(
      open(toQueue(orders)),
      { ...move, destination: toQueue(baristas) },
      { ...move, destination: toQueue(orders) },
    )

    expect(openIn(world).hops).toBe(2)
    world.do(write('Hello?'))
    expect(openIn(world).hops).toBe(0)
  })

  it('of activity follow words of both sides, and transfers', () => {
    const world = answeredByAda(write('Hello?', later(1)))
    expect(openIn(world).lastActivityAt).toBe(later(1))
    world.do(write('Hi', later(2), { by: byAda }))
    expect(openIn(world)).toMatchObject({ lastActivityAt: later(2), lastConsumerSeq: 5 })
    world.do(offer(7 as AgentId))
    expect(openIn(world).lastActivityAt).toBe(later(2))
  })

  it('an offer made again replaces the first', () => {
    const world = given(open(toQueue(orders)), offer(ada, 'all'))
    const event = { type: 'offered', v: 1, agentId: ada, until: later(9), reserved: true } as const

    expect(evolve(world.state, { seq: 4, at: noon, event })).toMatchObject({
      offers: [{ agentId: ada, until: later(9), reserved: true }],
    })
  })
})
