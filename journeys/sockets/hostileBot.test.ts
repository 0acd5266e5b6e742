import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AtDesk, connectConsumer, sitDown } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

const TOLD = 'Something went wrong, a person will go on.'

let bot: ScriptedBot
let shop: Shop
let manager: AtDesk

beforeAll(async () => {
  bot = await startScriptedBot()
  shop = await openShop(await startServer(), {
    botUrl: bot.url,
    botConfig: { escalation: { toConsumer: TOLD }, http: { timeoutMs: 3_000, maxAttempts: 1 } },
  })
  manager = sitDown(shop, shop.manager.token)
})
afterAll(async () => {
  manager?.client.stop()
  await shop?.server.stop()
  await bot?.stop()
})

const json = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' })

function dripForEver(response: ServerResponse, chunk: string, everyMs: number): void {
  const timer = setInterval(() => response.write(chunk), everyMs)
  response.on('close', () => clearInterval(timer))
}

/** Answers that no bot should give; each writes by hand. */
const HOSTILE: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'of 50 MB': (response) => {
    json(response).write('{"response":[{"type":"TEXT","data":{"message":"')
    const block = 'x'.repeat(1_048_576)
    const writeMore = (left: number): void => {
      if (left === 0 || response.destroyed) return void response.end('"}}]}')
      response.write(block, () => writeMore(left - 1))
    }
    writeMore(50)
  },
  'of HTML': (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome to nginx</h1>'),
  'of invalid UTF-8': (response) =>
    void json(response).end(Buffer.from('{"response":[{"type":"TEXT","data":{"message":"\xff\xfe\xc0"}}]}', 'latin1')),
  'nested 10,000 deep': (response) =>
    void json(response).end(
      `{"response":[{"type":"STRUCTURED_CONTENT","data":{"structuredContent":${'{"type":"vertical","elements":['.repeat(10_000)}${']}'.repeat(10_000)}}}]}`,
    ),
  'of nothing but brackets, 100,000 deep': (response) => void json(response).end('['.repeat(100_000)),
  'that never ends': (response) => dripForEver(json(response), ' '.repeat(1_000), 1),
  'of one byte a second': (response) => dripForEver(json(response), '{', 1_000),
  'that never begins': () => {},
  'that breaks off': (response) => {
    json(response).write('{"response":[{"type":"TE', () => response.destroy())
  },
  'with two actions': (response) =>
    void json(response).end(
      '{"response":[{"type":"TEXT","data":{"message":"unseen"}},{"type":"ACTION","data":{"name":"TRANSFER"}},{"type":"ACTION","data":{"name":"CLOSE_CONVERSATION"}}]}',
    ),
  'of keys that poison objects': (response) =>
    void json(response).end('{"__proto__":{"response":[]},"constructor":{"prototype":{"polluted":1}},"response":"no"}'),
}

describe('a bot with a hostile answer', () => {
  it.each(Object.entries(HOSTILE))(
    'connector R5.T11: %s is refused, people take over, others talk on',
    async (_name, attack) => {
      bot.play(({ body }, response) =>
        body.data.message === 'attack' ? void attack(response) : saying(`You said ${body.data.message}`),
      )
      const neighbour = connectConsumer(shop)
      neighbour.client.send('one')
      await neighbour.hears('You said one')

      const victim = connectConsumer(shop)
      victim.client.send('attack')
      const id = await victim.conversationId()
      neighbour.client.send('two')
      await neighbour.hears('You said two')

      await victim.hears(TOLD)
      await manager.follow(id)
      const failed = await manager.sees(id, 'botFailed')
      expect(failed.code).toMatch(/^[a-z-]+$/)
      expect(failed.cause.length).toBeGreaterThan(10)
      const { assignee } = await manager.sees(id, 'transferred')
      expect(assignee).toMatchObject({ kind: 'queue', skillName: shop.defaultSkill })
      expect(victim.said()).toEqual(['attack', TOLD])

      expect(neighbour.said()).toEqual(['one', 'You said one', 'two', 'You said two'])
      expect((await fetch(`${shop.server.url}/readyz`)).status).toBe(200)
      victim.client.stop()
      neighbour.client.stop()
    },
  )

  it('connector R4.29: names the field when the answer is JSON but wrong', async () => {
    bot.play(() => ({ response: [{ type: 'TEXT', data: { message: 7 } }], analytics: {} }))
    const consumer = connectConsumer(shop)
    consumer.client.send('hello')
    const id = await consumer.conversationId()
    await manager.follow(id)
    const { problems } = await manager.sees(id, 'botFailed')
    expect(problems.map(({ path }) => path)).toContain('/response/0/data/message')
    consumer.client.stop()
  })
})
