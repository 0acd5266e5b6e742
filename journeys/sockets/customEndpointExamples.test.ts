import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AtDesk, type Consumer, connectConsumer, messagesOf, sitDown, wordsOf } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

/** The answers that the contract's documentation prints; they lie beside the repository where they are at hand. */
const PUBLISHED = resolve(
  process.env.BATON_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data'),
  'custom-endpoint/examples',
)
const OWN = resolve(import.meta.dirname, '../fixtures/custom-endpoint')

interface Answer {
  readonly response: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]
}

let bot: ScriptedBot
let shop: Shop
let manager: AtDesk

beforeAll(async () => {
  bot = await startScriptedBot()
  const survey = await startScriptedBot(() => saying('How was it?'))
  shop = await openShop(await startServer(), {
    botUrl: bot.url,
    surveyUrl: survey.url,
    skills: ['transfer_skill', 'transfer_agent_skill'],
  })
  manager = sitDown(shop, shop.manager.token)
})
afterAll(async () => {
  manager?.client.stop()
  await shop?.server.stop()
  await bot?.stop()
})

async function answeredWith(answer: Answer): Promise<Consumer> {
  bot.play(() => answer)
  const consumer = connectConsumer(shop)
  consumer.client.send('go')
  await manager.follow(await consumer.conversationId())
  return consumer
}

describe.each([
  ['our own', OWN],
  ['published', PUBLISHED],
])('a bot that gives an answer of %s examples', (_whose, folder) => {
  if (!existsSync(folder)) {
    it('needs them beside the repository', ({ skip }) => skip(`there is no ${folder}`))
    return
  }
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  it.each(files)('connector §4: %s is carried out', async (file) => {
    const answer = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Answer
    const consumer = await answeredWith(answer)
    for (const item of answer.response) await expectCarriedOut(item, consumer)
    const id = await consumer.conversationId()
    const failures = manager.view(id)?.events.filter(({ event }) => event.type === 'botFailed')
    expect(failures).toEqual([])
    consumer.client.stop()
  })
})

async function expectCarriedOut({ type, data }: Answer['response'][number], consumer: Consumer): Promise<void> {
  if (type === 'TEXT') await consumer.hears(String(data.message))
  else if (type === 'STRUCTURED_CONTENT') await expectShown(data, consumer)
  else await expectDone(String(data.name), data.parameters as Readonly<Record<string, unknown>>, consumer)
}

/** The card or the suggestions arrive with their metadata, and a tap on the first button says its words and brings its ids. */
async function expectShown(data: Readonly<Record<string, unknown>>, consumer: Consumer): Promise<void> {
  const given = data.structuredContent as {
    readonly message?: string
    readonly quickReplies?: { readonly replies: readonly Button[] }
    readonly elements?: readonly Button[]
  }
  const seen = await waitUntil('the content is shown', () =>
    messagesOf(consumer.view()).find(({ event }) => event.who.kind === 'bot'),
  )
  expect(seen.event.metadata).toEqual(data.metadata)
  const isCard = given.quickReplies === undefined
  expect(seen.event.content).toMatchObject(
    isCard
      ? { kind: 'structured', structured: given }
      : { kind: 'text', text: given.message, quickReplies: given.quickReplies },
  )

  const button = (given.quickReplies?.replies ?? given.elements)?.[0]
  const words = button?.click.actions[0]?.text ?? ''
  bot.play(() => saying('Heard.'))
  const told = bot.events.length
  consumer.client.click(seen.seq, isCard ? '/structured/elements/0' : '/quickReplies/replies/0')
  await waitUntil('the bot hears the tap', () => bot.events.length > told)
  expect(messagesOf(consumer.view()).map(({ event }) => wordsOf(event.content))).toContain(words)
  const { body } = bot.events.at(-1) ?? {}
  expect(body?.data.message).toBe(words)
  expect(body?.context.lpEvent.metadata ?? []).toEqual(button?.click.metadata ?? [])
}

interface Button {
  readonly click: { readonly actions: readonly { readonly text?: string }[]; readonly metadata?: readonly object[] }
}

async function expectDone(
  name: string,
  parameters: Readonly<Record<string, unknown>> | undefined,
  consumer: Consumer,
): Promise<void> {
  const id = await consumer.conversationId()
  switch (name) {
    case 'TRANSFER': {
      const { assignee } = await manager.sees(id, 'transferred')
      expect(assignee).toMatchObject({ kind: 'queue', skillName: parameters?.skillName })
      return
    }
    case 'CLOSE_CONVERSATION': {
      const phase = parameters?.withoutPcs === true ? 'closed' : 'survey'
      await consumer.sees(`the conversation is in the phase ${phase}`, ({ view }) => view?.header.phase === phase)
      return
    }
    case 'CHANGE_TTR': {
      const { priority } = await manager.sees(id, 'priority')
      expect(priority.type).toBe(String(parameters?.ttrType).toLowerCase())
      expect(manager.view(id)?.header.assignee?.kind).toBe('bot')
      return
    }
    default:
      throw new Error(`an action that this journey does not know: ${name}`)
  }
}
