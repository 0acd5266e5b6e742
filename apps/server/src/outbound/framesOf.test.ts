import type { AccountId, ConversationId } from '@baton/base'
import { absent, type Conversation, evolve, type Recorded } from '@baton/conversation'
import { live, steps } from '@baton/conversation/testing'
import { framesFor, lastSeen, type Names, type Viewer } from '@baton/protocol'
import type { Committed } from '@baton/runtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FramesOf } from './framesOf.ts'
import { toTextFrame } from './textFrame.ts'

const names: Names = { bot: (id) => `bot "${id}"`, agent: (id) => `agent ${id}`, skill: (id) => `skill ${id}` }
const VIEWERS: readonly Viewer[] = ['consumer', 'agent']

describe('the frames of a commit', () => {
  it('are, for each kind of viewer, those of framesFor (invariant 4), however the log is cut into commits', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (life, atOnce) => {
        const { log } = live(life, () => {})
        let before: Conversation = absent
        for (let start = 0; start < log.length; start += atOnce) {
          const events = log.slice(start, start + atOnce)
          const after: Conversation = events.reduce(evolve, before)
          expectSameFrames(before, after, events)
          before = after
        }
      }),
      { numRuns: 50 },
    )
  })
})

function expectSameFrames(before: Conversation, after: Conversation, events: readonly Recorded[]): void {
  const conversationId = 'c0ffee00-0000-4000-8000-000000000001' as ConversationId
  const accountId = 'coffee' as AccountId
  const committed = { accountId, conversationId, before, after, events } as Committed
  const made = new FramesOf(committed, names)
  for (const viewer of VIEWERS) {
    const { frames } = framesFor(events, viewer, names, lastSeen(before, viewer))
    const expected =
      frames.length === 0 ? undefined : toTextFrame(JSON.stringify({ type: 'events', conversationId, events: frames }))
    expect(made.for(viewer)?.bytes?.toString()).toEqual(expected?.toString())
  }
}
