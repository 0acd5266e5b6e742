import type { EpochMs } from '@baton/base'
import { minutes } from '@baton/base'
import { describe, expect, it } from 'vitest'
import type { Command } from '../commands.ts'
import { silencesIn } from '../silence.ts'
import {
  ada,
  answer,
  baristas,
  ben,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  say,
  seat,
  toBot,
  toQueue,
  watched,
  write,
} from '../testing/examples.ts'
import {
  acceptOffer,
  byAda,
  close,
  consumer,
  dueIn,
  giveBack,
  given,
  offer,
  openIn,
  takeOver,
  transfer,
  withSurvey,
  wordsIn,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'

/** Minutes after ten o'clock, which is when everything begins here. */
const ten = (past: number): EpochMs => later(minutes(past))
const at = <C extends Command>(command: C, past: number): C => ({ ...command, at: ten(past) })
const rings = (agentId: typeof ada, past: number) => ({ ...at(offer(agentId), past), until: ten(past + 1) })
const taken = (agentId: typeof ada, past: number) => [rings(agentId, past), acceptOffer(agentId, ten(past))] as const
const answers = (past: number, by = byAda) => write('Certainly.', ten(past), { by })

/** Lets the clock run to there: what is due is looked at when it is due, and said. */
function runTo(world: World, past: number): readonly string[] {
  const said: string[] = []
  for (let row = world.timers.get('silence'); row && row.timer.dueAt <= ten(past); row = world.timers.get('silence')) {
    const now = row.timer.dueAt
    const [first] = silencesIn(world.state)
    const isDue = first !== undefined && first.dueAt <= now
    if (isDue) said.push(`${first.kind} at ${(now - ten(0)) / minutes(1)}`)
    const outcome: Command = isDue
      ? { type: 'speakOfSilence', at: now, words: { kind: first.kind, text: 'It takes longer.' } }
      : { type: 'speakOfSilence', at: now, ...(first && { nextAt: first.dueAt }) }
    expect(world.do(outcome, { timer: 'silence', generation: row.generation })).toMatchObject({ ok: true })
  }
  return said
}

/** Each at its time, and what is due before it is said before it. */
function live(...commands: readonly Command[]): { world: World; said: readonly string[] } {
  const [first, ...rest] = commands
  const world = given(...(first ? [first] : []))
  const said = rest.flatMap((command) => {
    const before = runTo(world, (command.at - ten(0)) / minutes(1) - 0.001)
    expect(world.do(command), command.type).toMatchObject({ ok: true })
    return before
  })
  return { world, said }
}

const opened = at(open(watched(toQueue(orders))), 0)

describe('silence that the brand speaks of (messaging R3.16)', () => {
  it('messaging MSG-17: open at 10:00, taken at 10:10, nobody answers: said at 10:20, once', () => {
    const { world } = live(opened, ...taken(ada, 10))
    expect(runTo(world, 300)).toEqual(['agentSilent at 20'])
    expect(world.eventsOf('messageSent').at(-1)).toMatchObject({ by: { kind: 'system' }, automatic: 'agentSilent' })
    expect(dueIn(world, 'silence')).toBeUndefined()
    // It is no answer, and whoever owes one still does.
    expect(openIn(world)).toMatchObject({ pendingSince: ten(0), consumerSpokeLast: true, lastActivityAt: ten(0) })
  })

  it('messaging MSG-17: else it counts from the first words that were not answered', () => {
    const { world } = live(opened, ...taken(ada, 1), answers(2), write('And this?', ten(5)), write('Hello?', ten(9)))
    expect(runTo(world, 300)).toEqual(['agentSilent at 15'])
  })

  it('messaging MSG-18: queued at 10:00, taken at 10:20, given back at 10:25: said at 10:15 and at 10:40', () => {
    const { world, said } = live(opened, ...taken(ada, 20), giveBack(byAda, ten(25)))
    expect([...said, ...runTo(world, 300)]).toEqual(['stillWaiting at 15', 'stillWaiting at 40'])
  })

  it('messaging MSG-19: an agent speaks at 10:00, passes on at 10:05, another has it at 10:07: said at 10:10', () => {
    const { world } = live(
      at(opened, -9),
      ...taken(ada, -8),
      answers(0),
      transfer(byAda, watched(toQueue(baristas)), { at: ten(5) }),
      ...taken(ben, 7),
    )
    expect(runTo(world, 11)).toEqual(['consumerSilent at 10'])
    // Whom it was passed on to owes the first word there.
    expect(runTo(world, 300)).toEqual(['agentSilent at 17'])
  })

  it('a consumer who is silent is spoken to once, and again after the next words of the brand', () => {
    const { world, said } = live(opened, ...taken(ada, 1), answers(2), answers(4), answers(40))
    expect([...said, ...runTo(world, 300)]).toEqual(['consumerSilent at 14', 'consumerSilent at 50'])
  })

  it('so is one whom a bot answered, and a bot is not told of its own silence', () => {
    const { world } = live(
      at(open(watched(toBot(orders, seat(greeter)))), 0),
      answer(1, { items: [say('Coffee or tea?')] }, ten(1)),
    )
    expect(runTo(world, 300)).toEqual(['consumerSilent at 11'])
    const silent = given(at(open(watched(toBot(orders, seat(greeter)))), 0))
    expect(dueIn(silent, 'silence')).toBeUndefined()
  })

  it('who talks in time is told nothing, and the timer is not set with every message', () => {
    const { world } = live(opened, ...taken(ada, 1), answers(2))
    const generation = world.timers.get('silence')?.generation
    for (let past = 3; past < 9; past += 1) {
      world.do(past % 2 ? write('So?', ten(past)) : answers(past))
      expect(world.timers.get('silence')?.generation).toBe(generation)
    }
    expect(runTo(world, 11)).toEqual([])
    expect(dueIn(world, 'silence')).toBe(ten(18))
  })

  it.each([
    ['closed', [close(consumer, undefined, ten(3))]],
    ['a survey', [close(consumer, withSurvey, ten(3))]],
    ['on a skill without such words', [at(takeOver(manager(mia)), 2), transfer(manager(mia), toQueue(baristas))]],
  ])('nothing comes of it once it is %s', (_what, end) => {
    const { world } = live(opened, ...end.map((command) => at(command, 3)))
    expect(world.timers.has('silence')).toBe(false)
  })

  it('costs nothing where the brand has no words for it', () => {
    const world = given(at(open(toQueue(orders)), 0), ...taken(ada, 1), answers(2), write('And this?', ten(3)))
    expect(dueIn(world, 'silence')).toBeUndefined()
    expect(openIn(world).silences).toBeUndefined()
  })

  it('is said once, however often it is performed, and not at all when it is over', () => {
    const { world } = live(opened)
    const row = world.timers.get('silence')
    const settles = { timer: 'silence', generation: row?.generation ?? -1 }
    const words = { kind: 'stillWaiting', text: 'It takes longer.' } as const
    const outcome = { type: 'speakOfSilence', at: ten(15), words } as const
    world.do(outcome, settles)
    expect(world.do(outcome, settles)).toBe('effect-gone')
    expect(world.do(outcome)).toMatchObject({ events: [] })
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'system: It takes longer.'])
  })

  it('where it is closed it is looked at again, and somebody who speaks meanwhile sets it anew', () => {
    const { world } = live(opened, ...taken(ada, 1))
    const row = world.timers.get('silence')
    world.do(
      { type: 'speakOfSilence', at: ten(11), nextAt: ten(500) },
      { timer: 'silence', generation: row?.generation ?? -1 },
    )
    world.do(write('Hello?', ten(12)))
    expect(dueIn(world, 'silence')).toBe(ten(500))
    world.do(answers(13))
    expect(dueIn(world, 'silence')).toBe(ten(23))
  })
})

describe('words to somebody who is not there at this time (messaging R3.16)', () => {
  it('are answered by the system behind them, and a bot is there day and night', () => {
    const closed = { opensAt: ten(600), closed: 'We are closed.' }
    const { world } = live(opened, ...taken(ada, 1), answers(2), write('And this?', ten(3), closed))
    expect(wordsIn(world).at(-1)).toBe('system: We are closed.')
    expect(openIn(world)).toMatchObject({ toldAt: { closed: ten(3) }, pendingSince: ten(3), opensAt: ten(600) })
    const bot = given(open(toBot(orders, seat(greeter))), write('And this?', ten(3), closed))
    expect(wordsIn(bot)).toEqual(['consumer: Hello', 'consumer: And this?'])
  })

  it('whoever was welcomed as it is closed knows it, wherever they wait', () => {
    const world = given({ ...open(toQueue(orders)), says: { kind: 'welcomeFirstClosed', text: 'We are closed.' } })
    expect(openIn(world)).toMatchObject({ announced: 'closed' })
  })
})
