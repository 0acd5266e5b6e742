import { describe, expect, it } from 'vitest'
import type { BotDefinition, Integration } from '../definition.ts'
import type { Need, NeedAnswer } from '../need.ts'
import { bot, dialog, Player, starter, text } from '../testing/player.ts'

type Told = Parameters<Player['say']>[0]

interface Case {
  readonly name: string
  readonly wish: Readonly<Record<string, unknown>>
  /** Whether the transfer is accepted, each time it is asked for; absent: always. */
  readonly refused?: true
  /** Of the interaction, whichever of the two it is. */
  readonly more?: object
  /** Interactions that stand before it. */
  readonly before?: readonly ReturnType<typeof text>[]
  readonly settings?: BotDefinition['settings']
  /** What happens; absent: the consumer asks for a person. */
  readonly told?: readonly Told[]
  /** All that the consumer sees, whom it is asked to go to, and what the builder reads. */
  readonly says: readonly string[]
  readonly asks?: readonly object[]
  readonly logs?: readonly string[]
  /** Absent: the bot has it still. */
  readonly leaves?: true
  /** Of the session, at the end. */
  readonly sets?: Readonly<Record<string, unknown>>
}

const onFailure = { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }
const onSuccess = {
  when: [{ kind: 'result', status: 'success' }],
  set: [{ name: 'went', value: 'yes', scope: 'session' }],
  next: { go: 'interaction', id: 'sorry' },
}
const ask = (more: object = {}) => ({ skillId: '42', unintended: false, ...more })
const WAIT = 'Transferring to an agent…'
const NOT_NOW = 'Not able to transfer to Agent at this time. Please try later.'
const REFUSED = 'The transfer to skill 42 failed: unknown skill.'
const EMPTY = 'The message of a transfer is empty; nothing is said.'
const LEFT_OUT = '"over" has handed over; what its code wants to say or where it wants to go is left out.'
const FAILED = { kind: 'event', at: 0, text: '__agent_escalation_failed__', counted: true } as const
const ALONE = { kind: 'event', at: 0, text: '__agent_escalation_failed__' } as const
const noNumber = (skill: string) => [`The skill "${skill}" of a transfer is not a number; nothing was transferred.`]
const skips = text('first', 'One moment.', {
  rules: [{ set: [{ name: 'skipPreviousDialog', value: 'true', scope: 'session' }], next: { go: 'next' } }],
})

/** All that a transfer may be; each is gone through as an interaction of its own, and as an integration (dialogs R2.43). */
const CASES: readonly Case[] = [
  {
    name: 'a: message and skill',
    wish: { skillId: '42', message: 'Hold on' },
    says: ['→ 42: Hold on'],
    asks: [ask({ message: 'Hold on' })],
    leaves: true,
  },
  { name: 'a: default message', wish: { skillId: '42' }, says: [`→ 42: ${WAIT}`], leaves: true },
  {
    name: 'a: variables and new lines',
    wish: { skillId: '{$botContext.bag}', message: 'Hi {$userMessage}\\\\nBye' },
    before: [
      text('set', 'So.', {
        rules: [{ set: [{ name: 'bag', value: ' 42 ', scope: 'session' }], next: { go: 'next' } }],
      }),
    ],
    says: ['So.', '→ 42: Hi agent\nBye'],
    leaves: true,
  },
  {
    name: 'b: BLANK_MESSAGE',
    wish: { skillId: '42', message: 'BLANK_MESSAGE' },
    says: ['→ 42'],
    asks: [ask()],
    leaves: true,
  },
  { name: 'b: empty message', wish: { skillId: '42', message: ' ' }, says: ['→ 42'], logs: [EMPTY], leaves: true },
  {
    name: 'c: unset variable',
    wish: { skillId: '{$botContext.skillId}', message: 'Hold on' },
    says: ['Sorry.'],
    asks: [],
    logs: ['The variable "$botContext.skillId" is not set; it was left out.', ...noNumber('')],
  },
  {
    name: 'c: words for a skill',
    wish: { skillId: 'abc' },
    more: { rules: [{ ...onFailure, next: { go: 'close', survey: false } }] },
    says: ['Sorry.'],
    asks: [],
    logs: noNumber('abc'),
  },
  {
    name: 'd: a named agent',
    wish: { skillId: '42', agentId: ' 7 ', message: 'Hold on' },
    says: ['→ 42: Hold on'],
    asks: [ask({ message: 'Hold on', agentId: '7' })],
    leaves: true,
  },
  {
    name: 'e: failure with a rule',
    wish: { skillId: '42' },
    refused: true,
    more: { rules: [onFailure] },
    says: ['Sorry.'],
    logs: [REFUSED],
  },
  { name: 'e: failure without a rule', wish: { skillId: '42' }, refused: true, says: [NOT_NOW], logs: [REFUSED] },
  {
    name: 'e: failure in the bot’s own words',
    wish: { skillId: '42' },
    refused: true,
    settings: { friendlyResponse: 'Call us.' },
    says: ['Call us.'],
    logs: [REFUSED],
  },
  {
    name: 'f: a late failure has its dialog',
    wish: { skillId: '42' },
    told: ['agent', FAILED],
    says: [`→ 42: ${WAIT}`, 'Nobody is there.'],
  },
  {
    name: 'g: told by a conversation, the bot counts nothing',
    wish: { skillId: '42' },
    told: ['agent', FAILED, FAILED, FAILED, FAILED],
    says: [`→ 42: ${WAIT}`, ...Array.from({ length: 4 }, () => 'Nobody is there.')],
  },
  {
    name: 'g: told alone, the fourth in a row is the end',
    wish: { skillId: '42' },
    told: ['agent', ALONE, ALONE, ALONE, ALONE, ALONE],
    says: [`→ 42: ${WAIT}`, ...Array.from({ length: 3 }, () => 'Nobody is there.'), NOT_NOW],
    logs: [1, 2, 3, 4, 5].map((n) => `A transfer failed after it was accepted: number ${n}.`),
  },
  {
    name: 'h: silence that fails is told as every failure',
    wish: { skillId: '42' },
    told: [FAILED],
    says: ['Nobody is there.'],
    asks: [],
  },
  {
    name: 'i: three texts and a delay',
    wish: { skillId: '42', message: 'Bye' },
    more: { delayMs: 6_000 },
    before: ['1', '2', '3'].map((words) => text(`before${words}`, words)),
    says: ['1', '2', '3', '… 6000', '→ 42: Bye'],
    leaves: true,
  },
  {
    name: 'j: with context',
    wish: { skillId: '42', passContext: true, message: 'BLANK_MESSAGE' },
    says: ['→ 42'],
    asks: [ask({ context: { userMessage: 'agent', sourceBotId: 'bot', conversationId: 'c1' } })],
    leaves: true,
  },
  {
    name: 'k: a former dialog speaks again after what fails',
    wish: { skillId: '42' },
    refused: true,
    told: ['order', 'agent'],
    says: ['Which one?', NOT_NOW, 'Which one?'],
    logs: [REFUSED],
  },
  {
    name: 'k: not with skipPreviousDialog',
    wish: { skillId: '42' },
    refused: true,
    before: [skips],
    told: ['order', 'agent'],
    says: ['Which one?', 'One moment.', NOT_NOW],
    logs: [REFUSED],
  },
  {
    name: 'l: who tries again each time is told each time',
    wish: { skillId: '42', message: 'BLANK_MESSAGE' },
    told: ['agent', 'again', FAILED, 'again', FAILED],
    says: ['→ 42', '→ 42', 'Nobody is there.', '→ 42', 'Nobody is there.'],
  },
  {
    name: 'after success nothing follows; code and rule are for what they set',
    wish: { skillId: '42' },
    more: { rules: [onFailure, onSuccess], postProcess: 'x' },
    says: [`→ 42: ${WAIT}`],
    logs: [LEFT_OUT],
    leaves: true,
    sets: { went: 'yes', ran: 'too' },
  },
]

const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
const late = dialog('late', [starter('l', '__agent_escalation_failed__'), text('none', 'Nobody is there.')])
const order = dialog('order', [
  starter('o', 'order'),
  { type: 'textQuestion', name: 'which', text: 'Which one?', rules: [] },
])

/** What the code of the interaction does: it sets something, and wants to say something and go somewhere. */
const code: NeedAnswer = {
  kind: 'script',
  logs: [],
  effects: [
    { do: 'setVariable', name: 'ran', value: 'too', scope: 'session' },
    { do: 'sendMessage', text: 'Still here!', chips: [] },
    { do: 'setTriggerNextMessage', name: 'sorry' },
  ],
}

function play(
  { wish, refused, more = {}, before = [], settings = {}, told = ['agent'] }: Case,
  isIntegration: boolean,
) {
  const integration = { type: 'escalation', id: 'e', name: 'Over', ...wish } as unknown as Integration
  const step = isIntegration
    ? { type: 'integration', name: 'over', integrationId: 'e', ...more }
    : { type: 'agentTransfer', name: 'over', ...wish, ...more }
  const agent = dialog('agent', [starter('wants', 'agent', 'again'), ...before, step as never])
  const parts = { settings, ...(isIntegration && { integrations: [integration] }) }
  const answers = (need: Need): NeedAnswer => {
    if (need.kind === 'script') return code
    return refused
      ? { kind: 'transfer', accepted: false, reason: 'unknown skill' }
      : { kind: 'transfer', accepted: true }
  }
  const player = new Player(bot([agent, fallback, late, order], parts), answers)
  const said: string[] = []
  const logs: string[] = []
  for (const one of told) {
    said.push(...player.say(one))
    logs.push(...player.logs())
  }
  const asked = player.needs.filter(({ kind }) => kind === 'transfer')
  return {
    said,
    asked: asked.map(({ id: _id, kind: _kind, ...need }) => need),
    logs,
    phase: player.run.phase,
    variables: player.run.session?.variables ?? {},
    last: player.outputs.filter(({ kind }) => kind !== 'log').at(-1)?.kind,
  }
}

describe('dialogs R2.43, R7.49: the interaction and the integration are twins', () => {
  it.each(CASES)('$name', (one) => {
    const { says, asks, logs = [], leaves, sets = {} } = one
    const interaction = play(one, false)
    expect(interaction).toMatchObject({ said: says, logs, phase: leaves ? 'transferred' : 'talking', variables: sets })
    if (asks !== undefined) expect(interaction.asked).toEqual(asks)
    if (leaves) expect(interaction.last).toBe('transfer') // nothing can stand behind it
    expect(play(one, true)).toEqual(interaction)
  })
})
