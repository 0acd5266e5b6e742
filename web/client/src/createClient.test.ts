import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Client, ClientOptions, ClientState } from './client.ts'
import { createClient } from './createClient.ts'
import { memoryStorage, type SocketConstructor, type TextStorage } from './environment.ts'
import { ScriptedServer } from './testing/scriptedServer.ts'

let server: ScriptedServer
let url: string
let storage: TextStorage
let clients: Client[]

beforeEach(async () => {
  server = new ScriptedServer()
  url = await server.start()
  storage = memoryStorage()
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.stop()
  await server.stop()
})

/**
 * Nobody waits for long, and yet all the patience of the client is left to a machine that stands still for seconds: what it takes
 * for dead, it takes for dead after 10 s and more.
 */
const patient = (delayMs: number) => (delayMs < 10_000 ? delayMs / 20 : delayMs)
/** As patient, and what it does long before a token ends is done at once. */
const renewing = (delayMs: number) => (delayMs > 30_000 ? delayMs / 1_000 : delayMs)
const impatient = (delayMs: number) => delayMs / 100

/** @param pace how long a time really takes, in milliseconds; the back-off takes none */
function newClient(pace = patient, more: Pick<ClientOptions, 'surveys'> = {}): Client {
  const client = createClient({
    ...more,
    url,
    account: 'acme',
    entryPoint: 'shop',
    storage,
    WebSocket: WebSocket as unknown as SocketConstructor,
    random: () => 0,
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, pace(delayMs))
      return () => clearTimeout(timer)
    },
  })
  clients.push(client)
  return client
}

function until(client: Client, holds: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve) => {
    if (holds(client.state)) return resolve(client.state)
    const stop = client.subscribe((state) => {
      if (!holds(state)) return
      stop()
      resolve(state)
    })
  })
}

const online = (client: Client) => until(client, ({ connection }) => connection === 'online')
const idle = (client: Client) =>
  until(client, ({ connection, outbox }) => connection === 'online' && outbox.length === 0)
const texts = (state: ClientState) =>
  (state.view?.events ?? []).flatMap(({ event }) =>
    event.type === 'message' && event.content?.kind === 'text' ? [event.content.text] : [],
  )
const serverTexts = () =>
  (server.newest?.log ?? []).flatMap(({ event }) =>
    event.type === 'message' && event.content?.kind === 'text' ? [event.content.text] : [],
  )
const heard = (type: string) => server.heard.filter((frame) => frame.type === type)

it('messaging R2.8: a screen that cannot show a survey says so whenever it comes, others say nothing of it', async () => {
  await online(newClient(patient, { surveys: false }))
  await online(newClient())
  expect(heard('hello').map((frame) => JSON.stringify(frame).includes('"surveys":false'))).toEqual([true, false])
})

describe('saying something', () => {
  it('shows words at once as sending, and as an event when the server has them', async () => {
    const client = newClient()
    client.send('hello')
    expect(client.state.outbox).toMatchObject([{ state: 'sending', said: { content: { text: 'hello' } } }])
    const state = await until(client, ({ view, outbox }) => view !== undefined && outbox.length === 0)
    expect(texts(state)).toEqual(['hello'])
  })

  it('messaging R3.2: does not take words that are empty or too long', () => {
    const client = newClient()
    expect(client.send(' \n')).toEqual({ ok: false, reason: 'empty' })
    expect(client.send('x'.repeat(5_001))).toEqual({ ok: false, reason: 'too-long' })
  })

  it('keeps a refused message with its reason, and sends it again when asked', async () => {
    server.refusals = ['content-not-permitted']
    const client = newClient()
    client.send('no')
    const { outbox } = await until(client, (state) => state.outbox[0]?.state === 'failed')
    expect(outbox[0]).toMatchObject({ reason: 'content-not-permitted' })
    if (outbox[0]) client.retry(outbox[0].clientId)
    await idle(client)
    expect(serverTexts()).toEqual(['no'])
  })

  it('lets go of a failed message that is discarded', async () => {
    server.refusals = ['content-not-permitted']
    const client = newClient()
    client.send('no')
    const { outbox } = await until(client, (state) => state.outbox[0]?.state === 'failed')
    if (outbox[0]) client.discard(outbox[0].clientId)
    expect(client.state.outbox).toEqual([])
    expect(storage.get('baton:acme:shop:outbox')).toBeUndefined()
  })

  it('waits when the server asks for patience, and lets nothing overtake', async () => {
    server.refusals = ['too-many-requests', 'unavailable']
    const client = newClient()
    for (const text of ['a', 'b', 'c']) client.send(text)
    await idle(client)
    expect(serverTexts()).toEqual(['a', 'b', 'c'])
  })

  it('messaging R3.13: sends again with the same id when the answer was lost, and is stored once', async () => {
    server.sendFaults = ['answer-lost', 'lost-before-commit']
    const client = newClient()
    client.send('a')
    client.send('b')
    await idle(client)
    expect(serverTexts()).toEqual(['a', 'b'])
  })

  it('sends after a reload what the closed tab had not got through', async () => {
    server.refusals = Array(100).fill('unavailable')
    const before = newClient()
    before.send('a')
    before.send('b')
    await online(before)
    before.stop()
    server.refusals = []
    const after = newClient()
    expect(after.state.outbox.map(({ state }) => state)).toEqual(['sending', 'sending'])
    await idle(after)
    expect(serverTexts()).toEqual(['a', 'b'])
  })

  it('begins a new conversation with words for one that ended meanwhile', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    server.refusals = ['conversation-closed']
    client.send('b')
    await idle(client)
    expect(heard('send').map((frame) => 'conversationId' in frame)).toEqual([false, true, false])
  })

  it('takes no more than fifty unsent messages', () => {
    const client = newClient()
    const results = Array.from({ length: 51 }, (_, n) => client.send(`m${n}`))
    expect(results.filter(({ ok }) => ok)).toHaveLength(50)
    expect(results[50]).toEqual({ ok: false, reason: 'outbox-full' })
  })
})

describe('losing and finding', () => {
  it('messaging R7.8: resumes after the last place it knows', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    const { view } = client.state
    server.losePushes = 1
    server.say('missed')
    server.cut()
    await until(client, (state) => texts(state).includes('missed'))
    expect(heard('hello').at(-1)).toMatchObject({ resume: [{ after: view?.header.seq }] })
  })

  it('asks for what lies in a gap before it shows what came after', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    server.losePushes = 1
    server.say('one')
    server.say('two')
    const state = await until(client, (now) => texts(now).length === 3)
    expect(texts(state)).toEqual(['a', 'one', 'two'])
    expect(heard('resume')).toHaveLength(1)
  })

  it('asks again when it is told that it is behind', async () => {
    const client = newClient()
    client.send('a')
    const { view } = await idle(client)
    server.losePushes = 1
    server.say('one')
    if (view) server.push({ type: 'behind', conversationId: view.header.conversationId })
    await until(client, (state) => texts(state).includes('one'))
  })

  it('finds its own words when their event was lost', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    server.losePushes = 1
    client.send('b')
    await idle(client)
    expect(texts(client.state)).toEqual(['a', 'b'])
  })

  it('forgets a conversation that it may no longer see', async () => {
    const client = newClient()
    client.send('a')
    const { view } = await idle(client)
    if (view) server.push({ type: 'gone', conversationId: view.header.conversationId })
    await until(client, (state) => state.view === undefined)
  })

  it('notices a socket that is dead but not closed', async () => {
    const client = newClient(impatient)
    await online(client)
    server.answersPings = false
    await until(client, ({ connection }) => connection === 'offline')
    server.answersPings = true
    await online(client)
  })

  it('reads the thread backwards, over the border of a conversation', async () => {
    const client = newClient()
    client.send('old')
    await idle(client)
    await client.close()
    client.send('new')
    await idle(client)
    server.firstPage = 1
    const later = newClient()
    await until(later, ({ view }) => view !== undefined)
    expect(later.state.view?.events).toHaveLength(1)
    while (later.state.canLoadEarlier) await later.loadEarlier()
    expect(texts(later.state)).toEqual(['new'])
    const [first] = later.state.earlier
    expect(first?.events.map(({ event }) => event.type)).toEqual(['opened', 'message', 'closed'])
  })
})

describe('signing in', () => {
  it('is the same consumer after a reload', async () => {
    await online(newClient())
    await online(newClient())
    expect(server.tokenRequests).toHaveLength(1)
  })

  it('messaging R7.6: gets a fresh token when the server closes with 4407', async () => {
    const client = newClient()
    await online(client)
    const [old] = server.goodTokens
    server.goodTokens.clear()
    server.cut(4407)
    await until(client, ({ connection }) => connection === 'offline' || server.tokenRequests.length > 1)
    await online(client)
    expect(server.tokenRequests[1]).toMatchObject({ token: old })
  })

  it('renews over the open socket before the token ends', async () => {
    server.tokenLifeMs = 60_000
    const client = newClient(renewing)
    await online(client)
    await expect.poll(() => heard('renew').length, { timeout: 15_000, interval: 10 }).toBeGreaterThanOrEqual(2)
    expect(client.state.connection).toBe('online')
    expect(heard('hello')).toHaveLength(1)
  })

  it('gives up, and says why, when its page may not connect', async () => {
    const client = newClient()
    await online(client)
    server.cut(4403)
    const { problem } = await until(client, ({ connection }) => connection === 'closed')
    expect(problem).toBe('origin-not-allowed')
  })
})

describe('marks and signals', () => {
  it('messaging R3.8: tells what arrived and, once it was seen, what was read', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    server.say('one')
    await until(client, ({ unread }) => unread === 1)
    client.markRead()
    expect(client.state.unread).toBe(0)
    const seq = client.state.view?.header.seq
    while (!heard('mark').some((frame) => 'read' in frame && frame.read === seq)) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })

  it('messaging R3.10: tells of typing once for many keys, and of its end', async () => {
    const client = newClient()
    client.send('a')
    await idle(client)
    for (let key = 0; key < 20; key += 1) client.typing()
    client.send('b')
    await idle(client)
    const states = heard('signal').map((frame) => 'state' in frame && frame.state)
    expect(states).toEqual(['composing', 'idle'])
  })
})

it('design §6: shows every message once and in order, whatever is lost, repeated or cut', async () => {
  const step = fc.constantFrom('say', 'botSays', 'cut', 'loseAnswer', 'loseWords', 'losePush', 'twice', 'breathe')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const own = new ScriptedServer()
      url = await own.start()
      storage = memoryStorage()
      const client = newClient(impatient)
      const said: string[] = []
      for (const [index, action] of steps.entries()) {
        if (action === 'say') {
          client.send(`mine ${index}`)
          said.push(`mine ${index}`)
        } else if (action === 'botSays') own.say(`bot ${index}`)
        else if (action === 'cut') own.cut()
        else if (action === 'loseAnswer') own.sendFaults.push('answer-lost')
        else if (action === 'loseWords') own.sendFaults.push('lost-before-commit')
        else if (action === 'losePush') own.losePushes += 1
        else if (action === 'twice') own.deliverTwice = !own.deliverTwice
        else await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await idle(client)
      own.losePushes = 0
      own.say('the end')
      const state = await until(client, (now) => texts(now).includes('the end'))
      const stored = (own.newest?.log ?? []).map(({ seq }) => seq)
      expect(state.view?.events.map(({ seq }) => seq)).toEqual(stored)
      expect(texts(state).filter((text) => text.startsWith('mine'))).toEqual(said)
      client.stop()
      await own.stop()
    }),
    { numRuns: 25 },
  )
})
