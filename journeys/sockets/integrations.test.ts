import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setUpWrittenBot, shopService, WRITTEN_ENTRY_POINT } from '@baton/examples'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../support/freePort.ts'
import { connectConsumer, sitDown } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

const bots = resolve(import.meta.dirname, '../../examples/bots')
const files = {
  definitionFile: join(bots, 'coffee-shop.json'),
  surveyFile: join(bots, 'coffee-shop-survey.json'),
  articlesFile: join(bots, 'coffee-shop.articles.json'),
}
const TOLD = 'Something went wrong, a person will go on.'

let shop: Shop
let home: string
let bot: ScriptedBot
let port: number
let till: ReturnType<typeof fastify>
/** What the account's functions called. */
let service: Server
const called: { readonly key: string; readonly body: string }[] = []

async function openTill(): Promise<void> {
  till = fastify({ forceCloseConnections: true })
  await till.register(shopService)
  await till.listen({ host: '127.0.0.1', port })
}

beforeAll(async () => {
  port = await freePort()
  await openTill()
  service = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    called.push({ key: String(request.headers['idempotency-key']), body: Buffer.concat(chunks).toString() })
    response.setHeader('content-type', 'application/json').end('{"kept":true}')
  })
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  bot = await startScriptedBot()
  const server = await startServer()
  const botConfig = { escalation: { toConsumer: TOLD }, http: { maxAttempts: 1 } }
  shop = await openShop(server, { botUrl: bot.url, botConfig })
  home = `/accounts/${shop.account}`
  const skills = await shop.admin.list<{ id: number; name: string }>(`${home}/skills`)
  const people = skills.find(({ name }) => name === shop.defaultSkill)
  if (people === undefined) throw new Error('the shop has no people')
  const shopUrl = `http://127.0.0.1:${port}/shop`
  await setUpWrittenBot(shop.admin, { home, ...files, shopUrl, pageUrl: server.url, people })
  // These consumers are on no page.
  await shop.admin.change(`${home}/entry-points/${WRITTEN_ENTRY_POINT}`, { origins: [] })
})
afterAll(async () => {
  await shop?.server.stop()
  await bot?.stop()
  await till?.close()
  service?.close()
})

/** @returns the id of a deployed function */
async function deploy(name: string, code: string): Promise<string> {
  const { id } = await shop.admin.create<{ id: string }>(`${home}/functions`, { name, code })
  await shop.admin.create(`${home}/functions/${id}/deploy`, {})
  return id
}

it('scripting A-7, A-8: the demo shows the balance, says what went wrong, and says so while the shop’s service is away', async () => {
  const ask = async (card: string, answer: string) => {
    const consumer = connectConsumer({ ...shop, entryPoint: WRITTEN_ENTRY_POINT })
    consumer.client.send('gift card')
    await consumer.hears('What is the number')
    consumer.client.send(card)
    await consumer.hears(answer)
    consumer.client.stop()
  }
  await ask('1234', 'Ada, there are 12.5 francs on your card.')
  await ask('9999', 'I could not find that card.')
  await till.close()
  await ask('1234', 'Our till does not answer right now.')
  await openTill()
  await ask('1234', 'Ada, there are 12.5 francs on your card.')
})

it('connector R4.26, R4.27, R5.T24: a function that a bot asks for is called once, beside it; one that it cannot do without leads to people', async () => {
  const { port: at } = service.address() as AddressInfo
  const lambda = await deploy(
    'Keep',
    `async function lambda({ payload, context }) {
       if (payload.fails) throw new Error('the shop has no such card')
       await fetch('http://127.0.0.1:${at}/', { method: 'POST', body: { ...payload, botId: context.botId } })
     }`,
  )
  bot.play(({ body: { data } }) => {
    const [what, payload, failOnError] = JSON.parse(data.message ?? '[]') as [string, object, boolean]
    const parameters = { lambdaUuid: lambda, payload, failOnError }
    return { response: [...saying(what).response, { type: 'ACTION', data: { name: 'INVOKE_FUNCTION', parameters } }] }
  })
  const consumer = connectConsumer(shop)
  const put = (...what: [string, object, boolean]) => consumer.client.send(JSON.stringify(what))
  put('Kept.', { n: 1 }, true)
  await consumer.hears('Kept.')
  const first = await waitUntil('the function calls', () => called[0])
  expect(JSON.parse(first.body)).toMatchObject({ n: 1, botId: expect.any(String) })
  expect(first.key).not.toBe('')

  put('Never mind.', { fails: true }, false)
  await consumer.hears('Never mind.')
  put('Wait.', { fails: true }, true)
  await consumer.hears(TOLD)
  expect(consumer.said().slice(-2)).toEqual(['Wait.', TOLD])
  expect(called).toHaveLength(1)

  const manager = sitDown(shop, shop.manager.token)
  const id = await consumer.conversationId()
  await manager.follow(id)
  const { cause } = await manager.sees(id, 'botFailed', ({ code }) => code === 'function-failed')
  expect(cause).toContain('the shop has no such card')
  await manager.sees(id, 'transferred', ({ reason }) => reason === 'escalatedByError')
  for (const one of [consumer, manager]) one.client.stop()
})

it('connector §8.2: functions stand before and after a bot, and hear of its errors', async () => {
  await deploy('Before', 'const lambda = async ({ payload }) => ({ ...payload, marked: true })')
  await deploy(
    'After',
    `const lambda = async ({ payload }) => JSON.parse(JSON.stringify(payload).replace('plain', 'changed'))`,
  )
  const { port: at } = service.address() as AddressInfo
  await deploy(
    'Trouble',
    `const lambda = ({ payload }) => fetch('http://127.0.0.1:${at}/', { method: 'POST', body: payload })`,
  )
  const bots = await shop.admin.list<{ id: number; name: string; config: object }>(`${home}/bots`)
  const { id, config } = bots.find(({ name }) => name === 'Bot') ?? {}
  const hooks = { pre: 'Before', post: 'After', error: 'Trouble' }
  await shop.admin.change(`${home}/bots/${id}`, { config: { ...config, hooks } })
  bot.play(({ body }) => ('marked' in body ? saying('The plain words.') : saying('Nobody stood before.')))
  const consumer = connectConsumer(shop)
  consumer.client.send('Hello')
  await consumer.hears('The changed words.')
  bot.play((_event, response) => void response.writeHead(500).end())
  consumer.client.send('And now?')
  await consumer.hears(TOLD)
  const told = await waitUntil('the error hook calls', () => called[1])
  expect(JSON.parse(told.body)).toMatchObject({ error: { errorId: 'server-error' } })
  consumer.client.stop()
})
