import type { EpochMs } from '@baton/base'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command, Outcome } from './commands.ts'
import { absent } from './conversation.ts'
import { decide } from './decide.ts'
import { refuse } from './decision.ts'
import { fold } from './evolve.ts'
import {
  answer,
  failure,
  greeter,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import { live, steps } from './testing/randomLife.ts'
import {
  accepted,
  answeredByAda,
  byAda,
  close,
  consumer,
  delayEnds,
  given,
  openIn,
  withSurvey,
  wrongTurn,
} from './testing/requests.ts'
import { weirdCommands } from './testing/weirdCommands.ts'

const numRuns = process.env.BATON_LONG ? 3_000 : 300
const erase = { type: 'erase', at: noon } as const
const attributed = { ...open(toQueue(orders)), attributes: { tier: 'gold' } }

describe('design 2: an outcome', () => {
  const late: readonly Outcome[] = [
    answer(1, { items: [say('Hi')] }),
    failure(1),
    { type: 'continueTurn', at: noon, turnId: wrongTurn, rest: { items: [] }, resolution: resolution(greeter) },
    { type: 'lapseOffer', at: noon, agentId: byAda.agentId },
    { type: 'expireSurvey', at: noon },
    { type: 'checkIdle', at: noon },
  ]

  it.each(late.map((outcome) => [outcome.type, outcome] as const))(
    '%s is never refused: nothing happens where there is nothing to settle',
    (_type, outcome) => {
      for (const state of [absent, answeredByAda(close(byAda)).state]) {
        expect(decide(state, outcome)).toEqual({ ok: true, events: [], effects: [] })
      }
    },
  )
})

describe('an erasure', () => {
  it.each([
    ['in a queue', () => given(attributed)],
    ['while a bot is asked', () => given({ ...open(toBot(orders, seat(greeter))), attributes: { tier: 'gold' } })],
    ['in a survey', () => given(attributed, close(consumer, withSurvey))],
    ['after the end', () => given(attributed, close(consumer))],
  ])('invariant 7: is possible %s, and takes what the page told', (_when, make) => {
    const world = make()
    const before = world.state

    expect(accepted(world.do(erase))).toEqual({ ok: true, events: [{ type: 'erased', v: 1 }], effects: [] })
    expect(before).toHaveProperty('attributes')
    expect(world.state).toHaveProperty('attributes', undefined)
    expect(world.state.phase).toBe(before.phase)
  })

  it('during a delay lets the bot finish what it was saying', () => {
    const items = [{ kind: 'delay', durationMs: 1_000, typing: true }, say('Here.')] as const
    const world = given(open(toBot(orders, seat(greeter))), answer(1, { items }), erase)
    world.do(delayEnds(world))

    expect(openIn(world).turn).toBeUndefined()
  })

  it('of nothing is refused', () => {
    expect(decide(absent, erase)).toEqual(refuse('conversation-not-found'))
  })
})

it.each([erase, write('Hello?'), close(consumer)])('what was never opened is not found ($type)', (command: Command) => {
  expect(decide(absent, command)).toEqual(refuse('conversation-not-found'))
})

describe('invariant 10: whatever the command says', () => {
  it('decide gives a decision, evolve carries it, and an outcome is not refused', () => {
    fc.assert(
      fc.property(steps, fc.array(weirdCommands, { minLength: 1, maxLength: 8 }), (life, commands) => {
        const world = live(life, () => undefined)
        for (const command of commands) {
          const decision = decide(world.state, command)
          if (isOutcome(command)) expect(decision.ok).toBe(true)
          if (!decision.ok) continue
          const from = world.log.length
          const log = decision.events.map((event, index) => ({ seq: from + index + 1, at: command.at, event }))
          expect(() => fold(log, world.state)).not.toThrow()
        }
      }),
      { numRuns },
    )
  })

  it('decides a reply of ten thousand words', () => {
    const items = Array.from({ length: 10_000 }, () => say('word'))

    expect(given(open(toBot(orders, seat(greeter))), answer(1, { items })).eventsOf('messageSent')).toHaveLength(10_001)
  })

  it('decides the same for the same', () => {
    const command = answer(1, { items: [say('Hi')] }, (noon + 7) as EpochMs)
    const { state } = given(open(toBot(orders, seat(greeter))))
    const frozen = structuredClone(state)

    expect(decide(state, command)).toEqual(decide(state, command))
    expect(state).toEqual(frozen)
  })
})

const isOutcome = ({ type }: Command): boolean =>
  ['acceptReply', 'failTurn', 'continueTurn', 'lapseOffer', 'expireSurvey', 'checkIdle'].includes(type)
