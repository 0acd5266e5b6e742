import { describe, expect, it } from 'vitest'
import { isActionable, queuedUntil } from '../conversation.ts'
import { ada, ben, later, noon, open, orders, toQueue, write } from '../testing/examples.ts'
import { accepted, answeredByAda, byAda, dueIn, given, offer, openIn, timerIn } from '../testing/requests.ts'

const gone = (agentId: typeof ada) =>
  ({ type: 'noteAgentGone', at: later(1_000), agentId, until: later(600_000) }) as const
const timeIsOver = (isBack: boolean) => ({ type: 'returnFromGone', at: later(600_000), agentId: ada, isBack }) as const

describe('the agent who answers has gone', () => {
  it('nothing happens yet but that a time is set', () => {
    const world = answeredByAda()
    expect(accepted(world.do(gone(ada))).events).toEqual([])
    expect(timerIn(world, 'agentGone')).toMatchObject({ agentId: ada, dueAt: later(600_000) })
    expect(accepted(world.do(gone(ben))).effects).toEqual([])
  })

  it('and stays away: it goes back to the queue, and somebody else is looked for first', () => {
    const world = answeredByAda(gone(ada))
    const { events, effects } = accepted(world.do(timeIsOver(false), { timer: 'agentGone', generation: 3 }))
    expect(events).toMatchObject([{ type: 'transferred', by: { kind: 'system' }, reason: 'backToQueue' }])
    expect(effects).toContainEqual({ do: 'release', agentId: ada })
    expect(openIn(world)).toMatchObject({
      assignee: { kind: 'queue', skillId: orders },
      asked: [{ agentId: ada, at: later(600_000) }],
      pendingSince: noon,
    })
  })

  it('and comes back in time: it stays where it is', () => {
    expect(accepted(answeredByAda(gone(ada)).do(timeIsOver(true)))).toEqual({ ok: true, events: [], effects: [] })
  })

  it('and gives it away: the set time ends with it', () => {
    const world = answeredByAda(gone(ada), { type: 'backToQueue', at: later(2_000), by: byAda })
    expect(dueIn(world, 'agentGone')).toBeUndefined()
  })
})

describe('messaging R4.16: a waiting conversation is offered', () => {
  const spoken = write('I look into it', later(5_000), { by: { kind: 'agent', agentId: ben, authority: 'manager' } })
  const joined = { type: 'join', at: noon, by: spoken.by, role: 'manager' } as never

  it('while the brand owes words, and when an agent has just given it back', () => {
    expect(isActionable(openIn(given(open(toQueue(orders)))))).toBe(true)
    const answered = answeredByAda(write('Done.', later(1_000), { by: byAda }))
    accepted(answered.do({ type: 'backToQueue', at: later(2_000), by: byAda }))
    expect(openIn(answered).pendingSince).toBeUndefined()
    expect(isActionable(openIn(answered))).toBe(true)
  })

  it('not after somebody answered it where it waits, until the consumer writes again', () => {
    const world = given(open(toQueue(orders)), joined, spoken)
    expect(isActionable(openIn(world))).toBe(false)
    accepted(world.do(write('And?', later(9_000))))
    expect(isActionable(openIn(world))).toBe(true)
  })

  it('messaging R4.17: by when an answer is due, or would be', () => {
    const waiting = openIn(given(open(toQueue(orders)), offer(ada)))
    expect(queuedUntil(waiting)).toBe(later(waiting.priority.responseMs))
    expect(queuedUntil(openIn(answeredByAda()))).toBeUndefined()
  })
})
