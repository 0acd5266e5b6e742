import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConversationId, EpochMs, JsonObject } from '@baton/base'
import { MAIN_PHASE_ACTIONS, validateReply } from '@baton/bot'
import { createOutbound, type Outbound } from '@baton/outbound'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asking, config, said, secretsInMemory, TestClock, turn } from './examples/asking.ts'
import { type BotService, json, raw, replyOf, says, startBotService, status } from './examples/botService.ts'
import { type AskOutcome, type AskRequest, createConnector, type EndpointConnector } from './index.ts'

/** Shared, since making a key takes longer than all the rest. */
const settings = secretsInMemory()
let service: BotService
let outbound: Outbound
let clock: TestClock
let connector: EndpointConnector

beforeEach(async () => {
  service = await startBotService()
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton/test' })
  clock = new TestClock()
  connector = createConnector({ outbound, clock, settings })
})
afterEach(async () => {
  service.close()
  await outbound.close()
})

const ask = (more: Partial<AskRequest> = {}, bot: Record<string, unknown> = {}): Promise<AskOutcome> =>
  connector.ask(asking(config(service.url, bot), clock, more))
const lpEvent = () => (service.lastEvent().context as { lpEvent: JsonObject }).lpEvent
const rules = { imageHosts: [], encodedMetadata: true, requireIntents: false, offers: MAIN_PHASE_ACTIONS }
const judge = (outcome: AskOutcome) => {
  if (!outcome.ok) return { ok: false, code: outcome.code, problems: outcome.problems }
  return validateReply(outcome.reply, rules)
}

describe('the announcement', () => {
  it('connector C01: tells of the conversation before the first event, at the same address', async () => {
    let announced = 0
    await ask({ announce: true, onAnnounced: () => (announced += service.received.length) })
    const base = '/api/v1/bots/kestrel-returns/environments/draft/conversations/5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90'
    expect(service.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT ${base}`,
      `POST ${base}/events`,
    ])
    expect(announced).toBe(1)
  })

  it('connector C02: is not repeated for the next message', async () => {
    await ask()
    expect(service.methods()).toEqual(['POST'])
  })

  it.each([200, 201, 204, 409])('connector C03, C04, R2.17: takes status %i as a success', async (code) => {
    service.answerAnnouncements(status(code))
    expect(await ask({ announce: true })).toMatchObject({ ok: true })
  })

  it('connector C05, R5.T8: starts again from the announcement after a 404', async () => {
    service.answerEvents(status(404), says('found'))
    expect(await ask()).toMatchObject({ ok: true })
    expect(service.methods()).toEqual(['POST', 'PUT', 'POST'])
  })

  it('connector C06, R5.T8: gives up after the second 404', async () => {
    service.answerEvents(status(404))
    const outcome = await ask({ announce: true })
    expect(outcome).toMatchObject({ ok: false, code: 'conversation-not-found' })
    expect(outcome).not.toHaveProperty('retryAfterMs')
    expect(service.methods()).toEqual(['PUT', 'POST', 'PUT', 'POST'])
  })

  it('connector C07, R5.T9: sends no event when the announcement fails', async () => {
    service.answerAnnouncements(status(500))
    expect(await ask({ announce: true })).toMatchObject({ code: 'announce-failed', retryAfterMs: 5_000 })
    expect(await ask({ announce: true, attempt: 3 })).not.toHaveProperty('retryAfterMs')
    expect(service.methods()).toEqual(['PUT', 'PUT'])
  })

  it('connector C08, C11: carries the context, and what the page told if the bot wants it', async () => {
    await ask({ announce: true, attributes: { personalInfo: { name: 'Ada' } } }, { engagementAttributes: true })
    expect(service.received[0]?.body).toEqual({
      sdes: { authenticatedSdes: {}, unauthenticatedSdes: { personalInfo: { personalInfo: { name: 'Ada' } } } },
      context: {
        type: 'MESSAGING',
        skillId: 2201,
        engagementId: 0,
        contextType: 0,
        assignedAgentId: '3001',
        visitor: { consumerId: 'c-77', language: 'de-DE' },
      },
    })
  })

  it('connector C09, X6: sends empty groups when the bot does not want them', async () => {
    await ask({ announce: true, attributes: { personalInfo: { name: 'Ada' } } })
    expect(service.received[0]?.body?.sdes).toEqual({ authenticatedSdes: {}, unauthenticatedSdes: {} })
  })

  it('connector R2.4: leaves the oldest groups out of an announcement that is too large', async () => {
    const attributes = { old: { text: 'a'.repeat(60_000) }, newer: { text: 'b'.repeat(60_000) } }
    await ask({ announce: true, attributes }, { engagementAttributes: true })
    const sdes = service.received[0]?.body?.sdes as { unauthenticatedSdes: JsonObject }
    expect(Object.keys(sdes.unauthenticatedSdes)).toEqual(['newer'])
  })

  it('connector C16: encodes every part of the address', async () => {
    await ask({ conversationId: 'a/b ?c#é' as ConversationId }, { environment: 'my env/2' })
    expect(service.received[0]?.path).toContain('/environments/my%20env%2F2/conversations/a%2Fb%20%3Fc%23%C3%A9/events')
  })
})

describe('an event', () => {
  it('connector D01, D02, R3.3: passes the words on unchanged, with the raw event beside them', async () => {
    await ask({ turn: turn({ messages: [said('Hi  ')] }) })
    const place = {
      conversationId: '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90',
      dialogId: '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90',
    }
    expect(service.lastEvent()).toMatchObject({
      type: 'TEXT',
      source: 'CONSUMER',
      data: { message: 'Hi  ' },
      context: {
        lpEvent: {
          ...place,
          sequence: 4,
          serverTimestamp: 1_930_000_000_000,
          event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hi  ' },
          originatorId: 'c-77',
          originatorMetadata: { id: 'c-77', role: 'CONSUMER' },
          metadata: [],
          messageAudience: 'ALL',
        },
      },
    })
  })

  it('connector R2.2, R2.3, D13: says who calls, and stays the same event over its attempts', async () => {
    service.answerEvents(status(503), says('hello'))
    await ask()
    await ask({ attempt: 2 })
    const [first, second] = service.received
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'Baton/test',
      'idempotency-key': 'conversation/turn-1/ask/0',
      'x-attempt': '1',
    })
    expect(first?.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(second?.headers['x-request-id']).toBe(first?.headers['x-request-id'])
    expect(second?.headers['x-attempt']).toBe('2')
    expect(second?.body).toEqual(first?.body)
  })

  it('connector D03, R3.4: carries the metadata of a tapped reply', async () => {
    await ask({ turn: turn({ messages: [said('yep', [{ type: 'ExternalId', id: 'Yes-1234' }])] }) })
    expect(lpEvent().metadata).toEqual([{ type: 'ExternalId', id: 'Yes-1234' }])
  })

  it('connector R3.5: joins several messages, and shows the last one as raw event', async () => {
    await ask({ turn: turn({ messages: [said('one', undefined, 3), said('two', undefined, 5)] }) })
    expect(service.lastEvent().data).toEqual({ message: 'one\ntwo' })
    expect(lpEvent().sequence).toBe(5)
  })

  it('connector D04: delivers structured content of the consumer as it is', async () => {
    const structured = { type: 'vertical', elements: [{ type: 'map', la: 52.52, lo: 13.405 }] } as const
    await ask({ turn: turn({ messages: [said({ kind: 'structured', structured })] }) })
    expect(service.lastEvent()).toMatchObject({ type: 'RICH_CONTENT', data: { content: structured } })
    expect(lpEvent().event).toEqual({ type: 'RichContentEvent', content: structured })
  })

  it('connector D05, D06: greets with what the consumer said last, if they said something', async () => {
    const seated = turn({ trigger: 'seated', messages: [], lastConsumerMessage: said('return') })
    await ask({ turn: seated }, { welcomeMessage: true })
    expect(service.lastEvent()).toMatchObject({ type: 'START', source: 'CONVERSATION', data: {} })
    expect(lpEvent()).toMatchObject({ type: 'ContentEvent', contentType: 'welcome', lastConsumerMessage: 'return' })
    await ask({ turn: turn({ trigger: 'start', messages: [] }) })
    expect(lpEvent()).not.toHaveProperty('lastConsumerMessage')
  })

  const photo = { kind: 'file', fileId: 'f1', name: 'frame.jpg', mediaType: 'image/jpeg', size: 10 } as const

  it('connector D09: delivers a file as its address', async () => {
    await ask({ turn: turn({ messages: [said(photo)] }) })
    expect(service.lastEvent()).toMatchObject({
      type: 'hosted-file',
      data: { relativePath: '/f1/frame.jpg', fileType: 'JPG' },
    })
  })

  it('connector D10, R3.12: falls back to words for a service that refuses files, and remembers it', async () => {
    service.answerEvents(status(400), says('hello'))
    const message = 'com.liveperson.bot-connectors.consumer.send-file'
    expect(await ask({ turn: turn({ messages: [said(photo)] }) })).toMatchObject({ ok: true })
    expect(service.lastEvent()).toMatchObject({ type: 'TEXT', data: { message } })
    await ask({ turn: turn({ messages: [said(photo)] }) })
    expect(service.methods()).toHaveLength(3)
  })

  it('connector R3.14: tells of the life of a conversation and ignores the answer', async () => {
    service.answerEvents(raw('<html>'))
    const { turn: _turn, ...request } = asking(config(service.url), clock)
    expect(await connector.tell({ ...request, what: 'CLOSED' })).toMatchObject({ ok: true })
    expect(service.lastEvent()).toMatchObject({
      type: 'CONVERSATION',
      source: 'CONVERSATION',
      data: { name: 'CLOSED' },
    })
  })
})

describe('a failure', () => {
  it('connector R5.T1, G10, G11: an answer with nothing in it', async () => {
    for (const empty of [json({ response: [] }), status(204), raw(''), raw(' \n')]) {
      service.answerEvents(empty)
      expect(judge(await ask())).toMatchObject({ ok: false, code: 'reply-empty' })
    }
  })

  it('connector R5.T2, G01: a service that is not there, with the usual pauses between three attempts', async () => {
    service.close()
    expect(await ask()).toMatchObject({ ok: false, code: 'unreachable', retryAfterMs: 5_000 })
    expect(await ask({ attempt: 2 })).toMatchObject({ code: 'unreachable', retryAfterMs: 10_000 })
    expect(await ask({ attempt: 3 })).not.toHaveProperty('retryAfterMs')
  })

  it('connector R5.T2: a connection that is cut', async () => {
    service.answerEvents((response) => response.destroy())
    expect(await ask()).toMatchObject({ code: 'unreachable', retryAfterMs: 5_000 })
  })

  it('connector R5.T3, G04: no answer in time', async () => {
    service.answerEvents(() => {})
    expect(await ask({}, { http: { timeoutMs: 1_000 } })).toMatchObject({ code: 'timeout', retryAfterMs: 5_000 })
  })

  it('connector R5.1: an answer is waited for no longer than the turn lasts', async () => {
    service.answerEvents(() => {})
    const outcome = await ask({ deadline: (clock.now() + 200) as EpochMs })
    expect(outcome).toMatchObject({ code: 'timeout' })
    expect(outcome).not.toHaveProperty('retryAfterMs')
    expect(await ask({ deadline: clock.now() })).toMatchObject({ code: 'timeout' })
    expect(service.received).toHaveLength(1)
  })

  it('connector R5.T4, G02, G03: an error of the service', async () => {
    service.answerEvents(status(503))
    expect(await ask()).toMatchObject({ code: 'server-error', retryAfterMs: 5_000 })
    expect(await ask({ attempt: 3 })).not.toHaveProperty('retryAfterMs')
  })

  it('connector R5.3: waits as long as the service asks, at most 15 seconds', async () => {
    service.answerEvents(status(503, { 'retry-after': '7' }), status(429, { 'retry-after': '900' }))
    expect(await ask()).toMatchObject({ retryAfterMs: 7_000 })
    expect(await ask()).toMatchObject({ retryAfterMs: 15_000 })
    const inThreeSeconds = new Date(clock.now() + 3_000).toUTCString()
    service.answerEvents(status(503, { 'retry-after': inThreeSeconds }))
    expect(await ask()).toMatchObject({ retryAfterMs: 3_000 })
  })

  it('connector R5.T5, G07: too many requests, repeated after a second at least', async () => {
    service.answerEvents(status(429, { 'retry-after': '0' }))
    expect(await ask()).toMatchObject({ code: 'too-many-requests', retryAfterMs: 1_000 })
    expect(await ask({}, { http: { retryPausesMs: [0, 0] } })).toMatchObject({ retryAfterMs: 1_000 })
  })

  it.each([302, 400, 403, 405, 409, 413, 415, 422])(
    'connector R5.T6, C20, G06: status %i, not repeated',
    async (code) => {
      service.answerEvents(status(code, { location: '/elsewhere' }))
      const outcome = await ask()
      expect(outcome).toMatchObject({
        ok: false,
        code: 'refused',
        cause: `The bot service answered with status ${code}.`,
      })
      expect(outcome).not.toHaveProperty('retryAfterMs')
      expect(service.methods()).toEqual(['POST'])
    },
  )

  it('connector B06, R2.11: a refused token is replaced once', async () => {
    service.answerEvents(status(401), says('hello'))
    expect(await ask()).toMatchObject({ ok: true })
    const [first, second] = service.received.map(({ headers }) => headers.authorization)
    expect(second).not.toBe(first)
  })

  it('connector B07, R5.T7: a fresh token that is refused, too', async () => {
    service.answerEvents(status(401))
    const outcome = await ask()
    expect(outcome).toMatchObject({ code: 'unauthorized' })
    expect(outcome).not.toHaveProperty('retryAfterMs')
    expect(service.methods()).toEqual(['POST', 'POST'])
  })

  it('connector R5.T10: a token that cannot be made', async () => {
    const broken = { readSecret: () => Promise.reject(new Error('disk full')), putSecretOnce: async () => '' }
    connector = createConnector({ outbound, clock, settings: broken })
    expect(await ask()).toMatchObject({ code: 'token-failed', retryAfterMs: 5_000 })
    expect(service.received).toEqual([])
  })

  it.each([
    ['broken JSON', '{"response":[', 'not-json'],
    ['a page', '<!doctype html><h1>Welcome</h1>', 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['a number', '7', 'not-an-object'],
    ['no response', '{}', 'not-a-list'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'not-utf8'],
    ['10,000 nested lists', `{"response":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'too-deep'],
    ['500,000 opened lists', '['.repeat(500_000), 'too-deep'],
  ])('connector R5.T11, G08, G09: an answer of %s', async (_name, body, rule) => {
    service.answerEvents(raw(body))
    const outcome = await ask()
    expect(outcome).toMatchObject({ ok: false, code: 'reply-invalid', problems: [{ rule }] })
    expect(outcome).not.toHaveProperty('retryAfterMs')
  })

  it('connector G13, R2.21: an answer that is larger than is read, however large it would be', async () => {
    service.answerEvents((response) => {
      let sent = 0
      const more = (): void => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536, 'a'))) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    const outcome = await ask()
    expect(outcome).toMatchObject({ ok: false, code: 'reply-invalid' })
    expect(outcome).not.toHaveProperty('retryAfterMs')
  })

  it('ends an answer that comes byte by byte without end', async () => {
    service.answerEvents((response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(timer))
    })
    expect(await ask({ deadline: (clock.now() + 400) as EpochMs })).toMatchObject({ ok: false, code: 'timeout' })
  })

  it('connector R5.T12, F21: two actions, and nothing is carried out', async () => {
    const close = { type: 'ACTION', data: { name: 'CLOSE_CONVERSATION' } }
    service.answerEvents(json(replyOf({ type: 'TEXT', data: { message: 'bye' } }, close, close)))
    expect(judge(await ask())).toMatchObject({ code: 'reply-multiple-actions', problems: [{ path: '/response/2' }] })
  })

  it('tells the cause without a word of the answer', async () => {
    service.answerEvents((response) => response.writeHead(500).end('stack trace with a secret'))
    service.answerAnnouncements((response) => response.writeHead(500).end('stack trace with a secret'))
    expect(JSON.stringify([await ask(), await ask({ announce: true })])).not.toContain('secret')
  })

  it('calls no host that the operator did not list', async () => {
    const strict = createOutbound({ allow: [], userAgent: 'Baton/test' })
    connector = createConnector({ outbound: strict, clock, settings })
    const outcome = await ask()
    await strict.close()
    expect(outcome).toMatchObject({ ok: false, code: 'unreachable' })
    expect(outcome).not.toHaveProperty('retryAfterMs')
    expect(service.received).toEqual([])
  })

  it('ends at once when the turn is taken away', async () => {
    const controller = new AbortController()
    service.answerEvents(() => controller.abort())
    expect(await ask({ signal: controller.signal })).not.toHaveProperty('retryAfterMs')
  })
})

const samples = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/custom-endpoint/examples')
const present = existsSync(samples)
if (!present) console.info(`Skipped: no published answers at ${samples}.`)

describe.skipIf(!present)('published answers', () => {
  it.each(present ? readdirSync(samples) : [])('%s is carried out', async (file) => {
    service.answerEvents(raw(readFileSync(join(samples, file))))
    const verdict = judge(await ask())
    expect(verdict).toMatchObject({ ok: true, problems: [] })
  })
})
