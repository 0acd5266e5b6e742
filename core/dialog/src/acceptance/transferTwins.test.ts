import { describe, expect, it } from 'vitest'
import type { BotDefinition, Integration } from '../definition.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, starter, text } from '../testing/player.ts'

interface Case {
  readonly name: string
  readonly wish: Readonly<Record<string, unknown>>
  readonly accepted: boolean
  /** Of the interaction, whichever of the two it is. */
  readonly more?: object
  readonly before?: readonly string[]
  readonly settings?: BotDefinition['settings']
}

const whenFailed = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
const whenDone = [{ when: [{ kind: 'result', status: 'success' }], next: { go: 'interaction', id: 'sorry' } }]

/** All that a transfer may be; each is gone through as an interaction of its own, and as an integration (dialogs R2.43). */
const CASES: readonly Case[] = [
  { name: 'a: message and skill', wish: { skillId: '42', message: 'Hold on' }, accepted: true },
  { name: 'a: default message', wish: { skillId: '42' }, accepted: true },
  { name: 'a: variables and new lines', wish: { skillId: '42', message: 'Hi {$userMessage}\\\\nBye' }, accepted: true },
  { name: 'b: BLANK_MESSAGE', wish: { skillId: '42', message: 'BLANK_MESSAGE' }, accepted: true },
  { name: 'b: empty message', wish: { skillId: '42', message: ' ' }, accepted: true },
  { name: 'c: unset variable', wish: { skillId: '{$botContext.skillId}', message: 'Hold on' }, accepted: true },
  { name: 'c: words for a skill', wish: { skillId: 'abc' }, accepted: true, more: { rules: whenFailed } },
  { name: 'd: a named agent', wish: { skillId: '42', agentId: '7', message: 'Hold on' }, accepted: true },
  { name: 'e: failure with a rule', wish: { skillId: '42' }, accepted: false, more: { rules: whenFailed } },
  { name: 'e: failure without a rule', wish: { skillId: '42' }, accepted: false },
  {
    name: 'e: failure in the bot’s own words',
    wish: { skillId: '42' },
    accepted: false,
    settings: { friendlyResponse: 'Call us.' },
  },
  { name: 'after success nothing follows', wish: { skillId: '42' }, accepted: true, more: { rules: whenDone } },
  {
    name: 'i: three texts and a delay',
    wish: { skillId: '42', message: 'Bye' },
    accepted: true,
    more: { delayMs: 6_000 },
    before: ['1', '2', '3'],
  },
  { name: 'j: with context', wish: { skillId: '42', passContext: true }, accepted: true },
]

const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })

function play({ wish, accepted, more = {}, before = [], settings = {} }: Case, asIntegration: boolean) {
  const integration = { type: 'escalation', id: 'e', name: 'Over', ...wish } as unknown as Integration
  const step = asIntegration
    ? { type: 'integration', name: 'over', integrationId: 'e', ...more }
    : { type: 'agentTransfer', name: 'over', ...wish, ...more }
  const texts = before.map((words, index) => text(`before${index}`, words))
  const ask = dialog('agent', [starter('wants', 'agent'), ...texts, step as never])
  const parts = { settings, ...(asIntegration && { integrations: [integration] }) }
  const answers = (need: Need): NeedAnswer =>
    need.kind === 'transfer'
      ? { kind: 'transfer', accepted, ...(!accepted && { reason: 'unknown skill' }) }
      : { kind: 'failed', message: '' }
  const player = new Player(bot([ask, fallback], parts), answers)
  const said = player.say('agent')
  return {
    said,
    needs: player.needs.map(({ id: _id, ...need }) => need),
    logs: player.logs(),
    phase: player.run.phase,
    outputs: player.outputs,
  }
}

describe('dialogs R2.43, R7.49: the interaction and the integration are twins', () => {
  it.each(CASES)('$name', (one) => {
    const interaction = play(one, false)
    expect(play(one, true)).toEqual(interaction)
    expect(interaction.said.length + interaction.needs.length).toBeGreaterThan(0)
  })
})
