import { hours, type SkillId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import {
  ada,
  agent,
  answer,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  resolution,
  say,
  seat,
  surveyor,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  answeredByAda,
  byAda,
  close,
  consumer,
  giveBack,
  given,
  join,
  openIn,
  prioritise,
  transfer,
  withSurvey,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'

/** The rows of the checklist about the end of a conversation and what comes after it (messaging section 10). */
const silence = 7_776_000_000
const checkIdle = (at = later(silence)) => ({ type: 'checkIdle', at }) as const
const atBot = () => given(open(toBot(orders, seat(greeter))))
const byBot = (withoutPcs: boolean) =>
  answer(
    1,
    { items: [say('Bye.')], action: { kind: 'close', withSurvey: !withoutPcs } },
    later(1),
    resolution(greeter, { survey: withSurvey }),
  )
const answered = (world = answeredByAda()) => {
  accepted(world.do(write('Here you are.', later(1_000), { by: byAda })))
  return world
}
const phaseOf = (world: World) => world.state.phase

describe('the end of the main talk', () => {
  it('messaging LIF-18: where the skill asks afterwards, the survey opens and its bot is asked', () => {
    const world = answeredByAda(close(consumer, withSurvey))
    expect(world.eventsOf('surveyOpened')).toMatchObject([{ botId: surveyor, reason: 'byConsumer' }])
    expect(openIn(world).turn).toMatchObject({ botId: surveyor, trigger: 'survey' })
    expect(world.seats.size).toBe(0)
  })

  it('closed as a whole, or on a skill that asks nothing, there is no survey', () => {
    const world = answeredByAda(close(byAda))
    expect(world.state).toMatchObject({ phase: 'closed', reason: 'byAgent' })
    expect(world.eventsOf('surveyOpened')).toEqual([])
  })

  it('messaging LIF-20, connector F09, F10: a bot closes with a survey, and without one where it says so', () => {
    const [asks, not] = [atBot(), atBot()]
    accepted(asks.do(byBot(false)))
    accepted(not.do(byBot(true)))
    expect([phaseOf(asks), phaseOf(not)]).toEqual(['survey', 'closed'])
  })

  it('messaging LIF-23: a survey that nobody answers ends as expired after its time', () => {
    const world = answeredByAda(close(consumer, withSurvey))
    accepted(world.do({ type: 'expireSurvey', at: later(hours(1)) }))
    expect(world.state).toMatchObject({ phase: 'closed', reason: 'surveyExpired' })
  })

  it('messaging LIF-30, LIF-32: closed is closed; nothing is said there any more', () => {
    const world = answeredByAda(close(byAda))
    expect(world.do(write('Hello?', later(5)))).toMatchObject({ ok: false })
    expect(world.do(write('Hello?', later(5), { by: byAda }))).toMatchObject({ ok: false })
  })
})

describe('closing by itself', () => {
  it('messaging LIF-24: what waits for the consumer closes after its time, without a survey', () => {
    const world = answered()
    accepted(world.do(checkIdle(later(silence + 1_000))))
    expect(world.state).toMatchObject({ phase: 'closed', reason: 'idle' })
    expect(world.eventsOf('surveyOpened')).toEqual([])
  })

  it('messaging LIF-25: what waits for the brand stays open, however long it takes', () => {
    const world = given(open(toQueue(orders)))
    for (const times of [1, 2, 10]) accepted(world.do(checkIdle(later(silence * times))))
    expect(phaseOf(world)).toBe('main')
  })

  it('messaging LIF-26: who promised an answer for later by hand keeps it open until then, and not a moment longer', () => {
    const world = answered()
    accepted(world.do(prioritise(byAda, 'custom', silence * 2)))
    accepted(world.do(checkIdle(later(silence + 1_000))))
    expect(phaseOf(world)).toBe('main')
    accepted(world.do(checkIdle(later(silence * 2 + 2_000))))
    expect(phaseOf(world)).toBe('closed')
  })

  it('messaging LIF-27: passed on to another skill it waits for the brand, whoever wrote last', () => {
    const world = answered()
    accepted(world.do(transfer(byAda, toQueue(13 as SkillId), { at: later(2_000) })))
    accepted(world.do(checkIdle(later(silence + 9_000))))
    expect(phaseOf(world)).toBe('main')
  })

  it('messaging LIF-28: who only reads along keeps nothing open', () => {
    const world = answered()
    accepted(world.do({ ...join(manager(mia), 'reader'), at: later(silence - 1_000) }))
    accepted(world.do(checkIdle(later(silence + 1_000))))
    expect(phaseOf(world)).toBe('closed')
  })

  it('messaging LIF-33: given back to the queue after the agent’s last words, its time counts from there', () => {
    const world = answered()
    accepted(world.do(giveBack(agent(ada), later(hours(1)))))
    accepted(world.do(checkIdle(later(silence + 1_000))))
    expect(phaseOf(world)).toBe('main')
    accepted(world.do(checkIdle(later(silence + hours(1)))))
    expect(phaseOf(world)).toBe('closed')
  })
})
