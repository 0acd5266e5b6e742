import type { EpochMs } from '@baton/base'
import type { ReplyItem } from '@baton/bot'
import { describe, expect, it } from 'vitest'
import type { Command } from '../commands.ts'
import type { Decision } from '../decision.ts'
import { fatesOf } from '../fates.ts'
import {
  answer,
  baristas,
  failure,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  surveyor,
  toBot,
  toQueue,
} from '../testing/examples.ts'
import {
  accepted,
  close,
  consumer,
  delayEnds,
  dueIn,
  given,
  openIn,
  takeOver,
  timerIn,
  withSurvey,
  wordsIn,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'

const deadline = later(180_000)
const atGreeter = open(toBot(orders, seat(greeter)))
/** What is said before a slow call. */
const segment = (items: readonly ReplyItem[], at: EpochMs = noon, turnId = 1) => ({
  ...answer(turnId, { items }, at),
  goesOn: { deadline },
})
const oneMoment = segment([say('One moment…')])
const delay: ReplyItem = { kind: 'delay', durationMs: 2_000, typing: false }
const work = (world: World) => [...world.work.keys()]

/** As the store would have it: the outcome takes the row of its question with it. */
function outcome(world: World, command: Command): Decision {
  const effectId = openIn(world).turn?.effectId
  return accepted(world.do(command, effectId && world.work.has(effectId) ? { effectId } : undefined))
}
function asked(...outcomes: readonly Command[]): World {
  const world = given(atGreeter)
  for (const each of outcomes) outcome(world, each)
  return world
}

describe('a segment of a turn', () => {
  it('is told at once, and the same bot is asked to go on under a row of its own', () => {
    const world = given(atGreeter)
    const before = openIn(world)
    const { events, effects } = accepted(
      world.do({ ...oneMoment, warnings: [{ path: '/0', rule: 'R4.24', message: 'ignored' }] }),
    )

    expect(events).toMatchObject([
      { type: 'messageSent', by: { kind: 'bot', botId: greeter }, turnId: 1 },
      { type: 'turnContinued', turnId: 1, segment: 1, typing: true, warnings: [{ path: '/0', rule: 'R4.24' }] },
    ])
    expect(effects).toEqual([
      {
        do: 'perform',
        effect: {
          kind: 'turn',
          name: 'askBot',
          id: `${before.id}/t1.1`,
          turnId: 1,
          segment: 1,
          botId: greeter,
          deadline,
        },
      },
    ])
    expect(openIn(world)).toMatchObject({
      turn: { turnId: 1, stage: 'asking', segment: 1, effectId: `${before.id}/t1.1`, spoke: true },
      answeredTurns: 0,
      pendingSince: undefined,
    })
  })

  it('leaves the budget as it is: one turn has its time in all', () => {
    const world = asked(segment([say('One moment…')], later(60_000)))

    expect(dueIn(world, 'turnBudget')).toBe(deadline)
  })

  it('may be followed by more of them, and by an action at the end, words first', () => {
    const passedOn = resolution(greeter, { transfer: { ok: true, destination: toQueue(baristas) } })
    const world = asked(oneMoment, segment([say('Still looking…')], later(10)))
    expect(openIn(world).turn?.segment).toBe(2)
    const action = { kind: 'transfer', skillName: 'Baristas' } as const
    accepted(world.do(answer(1, { items: [say('A person knows more.')], action }, later(20), passedOn)))

    expect(world.story.slice(-4)).toEqual(['turnAnswered', 'messageSent', 'transferred', 'turnEnded'])
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'queue', skillId: baristas }, turn: undefined })
    expect(dueIn(world, 'turnBudget')).toBeUndefined()
  })

  it('waits out its delays before the bot goes on, and the budget stands still meanwhile', () => {
    const world = asked(segment([say('One moment…'), delay, say('Nearly there.'), delay], later(60_000)))
    expect(openIn(world).turn).toMatchObject({ stage: 'pausing', segment: 0, typing: false })
    expect(dueIn(world, 'turnBudget')).toBeUndefined()

    accepted(world.do(delayEnds(world)))
    accepted(world.do(delayEnds(world)))
    expect(wordsIn(world).slice(1)).toEqual(['bot: One moment…', 'bot: Nearly there.'])
    expect(openIn(world).turn).toMatchObject({ stage: 'asking', segment: 1, typing: true })
    expect(dueIn(world, 'turnBudget')).toBe(later(184_000))
  })

  it('answers its message once, when the turn ends', () => {
    const world = asked(oneMoment)
    expect(fatesOf(world.log).get(2)).toBeUndefined()
    world.do(answer(1, { items: [say('Here it is.')] }))

    expect(fatesOf(world.log).get(2)).toEqual([{ kind: 'answered', turnId: 1 }])
    expect(openIn(world)).toMatchObject({ answeredTurns: 1, turn: undefined })
  })

  it('stays said when the bot fails later, and people get the rest', () => {
    const world = asked(oneMoment, failure(1, later(10)))

    expect(wordsIn(world).slice(1, 3)).toEqual(['bot: One moment…', 'bot: One moment, I am passing you on.'])
    expect(openIn(world).assignee).toMatchObject({ kind: 'queue' })
    expect(work(world)).toEqual([])
    expect(dueIn(world, 'turnBudget')).toBeUndefined()
  })

  it.each([
    ['somebody takes the conversation over', takeOver(manager(mia))],
    ['it is closed', close(consumer)],
  ])('takes the rest of the turn with it when %s', (_what, taken) => {
    const world = asked(oneMoment)
    const [row] = work(world)
    const { effects } = accepted(world.do(taken))

    expect(effects).toContainEqual({ do: 'cancel', effectId: row })
    expect(work(world)).toEqual([])
    expect([...world.timers.values()].map(({ timer }) => timer.on)).not.toContain('turnBudget')
    expect(accepted(world.do(answer(1, { items: [say('Too late.')] }))).events).toEqual([])
  })

  it('that pauses is not gone on with once the conversation is taken', () => {
    const world = asked(segment([say('One moment…'), delay]))
    const ends = delayEnds(world)
    world.do(takeOver(manager(mia)))

    expect(work(world)).toEqual([])
    expect(accepted(world.do(ends)).events).toEqual([])
  })

  it('of a survey gives the consumer their time anew', () => {
    const world = given(atGreeter, answer(1, { items: [say('Bye')] }), close(consumer, withSurvey, later(10)))
    const resolved = resolution(surveyor, { survey: withSurvey })
    world.do({ ...segment([say('One moment…')], later(1_000), 2), resolution: resolved })

    expect(timerIn(world, 'survey').dueAt).toBe(later(3_601_000))
    expect(openIn(world).turn).toMatchObject({ turnId: 2, segment: 1 })
  })

  it('leaves an action alone that comes with it', () => {
    const world = given(atGreeter)
    world.do({
      ...answer(1, { items: [say('Hm.')], action: { kind: 'close', withSurvey: false } }),
      goesOn: { deadline },
    })

    expect(world.state.phase).toBe('main')
  })
})
