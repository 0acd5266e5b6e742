import type { BotId, ConsumerId, ConversationId, SkillId } from '@baton/base'
import type { Dialog, Domain } from '@baton/dialog'
import { expect, it } from 'vitest'
import { accepted, brand, type House, openStateOf, said, say } from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'
import { hashed } from './examples/coffee.ts'
import { forWrittenBots } from './examples/writtenBots.ts'

let house: House
let visitors = 0

const run = forWrittenBots((opened) => {
  house = opened
})

const text = (id: string, words: string) => ({ type: 'text', id, name: id, text: words }) as const
const dialog = (id: string, interactions: Dialog['interactions'], kind: Dialog['kind'] = 'standard'): Dialog => ({
  ...{ id, name: id, kind },
  interactions,
})
const onWords = (id: string, pattern: string, words: string) =>
  dialog(id, [{ type: 'dialogStarter', id: `${id}-s`, name: `${id}-s`, patterns: [pattern] }, text(`${id}-t`, words)])
const onIntent = (intentId: string, words: string) =>
  dialog(intentId, [
    { type: 'dialogStarter', id: `${intentId}-s`, name: `${intentId}-s`, intentId },
    text(`${intentId}-t`, words),
  ])
const meaning = (id: string, ...phrases: string[]): Domain[] => [
  { id: `domain-${id}`, name: `domain-${id}`, intents: [{ id, name: id, phrases }] },
]
const greets = onWords('hi', 'hello', 'Hello.')
const refunds = onWords('refund', '*refund*', 'A refund it is.')

interface Member {
  readonly skillIds?: readonly SkillId[]
  readonly dialogs?: readonly Dialog[]
  readonly domains?: readonly Domain[]
  readonly enabled?: boolean
  readonly isPublished?: boolean
  readonly kind?: 'survey'
  readonly groupId?: number
}

async function member(name: string, { skillIds = [house.help.id], groupId, enabled = true, ...of }: Member) {
  const { settings, authored } = house.storage
  const { id } = await settings.createBot(brand, {
    ...{ name, nickname: name, skillIds, enabled, capacity: 99, kind: 'authored', config: { defaultSkill: 'Help' } },
    ...(groupId !== undefined && { groupId }),
  })
  const { dialogs = [refunds], domains = [], isPublished = true, kind } = of
  const draft = hashed({
    ...{ format: 'baton.bot/1', id: name.toLowerCase(), name, language: 'en-US' },
    ...{ dialogs: [...dialogs], domains: [...domains] },
    ...(kind && { kind }),
  })
  await authored.saveDraft(brand, id, draft)
  if (isPublished) await authored.publish(brand, id, { hash: draft.hash, comment: '', by: 'Ada' })
  return id
}

/** A group with the bot that answers first in it. */
async function groupWithClerk(group: { readonly transferMessage?: string; readonly collaborates?: boolean } = {}) {
  const made = await house.storage.settings.createBotGroup(brand, {
    ...{ name: 'Shop', collaborates: true, transferMessage: '' },
    ...group,
  })
  const sorry = dialog('sorry', [text('sorry-t', 'I do not know.')], 'fallback')
  await member('Clerk', { skillIds: [house.sales.id], dialogs: [greets, sorry], groupId: made.id })
  return made.id
}

async function begin(runtime: Runtime, words: string): Promise<ConversationId> {
  visitors += 1
  const by = { kind: 'consumer', consumerId: `visitor-${visitors}` as ConsumerId } as const
  return accepted(await runtime.handle(say(words, { by }))).conversationId
}
const assigneeOf = async (runtime: Runtime, id: ConversationId) => (await openStateOf(runtime, id)).assignee
const patience = 60_000

it(
  'dialogs R7.35, R7.41: a pattern of any bot comes before every intent; among patterns the bot with the lowest number; and is no transfer to those who count them',
  async () => {
    const groupId = await groupWithClerk()
    const means = { dialogs: [onIntent('money', 'By intent.')], domains: meaning('money', 'refund my order') }
    await member('Means', { ...means, groupId })
    const first = await member('First', { groupId })
    await member('Second', { dialogs: [onWords('also', '*refund*', 'Me too.')], groupId })
    const runtime = await run()
    const id = await begin(runtime, 'refund my order')
    await said(house.storage, id, 'consumer: refund my order', 'bot: A refund it is.')
    expect(await assigneeOf(runtime, id)).toMatchObject({ kind: 'bot', botId: first })
    const log = await house.storage.conversations.readLog(brand, id, 0, 100)
    const passedOn = log.flatMap(({ event }) => (event.type === 'transferred' ? [event.reason] : []))
    expect(passedOn).toEqual(['withinGroup'])
  },
  patience,
)

it(
  'dialogs R7.35, R7.38: the best score wins, wherever its bot stands, and its dialog begins by the intent that went along',
  async () => {
    const groupId = await groupWithClerk()
    const near = { domains: meaning('near', 'where is my parcel today', 'track a parcel now') }
    await member('Near', { ...near, dialogs: [onIntent('near', 'Nearly.')], groupId })
    const exact = { domains: meaning('exact', 'where is my parcel') }
    const best = await member('Exact', { ...exact, dialogs: [onIntent('exact', 'Exactly.')], groupId })
    const far = { domains: meaning('far', 'sing me a song') }
    await member('Far', { ...far, dialogs: [onIntent('far', 'La la.')], groupId })
    const runtime = await run()
    const id = await begin(runtime, 'where is my parcel')
    await said(house.storage, id, 'consumer: where is my parcel', 'bot: Exactly.')
    expect(await assigneeOf(runtime, id)).toMatchObject({ kind: 'bot', botId: best })
  },
  patience,
)

it(
  'dialogs R1.7, R7.35: who is off, unpublished, on no skill in use or asks afterwards is not asked; what is wrong with one costs no other',
  async () => {
    const { settings, authored } = house.storage
    const groupId = await groupWithClerk()
    const closed = await settings.createSkill(brand, { ...house.help, name: 'Closed', enabled: false })
    await member('Off', { enabled: false, groupId })
    await member('Draft', { isPublished: false, groupId })
    await member('Nowhere', { skillIds: [], groupId })
    await member('Shut', { skillIds: [closed.id], groupId })
    const asks = await member('Asks', { groupId })
    await settings.updateSkill(brand, house.help.id, { survey: { botId: asks, timeoutMs: 60_000 } })
    await member('Survey', { kind: 'survey', groupId })
    const broken = await member('Broken', { groupId })
    await member('Elsewhere', {})
    const find = authored.findLive
    authored.findLive = async (account, botId: BotId) => {
      if (botId === broken) throw new Error('the disk has a scratch')
      return find(account, botId)
    }
    const runtime = await run()
    const alone = await begin(runtime, 'a refund please')
    await said(house.storage, alone, 'consumer: a refund please', 'bot: I do not know.')
    const able = await member('Able', { groupId })
    runtime.settingsChanged(brand)
    const helped = await begin(runtime, 'a refund please')
    await said(house.storage, helped, 'consumer: a refund please', 'bot: A refund it is.')
    expect(await assigneeOf(runtime, helped)).toMatchObject({ kind: 'bot', botId: able })
    authored.findLive = find
  },
  patience,
)

it(
  'dialogs R1.7: a bot that asks afterwards does not pass the consumer on to its group',
  async () => {
    const { settings } = house.storage
    const groupId = await groupWithClerk()
    await member('Refunds', { groupId })
    const question = dialog(
      'ask',
      [{ type: 'textQuestion', id: 'q', name: 'q', text: 'How was it?', rules: [] }],
      'survey',
    )
    const sorry = dialog('sorry', [text('sorry-t', 'Sorry?')], 'fallback')
    const asks = await member('Asks', { skillIds: [], dialogs: [question, sorry], kind: 'survey', groupId })
    await settings.updateSkill(brand, house.sales.id, { survey: { botId: asks, timeoutMs: 60_000 } })
    const runtime = await run()
    const id = await begin(runtime, 'hello')
    await said(house.storage, id, 'consumer: hello', 'bot: Hello.')
    const { consumerId } = await openStateOf(runtime, id)
    const by = { kind: 'consumer', consumerId } as const
    accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId: id, by }))
    const asked = ['consumer: hello', 'bot: Hello.', 'bot: How was it?']
    await said(house.storage, id, ...asked)
    accepted(await runtime.handle(say('my refund', { by })))
    await said(house.storage, id, ...asked, 'consumer: my refund', 'bot: Sorry?', 'bot: How was it?')
    expect(await openStateOf(runtime, id)).toMatchObject({ phase: 'survey' })
  },
  patience,
)

it(
  'dialogs R1.4, R1.6: without collaboration a group only keeps bots together; its message may break lines, or be blank',
  async () => {
    const { settings } = house.storage
    const groupId = await groupWithClerk({ collaborates: false, transferMessage: 'Dear {$userMessage}:\\nhold on.' })
    await member('Refunds', { groupId })
    const runtime = await run()
    const apart = await begin(runtime, 'refund')
    await said(house.storage, apart, 'consumer: refund', 'bot: I do not know.')
    await settings.updateBotGroup(brand, groupId, { collaborates: true })
    runtime.settingsChanged(brand)
    const together = await begin(runtime, 'refund')
    await said(house.storage, together, 'consumer: refund', 'bot: Dear refund:\nhold on.', 'bot: A refund it is.')
    await settings.updateBotGroup(brand, groupId, { transferMessage: '' })
    runtime.settingsChanged(brand)
    const quiet = await begin(runtime, 'refund')
    await said(house.storage, quiet, 'consumer: refund', 'bot: A refund it is.')
  },
  patience,
)
