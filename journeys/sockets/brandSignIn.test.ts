import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { memoryStorage } from '@baton/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectConsumer, messagesOf } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

let bot: ScriptedBot
let server: RunningServer
let shop: Shop
let brandKey: KeyObject

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** What the brand's own server gives to its page. */
function tokenOf(sub: string): string {
  const exp = Math.floor(Date.now() / 1_000) + 300
  const words = `${part({ alg: 'ES256' })}.${part({ iss: 'https://shop.example', aud: 'baton', sub, exp })}`
  const signature = sign('sha256', Buffer.from(words), { key: brandKey, dsaEncoding: 'ieee-p1363' })
  return `${words}.${signature.toString('base64url')}`
}

beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  brandKey = privateKey
  bot = await startScriptedBot(() => saying('Hello.'))
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  const consumerSignIn = { issuer: 'https://shop.example', audience: 'baton', publicKeyPem }
  await shop.admin.change(`/accounts/${shop.account}`, { consumerSignIn })
})
afterAll(async () => {
  await bot?.stop()
  await server?.stop()
})

it('messaging R1.10: an anonymous conversation goes on when the brand says who it is, on every device', async () => {
  const consumer = connectConsumer(shop)
  consumer.client.send('where is my order?')
  await consumer.hears('Hello.')
  const conversationId = await consumer.conversationId()
  const anonymous = consumer.client.state.consumerId

  consumer.client.identify(async () => tokenOf('customer-7'))
  const known = await waitUntil('the consumer is known', () => {
    const { consumerId, view } = consumer.client.state
    return consumerId !== anonymous && view?.header.conversationId === conversationId && consumerId
  })
  expect(messagesOf(consumer.view()).length).toBeGreaterThan(0)
  consumer.client.send('still me')
  await waitUntil('the bot hears it in the same conversation', () =>
    bot.events.some((event) => event.conversationId === conversationId && event.body.data.message === 'still me'),
  )

  const phone = connectConsumer(shop, memoryStorage(), async () => tokenOf('customer-7'))
  expect(await phone.conversationId()).toBe(conversationId)
  expect(phone.client.state.consumerId).toBe(known)

  consumer.client.identify(undefined)
  await waitUntil('nothing of theirs is left behind', () => {
    const { consumerId, view, connection } = consumer.client.state
    return connection === 'online' && consumerId !== known && consumerId !== anonymous && view === undefined
  })
  phone.client.stop()
  consumer.client.stop()
})
