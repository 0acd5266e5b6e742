import { describe, expect, it } from 'vitest'
import { compile } from './compile.ts'
import type { Dialog, Domain } from './definition.ts'
import { type Overlap, overlapsBetween } from './overlaps.ts'
import { bot, dialog, starter, text } from './testing/player.ts'

const begins = (...patterns: string[]): Dialog => dialog('d', [starter('s', ...patterns), text('t', 'Yes.')])
const domain = (name: string, phrases: string[]): Domain => ({
  id: 'shop',
  name: 'Shop',
  intents: [{ id: 'i1', name, phrases }],
})
const means = (name: string, phrases: string[]) => ({
  ...bot([dialog('d', [{ type: 'dialogStarter', name: 's', intentId: 'i1' }, text('t', 'Yes.')])]),
  domains: [domain(name, phrases)],
})

function overlaps(...bots: Parameters<typeof compile>[0][]): Overlap[] {
  const looking = overlapsBetween(bots.map(compile))
  for (;;) {
    const step = looking.next()
    if (step.done) return step.value
  }
}

describe('dialogs R1.7: bots of a group that know the same', () => {
  it('share a pattern, told once for all of them', () => {
    const all = [bot([begins('hello', 'a')]), bot([begins('(Hi|Hello)', 'b')]), bot([begins('hello')])]
    expect(overlaps(...all)).toEqual([
      { kind: 'pattern', words: 'hello', bots: [0, 1, 2] },
      { kind: 'pattern', words: '(Hi|Hello)', bots: [1, 2] },
    ])
  })

  it('share words that a wider pattern takes', () => {
    expect(overlaps(bot([begins('*refund*')]), bot([begins('my refund')]))).toEqual([
      { kind: 'pattern', words: '*refund*', bots: [0, 1] },
    ])
    expect(overlaps(bot([begins('*refund*')]), bot([begins('*invoice*')]))).toEqual([])
  })

  it('share nothing where a keyword keeps the words out, the dialog is off, or only the platform says them', () => {
    const keeps = dialog('d', [
      { type: 'dialogStarter', name: 's', patterns: ['*refund*'], excludeKeywords: ['my'] },
      text('t', 'Yes.'),
    ])
    expect(overlaps(bot([keeps]), bot([begins('my refund')]))).toEqual([])
    expect(overlaps(bot([{ ...begins('hello'), enabled: false }]), bot([begins('hello')]))).toEqual([])
    const failed = bot([begins('__agent_escalation_failed__', '_STEPUP_')])
    expect(overlaps(failed, failed)).toEqual([])
  })

  it('share an intent by its name or by one of its phrases', () => {
    expect(overlaps(means('Buy', ['I want one']), means('buy', ['sell me one']))).toEqual([
      { kind: 'intent', words: 'Buy', bots: [0, 1] },
    ])
    expect(overlaps(means('Buy', ['I want one']), means('Order', ['i  WANT one']))).toEqual([
      { kind: 'intent', words: 'Buy', bots: [0, 1] },
    ])
    expect(overlaps(means('Buy', ['a']), means('Return', ['b']))).toEqual([])
  })
})
