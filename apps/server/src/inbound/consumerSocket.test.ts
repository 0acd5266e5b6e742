import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
let acme: Acme
beforeAll(async () => {
  house = await openServer({ limits: { helloMs: 300, framesPerSecond: 200, framesBurst: 400, resumeEvents: 20 } })
  acme = await foundAcme(house)
})
afterAll(() => house?.stop())

const textsOf = (events: { event: { type: string; content?: { text: string } } }[]) =>
  events.flatMap(({ event }) => (event.type === 'message' ? [event.content?.text] : []))

describe('frames that are none', () => {
  it.each([
    ['text that is no JSON', 'hello', 'bad-frame', ''],
    ['JSON that is no object', '[1]', 'bad-frame', ''],
    ['an unknown type', '{"type":"shout"}', 'bad-frame', '/type'],
    ['a wrong field', '{"type":"history","frameId":"f","limit":-1}', 'bad-frame', '/limit'],
    ['a field too many', '{"type":"ping","extra":1}', 'bad-frame', ''],
    ['a JSON bomb', `${'['.repeat(30_000)}`, 'bad-frame', ''],
  ])('are refused with code and path, and the socket lives on: %s', async (_what, text, code, path) => {
    const { socket } = await house.consumer()
    socket.send(text)
    expect(await socket.next('refused')).toMatchObject({ code, path })
    expect(await socket.say('still here')).toMatchObject({ type: 'accepted' })
    await socket.close()
  })

  it('close the socket after ten', async () => {
    const { socket } = await house.consumer()
    for (let n = 0; n < 10; n += 1) socket.send('{')
    expect(await socket.closed).toBe(4429)
  })

  it('close the socket when they are larger than a frame may be', async () => {
    const { socket } = await house.consumer()
    socket.send(`"${'x'.repeat(70_000)}"`)
    expect(await socket.closed).toBe(1009)
  })

  it('close the socket when they are binary', async () => {
    const { socket } = await house.consumer()
    socket.raw.send(Buffer.from('{"type":"ping"}'), { binary: true })
    expect(await socket.next('refused')).toMatchObject({ code: 'bad-frame' })
    expect(await socket.closed).toBe(1003)
  })

  it('close the socket when they are not UTF-8', async () => {
    const { socket } = await house.consumer()
    socket.raw.send(Buffer.from([0xc3, 0x28]), { binary: false })
    expect(await socket.closed).toBe(1007)
  })

  it('are not what a fragmented frame is: it is put together', async () => {
    const { socket } = await house.consumer()
    socket.raw.send('{"type":', { fin: false })
    socket.raw.send('"pi', { fin: false })
    socket.raw.send('ng"}', { fin: true })
    await socket.next('pong')
    await socket.close()
  })
})

describe('hello', () => {
  it('is followed at once by words, which wait until it is answered', async () => {
    const { body } = await house.consumerToken()
    const socket = await house.socket('/consumer')
    socket.send({ type: 'hello', protocol: 1, token: body.token })
    expect(await socket.say('in a hurry')).toMatchObject({ type: 'accepted' })
    await socket.close()
  })

  it('must come first', async () => {
    const socket = await house.socket('/consumer')
    socket.send({ type: 'history', frameId: 'f', limit: 1 })
    expect(await socket.next('refused')).toMatchObject({ code: 'hello-expected', frameId: 'f' })
    await socket.close()
  })

  it('must come in time', async () => {
    const socket = await house.socket('/consumer')
    expect(await socket.closed).toBe(4408)
  })

  it('lets frames that follow it at once wait for their turn', async () => {
    const { body } = await house.consumerToken()
    const socket = await house.socket('/consumer')
    socket.send({ type: 'hello', protocol: 1, token: body.token })
    const answers = await Promise.all([1, 2, 3].map((n) => socket.say(`m${n}`)))
    expect(answers.map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect(socket.frames[0]).toMatchObject({ type: 'welcome' })
    await socket.close()
  })

  it('comes once', async () => {
    const { socket, token } = await house.consumer()
    socket.send({ type: 'hello', protocol: 1, token })
    expect(await socket.next('refused')).toMatchObject({ code: 'bad-frame' })
    await socket.close()
  })

  it('speaks this version of the protocol', async () => {
    const socket = await house.socket('/consumer')
    socket.send({ type: 'hello', protocol: 2, token: 'x' })
    expect(await socket.next('refused')).toMatchObject({ code: 'unsupported-protocol' })
    expect(await socket.closed).toBe(4400)
  })

  it.each([
    ['nonsense', () => 'nonsense'],
    ['a token of alg none', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
    ['an agent’s token', () => acme.agentToken],
    ['the operator’s token', () => house.token],
  ])('is refused with %s', async (_what, token) => {
    const socket = await house.socket('/consumer')
    socket.send({ type: 'hello', protocol: 1, token: token() })
    expect(await socket.next('refused')).toMatchObject({ code: 'token-invalid' })
    expect(await socket.closed).toBe(4401)
  })

  it('is refused from another origin than the token was made for', async () => {
    const { body } = await house.consumerToken()
    const socket = await house.socket('/consumer', { origin: 'https://evil.example' })
    socket.send({ type: 'hello', protocol: 1, token: body.token })
    expect(await socket.next('refused')).toMatchObject({ code: 'origin-not-allowed' })
    expect(await socket.closed).toBe(4403)
  })

  it('is refused at an address that is no door', async () => {
    await expect(house.socket('/elsewhere' as '/agent')).rejects.toThrow('404')
  })
})

describe('words', () => {
  it('messaging LIF-01: open a conversation, are acknowledged with their place, and reach every tab of the consumer in one frame', async () => {
    const { socket: first, token } = await house.consumer()
    const { socket: second } = await house.consumer(token)
    const accepted = await first.say('hello')
    expect(accepted).toMatchObject({ type: 'accepted', seq: 2 })
    for (const tab of [first, second]) {
      const { events, conversationId } = await tab.next('events')
      expect(conversationId).toBe(accepted.conversationId)
      expect(textsOf(events)).toEqual(['hello'])
      expect(events[0]).toMatchObject({ seq: 1, prev: 0, event: { type: 'opened' } })
    }
    const { socket: third } = await house.consumer(token)
    const { header } = await third.next('conversation')
    expect(header).toMatchObject({ conversationId: accepted.conversationId, phase: 'main' })
    expect(header).not.toHaveProperty('closed')
    await third.close()
    await second.say('and from here')
    expect(textsOf((await first.next('events')).events)).toEqual(['and from here'])
    await Promise.all([first.close(), second.close()])
  })

  it('messaging LIF-21: of a client that cannot show surveys are followed by none; others are asked', async () => {
    const home = '/api/v1/accounts/acme'
    const bot = await house.make('/accounts/acme/bots', {
      ...{ name: 'Asks', nickname: 'Asks', kind: 'endpoint', enabled: true },
      config: { baseUrl: 'https://bots.example', botId: 'asks', defaultSkill: 'People' },
    })
    const survey = { botId: bot.id, timeoutMs: 60_000 }
    expect((await house.call('PATCH', home, { surveys: { intervalDays: 0 } })).status).toBe(200)
    expect((await house.call('PATCH', `${home}/skills/${acme.skillId}`, { survey })).body).toMatchObject({ survey })
    const happened = async (hello: object) => {
      const { socket } = await house.consumer(undefined, hello)
      const { conversationId } = await socket.say('hello')
      await socket.ask({ type: 'close', conversationId })
      await socket.close()
      const { items } = (await house.call('GET', `${home}/conversations/${conversationId}/log`)).body
      return items.map(({ event }: { event: { type: string } }) => event.type)
    }
    expect(await happened({ surveys: false })).not.toContain('surveyOpened')
    for (const hello of [{}, { surveys: true }]) expect(await happened(hello)).toContain('surveyOpened')
    await house.call('PATCH', `${home}/skills/${acme.skillId}`, { survey: null })
  })

  it('sent twice with the same id are said once; with other content the second is refused', async () => {
    const { socket } = await house.consumer()
    const first = await socket.say('once', { clientId: 'same' })
    expect(await socket.say('once', { clientId: 'same' })).toMatchObject({ type: 'accepted', seq: first.seq })
    expect(await socket.say('other', { clientId: 'same' })).toMatchObject({ code: 'duplicate-client-id' })
    const { events } = await socket.ask({ type: 'history', limit: 50 })
    expect(textsOf(events)).toEqual(['once'])
    await socket.close()
  })

  it('are refused beyond 5,000 characters, and nothing of them is kept (messaging §0)', async () => {
    const { socket } = await house.consumer()
    expect(await socket.say('x'.repeat(5_001))).toMatchObject({ type: 'refused', path: '/content/text' })
    expect(await socket.ask({ type: 'history', limit: 50 })).toMatchObject({ events: [], more: false })
    await socket.close()
  })
})

describe('what belongs to others', () => {
  it('looks like what does not exist, in every frame', async () => {
    const { socket: mine } = await house.consumer()
    const { conversationId } = await mine.say('private words')
    const { socket: other } = await house.consumer()
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const id of [conversationId, unknown]) {
      const asked = [
        { type: 'click', clientId: 'x', on: 2, element: '' },
        { type: 'attributes', attributes: {} },
        { type: 'close' },
        { type: 'history', limit: 10 },
      ]
      for (const frame of asked) {
        expect(await other.ask({ ...frame, conversationId: id }), frame.type).toMatchObject({
          code: 'conversation-not-found',
        })
      }
      other.send({ type: 'resume', frameId: 'r', conversationId: id, after: 1 })
      expect(await other.next('gone')).toEqual({ type: 'gone', conversationId: id })
      other.send({ type: 'mark', conversationId: id, read: 2 })
      other.send({ type: 'signal', conversationId: id, state: 'composing' })
    }
    await mine.say('more')
    await mine.next('events', ({ events }) => textsOf(events).includes('more'))
    expect(JSON.stringify(other.frames)).not.toContain('private words')
    expect(mine.frames.filter(({ type }) => type === 'marked' || type === 'signalled')).toEqual([])
    await Promise.all([mine.close(), other.close()])
  })
})

describe('coming back', () => {
  it('gives the newest conversation whole to a client that has nothing', async () => {
    const { socket, token } = await house.consumer()
    const { conversationId } = await socket.say('hello')
    socket.send({ type: 'mark', conversationId, read: 2 })
    await socket.next('marked')
    await socket.close()
    const { socket: back } = await house.consumer(token)
    const frame = await back.next('conversation')
    expect(frame).toMatchObject({ conversationId, more: false, header: { seq: 2, phase: 'main' } })
    expect(textsOf(frame.events)).toEqual(['hello'])
    await back.close()
  })

  it('gives exactly what was missed, then what happens, with no gap and no overlap, while others write', async () => {
    const { socket: writer, token } = await house.consumer()
    const { conversationId } = await writer.say('m0')
    let writing = true
    const written = (async () => {
      let count = 1
      for (; writing; count += 1) await writer.say(`m${count}`)
      return count
    })()
    const seen: number[] = []
    let after = 0
    for (let round = 0; round < 15; round += 1) {
      const { socket } = await house.consumer(token, { resume: [{ conversationId, after }] })
      await new Promise((resolve) => setTimeout(resolve, 20))
      await socket.close()
      for (const frame of socket.frames) {
        if (frame.type !== 'events' && frame.type !== 'conversation') continue
        for (const { seq, prev } of frame.events) {
          if (frame.type === 'events' || after === 0) expect(prev).toBe(after)
          seen.push(seq)
          after = seq
        }
      }
    }
    writing = false
    const count = await written
    await writer.close()
    const { socket: last } = await house.consumer(token, { resume: [{ conversationId, after }] })
    const tail = await last.next('events')
    for (const { seq } of tail.events) seen.push(seq)
    expect(seen).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 1))
    await last.close()
  })

  it('gives the conversation anew when too much was missed, or when the place is from the future', async () => {
    const { socket, token } = await house.consumer()
    const { conversationId } = await socket.say('m0')
    for (let n = 1; n <= 30; n += 1) await socket.say(`m${n}`)
    const behind = (await house.consumer(token, { resume: [{ conversationId, after: 1 }] })).socket
    expect(await behind.next('conversation')).toMatchObject({ conversationId, header: { seq: 32 } })
    socket.send({ type: 'resume', frameId: 'r', conversationId, after: 9_999 })
    expect(await socket.next('conversation')).toMatchObject({ conversationId })
    socket.send({ type: 'resume', frameId: 'r', conversationId, after: 31 })
    expect(textsOf((await socket.next('events', ({ events }) => events[0]?.seq === 32)).events)).toEqual(['m30'])
    await Promise.all([behind.close(), socket.close()])
  })

  it('scrolls back page by page, chained by prev, and into the conversation before', async () => {
    const { socket } = await house.consumer()
    const first = await socket.say('first talk')
    await socket.ask({ type: 'close', conversationId: first.conversationId })
    const second = await socket.say('m1')
    expect(second.conversationId).not.toBe(first.conversationId)
    for (let n = 2; n <= 9; n += 1) await socket.say(`m${n}`)
    const newest = await socket.ask({ type: 'history', limit: 4 })
    expect(textsOf(newest.events)).toEqual(['m6', 'm7', 'm8', 'm9'])
    expect(newest).toMatchObject({ more: true, previousConversationId: first.conversationId })
    const before = await socket.ask({ type: 'history', limit: 200, before: newest.events[0].seq })
    expect(newest.events[0].prev).toBe(before.events.at(-1).seq)
    expect(textsOf(before.events)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    expect(before.more).toBe(false)
    const earlier = await socket.ask({ type: 'history', limit: 10, conversationId: newest.previousConversationId })
    expect(textsOf(earlier.events)).toEqual(['first talk'])
    expect(earlier.previousConversationId).toBeUndefined()
    await socket.close()
  })
})

it('invariant 4: keeps private notes from consumers, live and from the log, and leaves no gap in their chain', async () => {
  const { socket, token } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  const manager = await house.agent(acme.managerToken)
  await manager.ask({ type: 'act', conversationId, act: 'joinAsManager' })
  await manager.say('a secret note', { conversationId, audience: 'AGENTS_AND_MANAGERS' })
  await manager.say('good day', { conversationId, audience: 'ALL' })
  await socket.next('events', ({ events }) => textsOf(events).includes('good day'))
  const { socket: back } = await house.consumer(token)
  const { events } = await back.next('conversation')
  expect(textsOf(events)).toEqual(['hello', 'good day'])
  for (const frames of [events, socket.frames.flatMap((frame) => frame.events ?? [])]) {
    frames.reduce((seen: number, { seq, prev }: { seq: number; prev: number }) => {
      expect(prev).toBe(seen)
      return seq
    }, 0)
  }
  expect(JSON.stringify([back.frames, socket.frames])).not.toContain('secret')
  await Promise.all([socket.close(), back.close(), manager.close()])
})

it('passes marks and typing on to the other side, and never ahead of the conversation', async () => {
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  const manager = await house.agent(acme.managerToken)
  await manager.ask({ type: 'subscribe', conversationId })
  socket.send({ type: 'mark', conversationId, read: 999_999 })
  const { marks } = await manager.next('marked')
  expect(marks).toEqual([{ who: { kind: 'consumer' }, delivered: 2, read: 2 }])
  socket.send({ type: 'signal', conversationId, state: 'composing' })
  expect(await manager.next('signalled')).toMatchObject({ who: { kind: 'consumer' }, state: 'composing' })
  await Promise.all([socket.close(), manager.close()])
})

it('renews a sign-in over the socket, but only with a token of the same consumer', async () => {
  const { socket, token } = await house.consumer()
  const fresh = await house.consumerToken('acme', 'web', token)
  expect(await socket.ask({ type: 'renew', token: fresh.body.token })).toMatchObject({
    type: 'renewed',
    tokenExpiresAt: fresh.body.expiresAt,
  })
  const stranger = await house.consumerToken()
  expect(await socket.ask({ type: 'renew', token: stranger.body.token })).toMatchObject({ code: 'token-invalid' })
  await socket.close()
})

it('leaves nothing open for a socket that is cut in the middle of a handshake or a frame', async () => {
  for (let n = 0; n < 5; n += 1) {
    const raw = new WebSocket(`${house.url.replace('http', 'ws')}/consumer`)
    raw.on('error', () => {})
    raw.once('open', () => raw.terminate())
    await new Promise((resolve) => raw.once('close', resolve))
  }
  const openSockets = async () => /^baton_sockets (\d+)$/m.exec((await house.call('GET', '/metrics')).text)?.[1]
  await expect.poll(openSockets).toBe('0')
})
