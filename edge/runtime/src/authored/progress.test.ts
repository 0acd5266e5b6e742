import type { EpochMs } from '@baton/base'
import { type Advanced, advance, type BotDefinition, compile, FORMAT, type NeedAnswer, newRun } from '@baton/dialog'
import type { JournalEntry } from '@baton/storage'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, resumed, savedState } from './progress.ts'

/** Words, a call, words and a script, again and again: a turn with many places where it may be cut. */
const definition: BotDefinition = {
  ...{ format: FORMAT, id: 'clerk', name: 'Clerk', language: 'en-US' },
  integrations: [
    { type: 'api', id: 'stock', name: 'Stock', method: 'POST', url: 'https://stock.example/', body: '{}' },
  ],
  dialogs: [
    {
      ...{ id: 'clerk', name: 'Clerk', kind: 'standard' },
      interactions: [
        { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
        ...[1, 2, 3].flatMap((n) => [
          {
            type: 'text' as const,
            id: `say${n}`,
            name: `say${n}`,
            text: `One moment, ${n}.`,
            preProcess: 'botContext',
          },
          { type: 'integration' as const, id: `call${n}`, name: `call${n}`, integrationId: 'stock' },
        ]),
        { type: 'text', id: 'end', name: 'end', text: 'Done: {$botContext.note}.', next: { go: 'end' } },
      ],
    },
  ],
}
const bot = compile(definition)
const facts = { accountId: 'a', conversationId: 'c', consumerId: 'u', channel: 'lp_web' }

/** What the world answers, by chance. */
const answerOf = (kind: string, chance: number): NeedAnswer => {
  if (kind === 'script') {
    const set = { do: 'setVariable', name: 'note', value: `n${chance}`, scope: 'session' } as never
    return { kind: 'script', effects: chance % 2 ? [set] : [], logs: [] }
  }
  return chance % 3 === 0
    ? { kind: 'failed', message: 'Nobody answered.' }
    : { kind: 'call', outcome: 'success', status: 200, body: { left: chance } }
}

const answered = ({ run, need }: Advanced, answer: NeedAnswer): Advanced =>
  advance(bot, run, { kind: 'answer', at: 2, needId: need?.id ?? 0, answer })

describe('a turn that was cut at one of its needs', () => {
  it('goes on from what is on disk as if nothing had happened, wherever it was cut', () => {
    let cuts = 0
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 8, maxLength: 12 }), fc.nat(7), (chances, cut) => {
        const journal: JournalEntry[] = []
        let whole = advance(bot, newRun('7', facts, 1), { kind: 'message', at: 1, text: 'stock' })
        let cutTurn: Advanced | undefined
        for (let needs = 0; whole.need !== undefined; needs += 1) {
          if (needs === cut) {
            const position = { segment: 1, input: 0, needs, needsBefore: 0 }
            const { json = '' } = savedState(whole.run, position)
            const stored = { turnId: 3, definitionHash: 'h', state: JSON.parse(json) }
            const again = resumed(stored, JSON.parse(JSON.stringify(journal)), { turnId: 3, segment: 1 })
            expect(again?.from).toEqual(position)
            expect(again?.run).toEqual(whole.run)
            cutTurn = again && { run: again.run, outputs: [], trace: [], need: whole.need }
          }
          const answer = answerOf(whole.need.kind, chances[needs] ?? 1)
          journal.push({ turnId: 3, needIndex: needs, needHash: 'n', answer, at: 2 as EpochMs })
          whole = answered(whole, answer)
          cutTurn = cutTurn && answered(cutTurn, answer)
          if (cutTurn !== undefined) expect(cutTurn).toEqual(whole)
        }
        if (cutTurn !== undefined) cuts += 1
      }),
      { numRuns: 100 },
    )
    expect(cuts).toBeGreaterThan(20)
  })

  it('is not taken up where it is another turn, another segment, or an answer is missing', () => {
    const first = advance(bot, newRun('7', facts, 1), { kind: 'message', at: 1, text: 'stock' })
    const position = { segment: 1, input: 0, needs: 1, needsBefore: 0 }
    const stored = { turnId: 3, definitionHash: 'h', ...savedState(first.run, position) }
    const entry = { turnId: 3, needIndex: 0, needHash: 'n', answer: answerOf('script', 1), at: 2 as EpochMs }

    expect(resumed(stored, [entry], { turnId: 3, segment: 1 })).toBeDefined()
    expect(resumed(stored, [entry], { turnId: 4, segment: 1 })).toBeUndefined()
    expect(resumed(stored, [entry], { turnId: 3, segment: 2 })).toBeUndefined()
    expect(resumed(stored, [], { turnId: 3, segment: 1 })).toBeUndefined()
    expect(resumed(undefined, [entry], { turnId: 3, segment: 1 })).toBeUndefined()
  })

  it('is over for the dialog when another turn begins', () => {
    const first = advance(bot, newRun('7', facts, 1), { kind: 'message', at: 1, text: 'stock' })
    const position = { segment: 1, input: 0, needs: 0, needsBefore: 0 }
    const run = between({ turnId: 3, definitionHash: 'h', ...savedState(first.run, position) })

    expect(run).not.toHaveProperty('underWay')
    expect(run).not.toHaveProperty('position')
    expect(run).not.toHaveProperty('facts')
  })
})
