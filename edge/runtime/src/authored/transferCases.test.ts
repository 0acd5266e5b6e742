import type { ConsumerId, ConversationId, SkillId } from '@baton/base'
import type { Dialog } from '@baton/dialog'
import { expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openStateOf, said, say, soon } from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'
import { dialog, handOver, publishBot, starter, text } from './examples/clerks.ts'
import { forWrittenBots } from './examples/writtenBots.ts'

let house: House
let visitors = 0

const run = forWrittenBots((opened) => {
  house = opened
})

/** Each is somebody else. */
async function begin(runtime: Runtime, words: string): Promise<ConversationId> {
  visitors += 1
  const by = { kind: 'consumer', consumerId: `case-${visitors}` as ConsumerId } as const
  return accepted(await runtime.handle(say(words, { by }))).conversationId
}
const waits = (runtime: Runtime, id: ConversationId) =>
  soon(async () => expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'queue' }))

/** Asked for by its own name. */
const over = (id: string, skillId: SkillId | string, more: object = {}) =>
  dialog(id, [starter(`s-${id}`, id), { ...handOver(skillId as SkillId, more), id: `o-${id}`, name: `o-${id}` }])
const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
const told = dialog('told', [starter('t', '__agent_escalation_failed__'), text('t1', 'Nobody is there.')])

it('dialogs R7.49 b, c: BLANK_MESSAGE says nothing, and it is queued; an unset skill says the fallback message, and the bot has it', async () => {
  const dialogs = [
    over('blank', house.help.id, { message: 'BLANK_MESSAGE' }),
    over('unset', '{$botContext.skillId}'),
    fallback,
  ]
  const clerk = await publishBot(house, 'Clerk', [house.sales.id], dialogs)
  const runtime = await run()
  const blank = await begin(runtime, 'blank')
  await waits(runtime, blank)
  expect((await openStateOf(runtime, blank)).skillId).toBe(house.help.id)
  await said(house.storage, blank, 'consumer: blank')

  const unset = await begin(runtime, 'unset')
  await said(house.storage, unset, 'consumer: unset', 'bot: Sorry.')
  const types = (await logOf(house.storage, unset)).map(({ event }) => event.type)
  expect(types).not.toContain('transferred')
  expect(types).not.toContain('transferFailed')
  expect((await openStateOf(runtime, unset)).assignee).toMatchObject({ kind: 'bot', botId: clerk })
}, 60_000)

it('dialogs R7.8, R7.49 d: the one who is named rings; who is busy, or without the skill, does not hinder, and a bot is not asked for people', async () => {
  const { settings } = house.storage
  const { id: _id, accountId: _account, ...like } = house.help
  const [other, bots] = [
    await settings.createSkill(brand, { ...like, name: 'Other' }),
    await settings.createSkill(brand, { ...like, name: 'Bots' }),
  ]
  const named = { agentId: String(house.agentId) }
  await publishBot(
    house,
    'Clerk',
    [house.sales.id],
    [over('fits', house.help.id, named), over('lacks', other.id, named), over('bots', bots.id, named)],
  )
  const colleague = await publishBot(house, 'Colleague', [bots.id], [fallback])
  const runtime = await run()
  await runtime.presence.arrived(brand, house.agentId)
  const handedOver = async (words: string) => {
    const id = await begin(runtime, words)
    await soon(async () => expect((await openStateOf(runtime, id)).skillId).not.toBe(house.sales.id))
    const to = (await logOf(house.storage, id)).flatMap(({ event }) => (event.type === 'transferred' ? [event.to] : []))
    return { id, to }
  }
  await runtime.presence.setStatus(brand, house.agentId, 'busy', undefined)
  const since = expect.any(Number)
  expect((await handedOver('fits')).to).toEqual([{ kind: 'queue', skillId: house.help.id, since }])
  expect((await handedOver('lacks')).to).toEqual([{ kind: 'queue', skillId: other.id, since }])
  expect((await handedOver('bots')).to).toEqual([{ kind: 'bot', botId: colleague }])

  await runtime.presence.setStatus(brand, house.agentId, 'online', undefined)
  const { id, to } = await handedOver('fits')
  expect(to).toMatchObject([{ kind: 'queue', skillId: house.help.id, suggestedAgentId: house.agentId }])
  await soon(async () => expect((await openStateOf(runtime, id)).offers).toMatchObject([{ agentId: house.agentId }]))
}, 60_000)

it('dialogs R7.19, R7.49 f: without a dialog that catches it, a late failure ends in the fallback dialog', async () => {
  await house.storage.settings.updateSkill(brand, house.help.id, { failAfterMinutes: 1 })
  const clerk = await publishBot(house, 'Clerk', [house.sales.id], [over('person', house.help.id), fallback])
  const runtime = await run()
  const id = await begin(runtime, 'person')
  await waits(runtime, id)
  house.clock.advance(60_000)
  await said(house.storage, id, 'consumer: person', 'bot: Hold on.', 'bot: Sorry.')
  const after = (await logOf(house.storage, id)).map(({ event }) => event)
  // The bot has its seat before it is told; otherwise nobody would hear it (dialogs R7.26).
  const failed = after.findIndex(({ type }) => type === 'transferFailed')
  expect(after.slice(failed, failed + 3)).toMatchObject([
    { why: 'timedOut', failures: 1 },
    { type: 'transferred', to: { kind: 'bot', botId: clerk }, reason: 'transferFailed' },
    { type: 'turnOpened', trigger: 'platformEvent', botId: clerk },
  ])
}, 60_000)

it('dialogs R7.37–R7.39, R7.49 j: who takes over begins where the intent leads, else the message, else says its fallback message', async () => {
  const passes = (id: string, code: string) =>
    over(id, house.help.id, { message: 'BLANK_MESSAGE', passContext: true, preProcess: code })
  await publishBot(
    house,
    'Clerk',
    [house.sales.id],
    [
      passes('intent', "botContext.setBotTransferIntentId('refund'); botContext.setBotTransferUserMessage('parcel')"),
      passes('message', "botContext.setBotTransferUserMessage('my parcel')"),
      passes('neither', "botContext.setBotTransferUserMessage('something else')"),
    ],
  )
  const byIntent = { type: 'dialogStarter', id: 'r', name: 'r', intentId: 'refund' } as const
  const refunds: Dialog[] = [
    dialog('refund', [byIntent, text('r1', 'A refund it is.')]),
    dialog('parcel', [starter('p', '*parcel*'), text('p1', 'Your parcel: {$userMessage}.')]),
    fallback,
  ]
  const domains = [{ id: 'money', name: 'Money', intents: [{ id: 'refund', name: 'Refund', phrases: ['money back'] }] }]
  const other = await publishBot(house, 'Refunds', [house.help.id], refunds, { domains })
  const runtime = await run()
  for (const [words, answer] of [
    ['intent', 'A refund it is.'],
    ['message', 'Your parcel: my parcel.'],
    ['neither', 'Sorry.'],
  ] as const) {
    const id = await begin(runtime, words)
    await said(house.storage, id, `consumer: ${words}`, `bot: ${answer}`)
    expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'bot', botId: other })
  }
}, 60_000)

it.each([
  ['speaks again', '', ['bot: Which one?']],
  ['skipPreviousDialog forbids it', "botContext.setBotVariable('skipPreviousDialog', 'true', true, false)", []],
])(
  'dialogs R7.11, R7.49 k: a former dialog is silent after a transfer; where it may speak when that failed: %s',
  async (_name, preProcess, again) => {
    await house.storage.settings.updateSkill(brand, house.help.id, { failAfterMinutes: 1 })
    const which: Dialog['interactions'][number] = {
      type: 'textQuestion',
      id: 'w',
      name: 'w',
      text: 'Which one?',
      rules: [],
    }
    const dialogs = [
      dialog('order', [starter('o', 'order'), which]),
      over('person', house.help.id, { preProcess }),
      told,
    ]
    await publishBot(house, 'Clerk', [house.sales.id], dialogs, { settings: { resumesDuringTransfer: true } })
    const runtime = await run()
    const id = await begin(runtime, 'order')
    const before = ['consumer: order', 'bot: Which one?', 'consumer: person', 'bot: Hold on.']
    await said(house.storage, id, ...before.slice(0, 2))
    const by = { kind: 'consumer', consumerId: `case-${visitors}` as ConsumerId } as const
    accepted(await runtime.handle(say('person', { by, conversationId: id })))
    await waits(runtime, id)
    await said(house.storage, id, ...before)
    expect((await logOf(house.storage, id)).at(-1)?.event.type).toBe('turnEnded')
    house.clock.advance(60_000)
    await said(house.storage, id, ...before, 'bot: Nobody is there.', ...again)
    expect((await openStateOf(runtime, id)).assignee.kind).toBe('bot')
  },
  60_000,
)
