import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { consumerToken, helloWith, openRawSocket, type RawSocket, signedInSocket } from '../support/rawSocket.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

let server: RunningServer
let bot: ScriptedBot
let shop: Shop
let otherShop: Shop
const opened: RawSocket[] = []

beforeAll(async () => {
  bot = await startScriptedBot(({ body }) => saying(`You said ${body.data.message}`))
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  otherShop = await openShop(server, { botUrl: bot.url, account: 'othershop' })
})
afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.terminate()
})
afterAll(async () => {
  await server?.stop()
  await bot?.stop()
})

async function signedIn(token?: string): Promise<RawSocket> {
  const raw = await signedInSocket(shop, token)
  opened.push(raw)
  return raw
}
async function newcomer(...more: Parameters<typeof openRawSocket> extends [unknown, ...infer Rest] ? Rest : never) {
  const raw = await openRawSocket(shop, ...more)
  opened.push(raw)
  return raw
}

const saidText = (text: string) => ({ kind: 'text', text })
const send = (text: string, more: object = {}) => ({
  type: 'send',
  frameId: randomUUID(),
  clientId: randomUUID(),
  content: saidText(text),
  ...more,
})

/** The server is well, and a newcomer gets an answer. */
async function expectUndisturbed(): Promise<void> {
  const raw = await signedIn()
  raw.send(send('still there?'))
  await raw.gets('events', (frame) => JSON.stringify(frame).includes('You said still there?'))
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
}

describe('a consumer’s socket', () => {
  it.each([
    ['is not JSON', 'hello?'],
    ['is an array', '[]'],
    ['is null', 'null'],
    ['has no type', '{}'],
    ['has an unknown type', '{"type":"dance"}'],
    ['lacks its fields', '{"type":"send","frameId":"f"}'],
    ['is nested 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['poisons objects', '{"__proto__":{"type":"send"},"type":"send"}'],
  ])('refuses a frame that %s, and goes on', async (_what, text) => {
    const raw = await signedIn()
    raw.sendText(text)
    const refused = await raw.gets('refused')
    expect(refused.code).toBe('bad-frame')
    expect(refused.message).not.toBe('')
    raw.send(send('hello'))
    await raw.gets('accepted')
  })

  it('names the field at fault', async () => {
    const raw = await signedIn()
    raw.send(send('hello', { content: { kind: 'text', text: 7 } }))
    expect((await raw.gets('refused')).path).toBe('/content/text')
  })

  it.each([
    ['a card, which only brands send', { kind: 'structured', structured: 7 }, '/content/kind'],
    ['suggestions', { kind: 'text', text: 'x', quickReplies: { type: 'quickReplies' } }, '/content/quickReplies'],
  ])('takes no %s from a consumer', async (_what, content, path) => {
    const raw = await signedIn()
    raw.send(send('', { content }))
    expect(await raw.gets('refused')).toMatchObject({ code: 'content-not-permitted', path })
  })

  it.each([
    ['a path', '../../etc/passwd', 'invalid-content'],
    ['an id of nothing', '5a0f6f9e-5c0a-4b57-9a7e-0d5c5a1c2b3d', 'file-gone'],
  ])('messaging R6.4: takes no file that was never uploaded: %s', async (_what, fileId, code) => {
    const raw = await signedIn()
    raw.send(send('', { content: { kind: 'file', fileId } }))
    expect(await raw.gets('refused')).toMatchObject({ code, path: '/content/fileId' })
  })

  it('closes on a binary frame, and on one that is too large', async () => {
    const binary = await signedIn()
    binary.socket.send(Buffer.from([0, 1, 2]), { binary: true })
    expect(await binary.closes()).toBe(1003)
    const large = await signedIn()
    large.sendText('x'.repeat(1_000_000))
    expect(await large.closes()).toBe(1009)
    await expectUndisturbed()
  })

  it('puts fragments together, and refuses fragments that together are too large', async () => {
    const whole = await signedIn()
    const text = JSON.stringify(send('in pieces'))
    whole.socket.send(text.slice(0, 20), { fin: false })
    whole.socket.send(text.slice(20), { fin: true })
    await whole.gets('events', (frame) => JSON.stringify(frame).includes('You said in pieces'))
    const endless = await signedIn()
    for (let piece = 0; piece < 40 && endless.closedWith === undefined; piece += 1) {
      endless.socket.send('x'.repeat(10_000), { fin: false })
    }
    expect(await endless.closes()).toBe(1009)
    await expectUndisturbed()
  })

  it('closes after many frames that cannot be read', async () => {
    const raw = await signedIn()
    for (let frame = 0; frame < 30; frame += 1) raw.sendText('nonsense')
    expect(await raw.closes()).toBe(4429)
    await expectUndisturbed()
  })

  it('hears nothing before hello', async () => {
    const raw = await newcomer()
    raw.send(send('let me in'))
    expect((await raw.gets('refused')).code).toBe('hello-expected')
  })

  it('refuses another protocol', async () => {
    const raw = await newcomer()
    raw.send({ ...helloWith(await consumerToken(shop)), protocol: 99 })
    expect((await raw.gets('refused')).code).toBe('unsupported-protocol')
    expect(await raw.closes()).toBe(4400)
  })
})

describe('a token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('is refused when it is none, when it is signed by nobody, and when a letter was changed', async () => {
    const good = await consumerToken(shop)
    const [, payload = ''] = good.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const wrong = [
      'no token',
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'none', typ: 'JWT' })}.${part({ ...claims, sub: randomUUID() })}.x`,
      good.replace(payload, part({ ...claims, sub: randomUUID() })),
      `${good.slice(0, -4)}AAAA`,
    ]
    for (const token of wrong) {
      const raw = await newcomer()
      raw.send(helloWith(token))
      expect((await raw.gets('refused')).code).toBe('token-invalid')
      expect(await raw.closes()).toBe(4401)
    }
  })

  it('of a consumer opens no agent’s door, and an agent’s opens no consumer’s', async () => {
    const asAgent = await newcomer('agent')
    asAgent.send(helloWith(await consumerToken(shop)))
    expect((await asAgent.gets('refused')).code).toBe('token-invalid')
    const asConsumer = await newcomer()
    asConsumer.send(helloWith(shop.ada.token))
    expect((await asConsumer.gets('refused')).code).toBe('token-invalid')
  })

  it('is not given to a page that is not on the list, nor believed from one', async () => {
    await expect(consumerToken(shop, { origin: 'https://evil.example' })).rejects.toThrow(/403/)
    const raw = await newcomer('consumer', { origin: 'https://evil.example' })
    raw.send(helloWith(await consumerToken(shop)))
    expect(await raw.closes()).toBeGreaterThan(1000)
    expect(raw.frames.map(({ type }) => type)).not.toContain('welcome')
  })
})

describe('somebody else’s conversation', () => {
  async function aliceTalks() {
    const alice = await signedIn()
    alice.send(send('my secret'))
    const { conversationId } = await alice.gets('accepted')
    return { alice, conversationId }
  }

  it('cannot be written to, read or closed by another consumer', async () => {
    const { alice, conversationId } = await aliceTalks()
    const mallory = await signedIn()
    const frameId = 'f'
    const attempts = [
      send('I am Alice', { conversationId }),
      { type: 'history', frameId, conversationId, limit: 50 },
      { type: 'close', frameId, conversationId },
      { type: 'attributes', frameId, conversationId, attributes: { a: 1 } },
      { type: 'click', frameId, clientId: randomUUID(), conversationId, on: 1, element: '/quickReplies/replies/0' },
    ]
    for (const [index, attempt] of attempts.entries()) {
      mallory.send({ ...attempt, frameId: `try-${index}` })
      const answer = await mallory.gets('refused', (frame) => frame.frameId === `try-${index}`)
      expect(answer.code).not.toBe('unavailable')
    }
    mallory.send({ type: 'resume', frameId, conversationId, after: 0 })
    await mallory.gets('gone')
    expect(JSON.stringify(mallory.frames)).not.toContain('my secret')
    expect(JSON.stringify(alice.frames)).not.toContain('I am Alice')
  })

  it('cannot be followed by an agent of another account, and an unknown one by nobody', async () => {
    const { conversationId } = await aliceTalks()
    const answers: unknown[] = []
    for (const [token, id] of [
      [otherShop.manager.token, conversationId],
      [shop.manager.token, randomUUID()],
    ] as const) {
      const agent = await newcomer('agent')
      agent.send(helloWith(token))
      await agent.gets('welcome')
      agent.send({ type: 'subscribe', frameId: 's', conversationId: id })
      answers.push((await agent.gets('refused')).code)
      expect(JSON.stringify(agent.frames)).not.toContain('my secret')
    }
    expect(new Set(answers).size).toBe(1) // whether it exists elsewhere is not told
  })
})

describe('the same client id twice', () => {
  it('gives the first answer again with the same content, and is refused with another', async () => {
    const raw = await signedIn()
    const words = send('once')
    raw.send({ ...words, frameId: 'first' })
    const first = await raw.gets('accepted', ({ frameId }) => frameId === 'first')
    raw.send({ ...words, frameId: 'again' })
    const again = await raw.gets('accepted', ({ frameId }) => frameId === 'again')
    expect([again.conversationId, again.seq, again.at]).toEqual([first.conversationId, first.seq, first.at])
    raw.send({ ...words, frameId: 'other', content: saidText('twice') })
    expect((await raw.gets('refused', ({ frameId }) => frameId === 'other')).code).toBe('duplicate-client-id')
  })
})
