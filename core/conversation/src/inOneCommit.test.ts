import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { foldedState } from './decision.ts'
import type { EffectChange } from './effects.ts'
import { fold } from './evolve.ts'
import { inOneCommit } from './inOneCommit.ts'
import {
  answer,
  greeter,
  later,
  open,
  orders,
  resolution,
  say,
  seat,
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import { accepted, given, openIn } from './testing/requests.ts'
import type { World } from './testing/world.ts'

const welcomed = (): World => given(open(toBot(orders, seat(greeter))), answer(1, { items: [say('Hello')] }))

/** Words and the answer to them, decided one after the other, as one decision. */
function together(world: World, ...replies: Parameters<typeof answer>) {
  const first = accepted(decide(world.state, write('Coffee?', later(10), { seat: seat(greeter) })))
  const state = foldedState(first)
  if (state === undefined || state.phase === 'absent' || state.phase === 'closed') throw new Error('it is open')
  const second = accepted(decide(state, answer(...replies)))
  return inOneCommit(first, second, state.turn?.effectId as NonNullable<typeof state.turn>['effectId'])
}
const timersIn = (effects: readonly EffectChange[]) =>
  effects.flatMap((change) => (change.do === 'setTimer' ? [change.timer.name] : []))

describe('words and the answer to them in one commit', () => {
  it('are the same events as in two, and leave nothing of the question behind', () => {
    const world = welcomed()
    const { events, effects } = together(world, 2, { items: [say('Here you are.')] }, later(10))

    expect(events.map(({ type }) => type)).toEqual([
      ...['messageSent', 'turnOpened', 'turnAnswered', 'messageSent', 'turnEnded'],
    ])
    expect(effects.filter((change) => change.do === 'perform')).toEqual([])
    expect(timersIn(effects)).not.toContain('turnBudget')
    expect(effects).not.toContainEqual({ do: 'clearTimer', name: 'turnBudget' })
  })

  it('know the state that they lead to', () => {
    const world = welcomed()
    const whole = together(world, 2, { items: [say('Here you are.')] }, later(10))
    const log = [
      ...world.log,
      ...whole.events.map((event, index) => ({ seq: world.log.length + 1 + index, at: later(10), event })),
    ]

    expect(foldedState(whole)).toEqual(fold(log))
  })

  it('keep what the answer holds back', () => {
    const delay = { kind: 'delay', durationMs: 2_000, typing: true } as const
    const { effects } = together(welcomed(), 2, { items: [delay, say('Here you are.')] }, later(10))

    expect(timersIn(effects)).toContain('delay')
    expect(timersIn(effects)).not.toContain('turnBudget')
  })

  it('keep the question to the bot that comes next', () => {
    const passedOn = resolution(greeter, { transfer: { ok: true, destination: toQueue(orders) } })
    const toNext = {
      ...passedOn,
      transfer: { ok: true, destination: toBot(orders, seat(greeter, { welcome: true })) },
    } as const
    const action = { kind: 'transfer', skillName: 'Orders' } as const
    const { effects } = together(welcomed(), 2, { action }, later(10), toNext)

    const asked = effects.flatMap((change) => (change.do === 'perform' ? [change.effect.id] : []))
    expect(asked).toEqual([`${openIn(welcomed()).id}/t3`])
    expect(timersIn(effects)).toContain('turnBudget')
  })
})
