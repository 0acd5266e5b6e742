import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { accept, refuse } from '../decision.ts'
import { ada, agent, ben, later, manager, mia, praise, refund } from '../testing/examples.ts'
import { answeredByAda, byAda, close, consumer, openIn, system, tag } from '../testing/requests.ts'

describe('tags (messaging R8.6)', () => {
  it('are put on and taken off in one order, and stay in the order in which they came', () => {
    const world = answeredByAda(tag(byAda, [refund]), tag(byAda, [praise], [], later(1)))
    expect(openIn(world).tags).toEqual([refund, praise])
    world.do(tag(byAda, [], [refund], later(2)))
    expect(openIn(world).tags).toEqual([praise])
    expect(world.eventsOf('tagsChanged').at(-1)).toMatchObject({ added: [], removed: [refund], by: { agentId: ada } })
  })

  it('that are on already, or not there to be taken off, are no second fact', () => {
    const world = answeredByAda(tag(byAda, [refund, refund]))
    expect(openIn(world).tags).toEqual([refund])
    expect(decide(world.state, tag(byAda, [refund], [praise]))).toEqual(accept([]))
  })

  it('are set by whoever may direct the conversation, and by programs', () => {
    const { state } = answeredByAda()
    expect(decide(state, tag(manager(mia), [refund])).ok).toBe(true)
    expect(decide(state, tag(system, [refund])).ok).toBe(true)
    expect(decide(state, tag(agent(ben), [refund]))).toEqual(refuse('not-a-participant'))
    expect(decide(state, tag(consumer, [refund]))).toEqual(refuse('not-permitted'))
  })

  it('stay with the closed conversation, which takes no others', () => {
    const { state } = answeredByAda(tag(byAda, [refund]), close(byAda))
    expect(state).toMatchObject({ phase: 'closed', tags: [refund] })
    expect(decide(state, tag(byAda, [praise]))).toEqual(refuse('conversation-closed'))
  })
})
