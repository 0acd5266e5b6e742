import type { SkillId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import type { Command, FailTransfer } from '../commands.ts'
import { fatesOf } from '../fates.ts'
import type { TransferFails } from '../resolution.ts'
import {
  ada,
  agent,
  answer,
  baristas,
  expert,
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
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  acceptOffer,
  close,
  consumer,
  dueIn,
  given,
  offer,
  openIn,
  takeOver,
  timerIn,
  transfer,
  wordsIn,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'
import { transfersIn } from '../transfersIn.ts'

const STOPPED = 'Not able to transfer to Agent at this time. Please try later.'
const atGreeter = open(toBot(orders, seat(greeter)))
const told = (more: Partial<TransferFails> = {}): TransferFails => ({
  seat: seat(greeter),
  retries: 3,
  stopped: STOPPED,
  ...more,
})
const passing = { items: [say('Hold on.')], action: { kind: 'transfer' } } as const
const toPeople = (failAfterMs?: number) =>
  resolution(greeter, {
    ifFails: told(),
    transfer: { ok: true, destination: { ...toQueue(baristas), ...(failAfterMs && { failAfterMs }) } },
  })
/** The bot of the open turn hands over. */
const handsOver = (world: World, resolved = toPeople()): Command =>
  answer(openIn(world).turn?.turnId ?? 0, passing, noon, resolved)
const fails = (world: World, more: Partial<FailTransfer> = {}): FailTransfer => ({
  type: 'failTransfer',
  at: later(60_000),
  attempt: openIn(world).attempt?.seq ?? 0,
  why: 'nobodyOnline',
  cause: 'Nobody was online for a minute.',
  ifFails: told(),
  ...more,
})
function passedOn(resolved = toPeople()): World {
  const world = given(atGreeter)
  accepted(world.do(handsOver(world, resolved)))
  return world
}
/** The bot hands over again each time that it is told. */
function failing(times: number, more: Partial<FailTransfer> = {}): World {
  const world = passedOn()
  for (let n = 1; n <= times; n += 1) {
    accepted(world.do(fails(world, more)))
    if (n < times) accepted(world.do(handsOver(world)))
  }
  return world
}

describe('a transfer that breaks down after it was accepted', () => {
  it('dialogs R7.26, messaging TRF-06: seats the bot again first, then tells it; the consumer reads nothing', () => {
    const world = passedOn()
    const before = wordsIn(world)
    accepted(world.do(fails(world)))

    expect(world.story.slice(-3)).toEqual(['transferFailed', 'transferred', 'turnOpened'])
    expect(world.eventsOf('transferred').at(-1)).toMatchObject({
      to: { kind: 'bot', botId: greeter },
      skillId: orders,
      reason: 'transferFailed',
      by: { kind: 'system' },
    })
    expect(openIn(world).turn).toMatchObject({ trigger: 'platformEvent', tells: 'transferFailed', botId: greeter })
    expect(wordsIn(world)).toEqual(before)
  })

  it('dialogs R7.25: is given back from the queue by somebody of the brand; the bot has it again and is told', () => {
    const world = passedOn(toPeople(60_000))
    const before = wordsIn(world)
    accepted(world.do(transfer(manager(ada), toBot(orders, seat(greeter)), { givesBack: told(), at: later(1_000) })))
    expect(world.eventsOf('transferFailed').at(-1)).toMatchObject({ why: 'rejected', failures: 1 })
    expect(world.eventsOf('transferred').at(-1)).toMatchObject({ to: { kind: 'bot', botId: greeter }, skillId: orders })
    expect(openIn(world).turn).toMatchObject({ trigger: 'platformEvent', tells: 'transferFailed' })
    expect(transfersIn(world.log)).toMatchObject([{ outcome: 'rejected' }])
    expect(() => timerIn(world, 'transfer')).toThrow()
    expect(wordsIn(world)).toEqual(before)
  })

  it('dialogs R7.25: who passes it on to another skill, or after somebody took it, gives nothing back', () => {
    const world = passedOn()
    accepted(world.do(transfer(manager(ada), toQueue(13 as SkillId), { givesBack: told() })))
    expect(transfersIn(world.log)).toMatchObject([{ outcome: 'replaced' }, { outcome: 'pending' }])
    const stranger = passedOn().do(transfer(agent(mia), toBot(orders, seat(greeter)), { givesBack: told() }))
    expect(stranger).toMatchObject({ ok: false, refusal: 'not-a-participant' })
  })

  it('dialogs R7.28: is written down with skill, reason and count', () => {
    const world = passedOn()
    const { seq } = openIn(world).attempt ?? {}
    accepted(world.do(fails(world)))

    expect(world.eventsOf('transferFailed')).toEqual([
      {
        type: 'transferFailed',
        v: 1,
        botId: greeter,
        why: 'nobodyOnline',
        cause: 'Nobody was online for a minute.',
        attempt: seq,
        skillId: baristas,
        failures: 1,
      },
    ])
    expect(transfersIn(world.log)).toMatchObject([{ seq, skillId: baristas, outcome: 'nobodyOnline' }])
  })

  it('dialogs R7.20, R7.49 g, messaging TRF-07: three times the bot is told, the fourth time the consumer is, once', () => {
    const world = failing(4)

    expect(world.eventsOf('turnOpened').filter(({ tells }) => tells)).toHaveLength(3)
    expect(world.eventsOf('transferFailed').map(({ failures, stopped }) => [failures, stopped])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, true],
    ])
    expect(wordsIn(world).filter((words) => words === `bot: ${STOPPED}`)).toHaveLength(1)
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'bot', botId: greeter }, turn: undefined })
  })

  it('dialogs R7.21, R7.22, messaging TRF-08: says the bot’s own friendly words instead, never both', () => {
    const world = failing(4, { ifFails: told({ stopped: 'Call us.' }) })

    expect(wordsIn(world).at(-1)).toBe('bot: Call us.')
    expect(wordsIn(world)).not.toContain(`bot: ${STOPPED}`)
  })

  it('dialogs R7.24: the number of tries is a setting', () => {
    const world = passedOn()
    accepted(world.do(fails(world, { ifFails: told({ retries: 0 }) })))

    expect(wordsIn(world).at(-1)).toBe(`bot: ${STOPPED}`)
  })

  it('dialogs R7.22: afterwards the bot goes on answering', () => {
    const world = failing(4)
    accepted(world.do(write('And now?')))

    expect(openIn(world).turn).toMatchObject({ trigger: 'message', botId: greeter })
  })

  it.each([
    ['from one when the consumer asks anew after the end', 4, 1],
    ['on while they have not asked', 1, 2],
  ])('dialogs R7.23: counts %s', (_how, before, count) => {
    const world = failing(before)
    if (before === 4) accepted(world.do(write('A person!')))
    accepted(world.do(handsOver(world)))
    accepted(world.do(fails(world)))

    expect(world.eventsOf('transferFailed').at(-1)).toMatchObject({ failures: count })
  })

  it('dialogs R7.23, messaging R5.10: counts from one after somebody answered', () => {
    const world = failing(2)
    for (const command of [handsOver(world), offer(ada), acceptOffer(ada)]) accepted(world.do(command))
    expect(openIn(world).transferFailures).toBe(0)
    expect(transfersIn(world.log).map(({ outcome }) => outcome)).toEqual(['nobodyOnline', 'nobodyOnline', 'accepted'])
  })

  it.each([
    ['accepted', () => [offer(ada), acceptOffer(ada)], 'accepted'],
    ['taken over', () => [takeOver(manager(mia))], 'takenOver'],
    ['passed on by a manager', () => [transfer(manager(mia), toQueue(orders))], 'replaced'],
    ['closed', () => [close(consumer)], 'abandoned'],
  ] as const)('comes too late when it was %s meanwhile: nothing happens', (_how, meanwhile, outcome) => {
    const world = passedOn()
    const late = fails(world)
    for (const command of meanwhile()) accepted(world.do(command))

    expect(accepted(world.do(late))).toEqual({ ok: true, events: [], effects: [] })
    expect(transfersIn(world.log)[0]).toMatchObject({ outcome })
  })

  it('takes back what rings, and gives the seat back', () => {
    const world = passedOn()
    accepted(world.do(offer(ada)))
    accepted(world.do(fails(world)))

    expect(world.eventsOf('offerEnded')).toMatchObject([{ agentId: ada, why: 'withdrawn' }])
    expect(world.seats.size).toBe(0)
    expect([...world.timers.keys()].sort()).toEqual(['idle', 'turnBudget'])
  })

  it('of a bot that is gone moves to where somebody may be, or waits', () => {
    const world = passedOn()
    const gone = fails(world)
    const { ifFails: _nobody, ...forgotten } = gone
    const waits = passedOn()
    accepted(waits.do(forgotten))
    expect(openIn(waits)).toMatchObject({ assignee: { kind: 'queue', skillId: baristas }, attempt: undefined })
    expect(transfersIn(waits.log)).toMatchObject([{ outcome: 'nobodyOnline' }])
    accepted(world.do({ ...forgotten, elsewhere: toQueue(orders) }))
    expect(openIn(world).assignee).toMatchObject({ kind: 'queue', skillId: orders })
  })

  it('what the consumer wrote while it waited is people’s, and is not lost', () => {
    const world = passedOn()
    accepted(world.do(write('Hello?')))
    accepted(world.do(fails(world)))

    const written = world.log.findLast(({ event }) => event.type === 'messageSent' && event.by.kind === 'consumer')
    expect(fatesOf(world.log).get(written?.seq ?? 0)).toEqual([{ kind: 'toPeople' }])
  })
})

describe('a skill’s own time', () => {
  it('dialogs R7.25: sets a timer that goes with whoever takes it', () => {
    const world = passedOn(toPeople(120_000))
    expect(dueIn(world, 'transfer')).toBe(later(120_000))
    expect(timerIn(world, 'transfer').attempt).toBe(openIn(world).attempt?.seq)
    for (const command of [offer(ada), acceptOffer(ada)]) accepted(world.do(command))
    expect(dueIn(world, 'transfer')).toBeUndefined()
  })

  it('messaging R5.8: is for bots; what people pass on waits', () => {
    const world = given(open(toQueue(orders)), takeOver(manager(mia)))
    accepted(world.do(transfer(manager(mia), { ...toQueue(baristas), failAfterMs: 1_000 })))
    expect(dueIn(world, 'transfer')).toBeUndefined()
    expect(openIn(world).attempt).toBeUndefined()
  })
})

describe('a transfer that fails at once', () => {
  const nobody = (more: Partial<TransferFails> = {}) =>
    resolution(greeter, {
      ifFails: told(more),
      transfer: { ok: false, why: 'nobodyOnline', cause: 'Nobody is online.', skillId: baristas },
    })

  it('messaging R5.8: the bot keeps the conversation and is told', () => {
    const world = given(atGreeter)
    accepted(world.do(handsOver(world, nobody())))

    expect(world.story.slice(-3)).toEqual(['transferFailed', 'turnEnded', 'turnOpened'])
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'bot', botId: greeter }, transferFailures: 1 })
    expect(transfersIn(world.log)).toMatchObject([{ outcome: 'nobodyOnline', skillId: baristas }])
  })

  it('and after the last try the consumer is told, each time that they ask again', () => {
    const world = given(atGreeter)
    accepted(world.do(handsOver(world, nobody({ retries: 0 }))))
    accepted(world.do(write('A person!')))
    accepted(world.do(handsOver(world, nobody({ retries: 0 }))))

    expect(wordsIn(world).filter((words) => words === `bot: ${STOPPED}`)).toHaveLength(2)
    expect(openIn(world).transferFailures).toBe(1)
  })

  it('connector R5.T15: a skill that does not exist still leads to the default skill, and says so', () => {
    const world = given(atGreeter)
    const unknown = { ok: false, why: 'unknownSkill', cause: 'No such skill.' } as const
    accepted(world.do(handsOver(world, resolution(greeter, { ifFails: told(), transfer: unknown }))))

    expect(openIn(world).assignee).toMatchObject({ kind: 'queue', skillId: baristas })
    expect(transfersIn(world.log).map(({ outcome }) => outcome)).toEqual(['unknownSkill', 'pending'])
  })
})

describe('a bot that is silent for three minutes', () => {
  const silent = (ifSilent: TransferFails['ifSilent']) => ({
    ...failure(1, later(180_000), resolution(greeter, { ifFails: told(ifSilent && { ifSilent }) })),
    code: 'silent' as const,
  })

  it('dialogs R7.6, R7.49 h, messaging TRF-09: the connector’s fallback skill has it', () => {
    const world = given(atGreeter, silent(toQueue(orders)))
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'queue', skillId: orders }, turn: undefined })
    expect(openIn(world).attempt).toMatchObject({ botId: greeter })
  })

  it('dialogs R7.6, R7.27, messaging TRF-09: without one it is a failed attempt, and the bot is told', () => {
    const world = given(atGreeter, silent('none'))
    expect(world.story.slice(-4)).toEqual(['botFailed', 'transferFailed', 'turnEnded', 'turnOpened'])
    expect(openIn(world)).toMatchObject({
      assignee: { kind: 'bot' },
      transferFailures: 1,
      turn: { trigger: 'platformEvent' },
    })
  })

  it('dialogs R7.6: a bot that stays silent ends with the text, and the conversation stays with it', () => {
    const world = given(atGreeter, silent('none'))
    for (let turn = 2; turn <= 4; turn += 1) {
      accepted(world.do({ ...silent('none'), turnId: turn as never }))
    }
    expect(wordsIn(world).at(-1)).toBe(`bot: ${STOPPED}`)
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'bot' }, turn: undefined })
  })

  it('connector R5.6: other bots’ silence leads to their default skill', () => {
    expect(openIn(given(atGreeter, silent(undefined))).assignee).toMatchObject({ kind: 'queue', skillId: baristas })
  })
})

describe('a transfer with context', () => {
  const context = { userMessage: 'a refund', intentId: 'refund' }
  const passes = (items: readonly ReturnType<typeof say>[]) =>
    given(
      atGreeter,
      answer(
        1,
        { items, action: { kind: 'transfer' } },
        noon,
        resolution(greeter, {
          transfer: { ok: true, destination: toBot(baristas, seat(expert)), context },
        }),
      ),
    )

  it('dialogs R7.37, R7.40: reaches the bot that is seated, once, in place of the words that it was made of', () => {
    const world = passes([])
    const [transferred] = world.eventsOf('transferred')
    expect(transferred).toMatchObject({ covers: [2], body: { context } })
    const { turn, contextAt } = openIn(world)
    expect(turn).toMatchObject({ botId: expert, trigger: 'seated', messages: [2] })
    expect(world.log[(turn?.contextAt ?? 0) - 1]?.event.type).toBe('transferred')
    expect(contextAt).toBeUndefined()
  })

  it('reaches it too where the first bot has said something', () => {
    expect(openIn(passes([say('Let me pass you on.')])).turn).toMatchObject({ botId: expert, trigger: 'seated' })
  })

  it('is nothing that people are told', () => {
    const resolved = resolution(greeter, { transfer: { ok: true, destination: toQueue(baristas), context } })
    const world = given(atGreeter, answer(1, passing, noon, resolved))
    expect(world.eventsOf('transferred')[0]).not.toHaveProperty('body')
  })
})

it('messaging TRF-01, TRF-12: the bot’s words and the transfer are neighbours, and what it says later is dropped', () => {
  const world = passedOn()
  const events = world.story
  expect(events.slice(events.indexOf('transferred') - 1, events.indexOf('transferred') + 1)).toEqual([
    'messageSent',
    'transferred',
  ])
  expect(accepted(world.do(answer(1, { items: [say('One more thing')] })))).toMatchObject({ events: [] })
})
