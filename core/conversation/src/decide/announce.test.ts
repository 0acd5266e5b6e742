import type { EpochMs } from '@baton/base'
import { describe, expect, it } from 'vitest'
import type { Announce } from '../commands.ts'
import {
  ada,
  answer,
  baristas,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  resolution,
  seat,
  toBot,
  toQueue,
  toToldQueue,
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
  timerIn,
  transfer,
  wordsIn,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'

const nextAt = later(60_000)
const youAreNext: Announce = {
  type: 'announce',
  at: later(1),
  words: { kind: 'queued', text: 'You are next.' },
  nextAt,
}

function announced(world: World, command: Announce = youAreNext) {
  const row = world.timers.get('announce')
  return world.do(command, { timer: 'announce', generation: row?.generation ?? -1 })
}

describe('the welcome (messaging T1)', () => {
  it('is said by the system behind the first words, and before the bot is asked', () => {
    const world = given({ ...open(toBot(orders, seat(greeter))), says: { kind: 'welcome', text: 'Good to see you.' } })
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'system: Good to see you.'])
    expect(world.eventsOf('messageSent')[1]).toMatchObject({ automatic: 'welcome', by: { kind: 'system' } })
    expect(openIn(world).turn?.messages).toEqual([2])
  })

  it('answers nobody: the brand still owes words (messaging R3.16)', () => {
    const world = given({ ...open(toQueue(orders)), says: { kind: 'welcome', text: 'Good to see you.' } })
    expect(openIn(world)).toMatchObject({ pendingSince: later(0), consumerSpokeLast: true })
  })
})

describe('whoever waits in a queue that announces (messaging R4.22)', () => {
  it('is looked at at once, told, and looked at again later', () => {
    const world = given(open(toToldQueue(orders)))
    expect(dueIn(world, 'announce')).toBe(later(0))
    announced(world)
    expect(wordsIn(world).at(-1)).toBe('system: You are next.')
    expect(dueIn(world, 'announce')).toBe(nextAt)
    expect(openIn(world).pendingSince).toBe(later(0))
  })

  it('is told nothing where there is nothing to tell, and is looked at again all the same', () => {
    const world = given(open(toToldQueue(orders)))
    const { words: _none, ...silent } = youAreNext
    announced(world, silent)
    expect(wordsIn(world)).toEqual(['consumer: Hello'])
    expect(dueIn(world, 'announce')).toBe(nextAt)
  })

  it('is told once, however often it is performed', () => {
    const world = given(open(toToldQueue(orders)))
    const row = world.timers.get('announce')
    const settles = { timer: 'announce', generation: row?.generation ?? -1 }
    world.do(youAreNext, settles)
    expect(world.do(youAreNext, settles)).toBe('effect-gone')
    expect(wordsIn(world)).toHaveLength(2)
  })

  it.each([
    ['an agent accepts', (world: World) => [world.do(offer(ada)), world.do(acceptOffer(ada))]],
    ['a manager takes over', (world: World) => [world.do(takeOver(manager(mia)))]],
    [
      'it moves to a queue that announces nothing',
      (world: World) => [world.do(transfer(manager(mia), toQueue(baristas)))],
    ],
    ['the consumer leaves', (world: World) => [world.do(close(consumer))]],
  ])('hears no more once %s', (_what, end) => {
    const world = given(open(toToldQueue(orders)))
    end(world)
    expect(dueIn(world, 'announce')).toBeUndefined()
  })

  it('who comes from a bot, or is given back by an agent, is told as well', () => {
    const moved = given(open(toBot(orders, seat(greeter))))
    const transferred = resolution(greeter, { transfer: { ok: true, destination: toToldQueue(baristas) } })
    moved.do(answer(1, { action: { kind: 'transfer', skillName: 'Baristas' } }, later(1), transferred))
    expect(timerIn(moved, 'announce').dueAt).toBe(later(1))

    const back = given(open(toQueue(orders)), offer(ada), acceptOffer(ada), { ...giveBack(byAda), announces: true })
    expect(dueIn(back, 'announce')).toBe(later(0))
  })

  it('an announcement that comes too late says nothing', () => {
    const world = given(open(toToldQueue(orders)), takeOver(manager(mia)))
    expect(world.do({ ...youAreNext, at: 1_900_000_000_001 as EpochMs })).toEqual({ ok: true, events: [], effects: [] })
  })
})

describe('what was announced last', () => {
  it('is known until somebody else answers, so that the same is not said again and again', () => {
    const world = given(open(toToldQueue(orders)))
    announced(world, { ...youAreNext, words: { kind: 'closed', text: 'We are closed.' } })
    expect(openIn(world).announced).toBe('closed')
    world.do(transfer(manager(mia), toToldQueue(baristas)))
    expect(openIn(world).announced).toBeUndefined()
  })
})
