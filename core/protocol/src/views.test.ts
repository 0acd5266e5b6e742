import type { AgentId, BotId, SkillId } from '@baton/base'
import { isPublic } from '@baton/conversation'
import { conversationId, live, PRIVATE, steps, type World } from '@baton/conversation/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConversationView } from './fold.ts'
import { foldEvents } from './fold.ts'
import { framesFor, viewEvent } from './viewEvent.ts'
import type { Names, Viewer } from './viewer.ts'
import { lastSeen, viewHeader } from './viewHeader.ts'

const names: Names = {
  bot: (id: BotId) => `bot ${id}`,
  agent: (id: AgentId) => `agent ${id}`,
  skill: (id: SkillId) => `skill ${id}`,
}
const viewers: readonly Viewer[] = ['consumer', 'agent']
const numRuns = process.env.BATON_LONG ? 3_000 : 300

describe.each(viewers)('what a %s sees', (viewer) => {
  it('invariant 8: folding the frames gives the view of the state', () => {
    const holds = ({ state, log }: World) => {
      const view = foldAll(log, viewer)
      expect(view?.header).toEqual(viewHeader(state, viewer, names))
      expect(lastSeen(state, viewer)).toBe(view?.header.seq ?? 0)
    }
    fc.assert(
      fc.property(steps, (life) => void live(life, holds)),
      { numRuns },
    )
  })

  it('a client that was cut off anywhere and resumed holds what one holds that never was', () => {
    const resumed = fc.property(steps, fc.nat(), fc.nat(), (life, cut, overlap) => {
      const { log } = live(life, () => {})
      const { frames } = framesFor(log, viewer, names, 0)
      const at = cut % (frames.length + 1)
      const before = fold(undefined, frames.slice(0, at))
      const again = frames.slice(Math.max(0, at - (overlap % 5)))
      expect(fold(before, again)).toEqual(fold(undefined, frames))
    })
    fc.assert(resumed, { numRuns })
  })

  it('a frame that is missing is noticed', () => {
    const noticed = fc.property(steps, fc.nat(), (life, which) => {
      const { log } = live(life, () => {})
      const { frames } = framesFor(log, viewer, names, 0)
      if (frames.length < 3) return
      const lost = 1 + (which % (frames.length - 2))
      const folded = foldEvents(undefined, conversationId, [...frames.slice(0, lost), ...frames.slice(lost + 1)])
      expect(folded).toEqual({ ok: false, after: frames[lost - 1]?.seq })
    })
    fc.assert(noticed, { numRuns })
  })
})

describe('what a consumer never sees', () => {
  it('invariant 4: private words, causes, attributes, offers and the names of skills', () => {
    const hidden = ({ log, state }: World) => {
      const shown = JSON.stringify([framesFor(log, 'consumer', names, 0).frames, viewHeader(state, 'consumer', names)])
      expect(shown).not.toContain(PRIVATE)
      expect(shown).not.toContain('skill')
      expect(shown).not.toContain('offer')
    }
    fc.assert(
      fc.property(steps, (life) => void live(life, hidden)),
      { numRuns },
    )
  })

  it('an event is shown to them exactly when the core calls it public', () => {
    const agrees = ({ log }: World) => {
      for (const { event } of log) expect(viewEvent(event, 'consumer', names) !== undefined).toBe(isPublic(event))
    }
    fc.assert(
      fc.property(steps, (life) => void live(life, agrees)),
      { numRuns },
    )
  })
})

it('what a newer release wrote is shown to nobody, and leaves no gap', () => {
  const { log } = live([], () => {})
  const [opened, ...rest] = log
  const unreadable = { type: 'unreadable', v: 1, written: { type: 'danced', v: 1 } } as const
  const replaced = rest.map((recorded) => ({ ...recorded, event: unreadable }))
  for (const viewer of ['consumer', 'agent'] as const) {
    const { frames } = framesFor(opened ? [opened, ...replaced] : [], viewer, names, 0)
    expect(frames.map(({ seq, event }) => [seq, event.type])).toEqual([[1, 'opened']])
  }
})

const foldAll = (log: World['log'], viewer: Viewer): ConversationView | undefined =>
  fold(undefined, framesFor(log, viewer, names, 0).frames)

function fold(
  view: ConversationView | undefined,
  frames: Parameters<typeof foldEvents>[2],
): ConversationView | undefined {
  if (frames.length === 0) return view
  const folded = foldEvents(view, conversationId, frames)
  if (!folded.ok) throw new Error(`a gap after ${folded.after}`)
  return folded.view
}
