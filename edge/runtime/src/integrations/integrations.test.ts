import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotId, JsonObject } from '@baton/base'
import { type BotDefinition, FORMAT, type Integration } from '@baton/dialog'
import { createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashed } from '../authored/examples/coffee.ts'
import { localIntents } from '../authored/localIntents.ts'
import { fillable } from '../examples/faultyStorage.ts'
import { accepted, brand, type House, openHouse, said, say, soon } from '../examples/house.ts'
import { integrationsOf, seal } from '../examples/integrations.ts'
import type { RuntimeOptions } from '../ports.ts'
import { type Mail, MailNotSent } from './mailSender.ts'
import { sealSecrets } from './sealedCredentials.ts'
import { tryIntegration } from './tryIntegration.ts'

let sandbox: Sandbox
let outbound: Outbound
let service: Server
let at: string
let house: House
let botId: BotId
const heard: { url: string; key: string; authorization: string; body: string }[] = []
const mails: Mail[] = []
const mail = {
  async send(one: Mail): Promise<void> {
    if (one.subject === 'no') throw new MailNotSent('The mail server did not take the mail.')
    mails.push(one)
  },
}

beforeAll(async () => {
  sandbox = createSandbox({ threads: 2 })
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton' })
  service = createServer(async (request: IncomingMessage, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { authorization = '', 'idempotency-key': key = '' } = request.headers
    heard.push({ url: request.url ?? '', key: String(key), authorization, body })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ amount: 5, echo: authorization }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  await sandbox.warm()
}, 60_000)
afterAll(async () => {
  await sandbox.stop()
  await outbound.close()
  service.close()
})
beforeEach(async () => {
  heard.length = 0
  mails.length = 0
  house = await openHouse('http://127.0.0.1:9')
  const { settings } = house.storage
  await settings.updateBot(brand, house.botId, { enabled: false })
  const wanted = { name: 'Bank', nickname: 'Bank', skillIds: [house.sales.id], enabled: true, capacity: 9 }
  botId = (await settings.createBot(brand, { ...wanted, kind: 'authored', config: { defaultSkill: 'Help' } })).id
})
afterEach(() => house.close())

const definitionOf = (integration: object): BotDefinition =>
  ({
    ...{ format: FORMAT, id: 'bank', name: 'Bank', language: 'en-US' },
    integrations: [
      { id: 'it', name: 'It', fields: [{ key: 'amount', path: '{$.api_It.amount}' }], ...integration } as Integration,
    ],
    dialogs: [
      {
        ...{ id: 'main', name: 'Main', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 's', name: 'Start', patterns: ['*'] },
          {
            ...{ type: 'integration', id: 'call', name: 'Call', integrationId: 'it', next: { go: 'next' } },
            rules: [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'bad' } }],
          },
          { type: 'text', id: 'good', name: 'Good', text: 'It is {It.amount}.', next: { go: 'end' } },
          { type: 'text', id: 'bad', name: 'Bad', text: 'Not now.', next: { go: 'end' } },
        ],
      },
    ],
  }) as BotDefinition

async function serve(integration: object, more: Partial<RuntimeOptions> = {}) {
  const draft = hashed(definitionOf(integration))
  await house.storage.authored.saveDraft(brand, botId, draft)
  await house.storage.authored.publish(brand, botId, { hash: draft.hash, comment: '', by: 'Ada' })
  return start(more)
}
const start = (more: Partial<RuntimeOptions> = {}) => {
  const integrations = integrationsOf(house, { sandbox, outbound, mail })
  return house.run({ authored: { sandbox, outbound, intents: localIntents, integrations }, ...more })
}
const keep = async (name: string, facts: JsonObject, secrets: JsonObject, kind = 'basic') => {
  const whose = { id: `id of ${name}`, accountId: brand, kind, facts }
  const kept = { ...whose, name, changedAt: house.clock.now(), ...sealSecrets(seal, whose, secrets) }
  await house.storage.integrations.createCredential(kept)
}
const deploy = async (code: string) => {
  const made = { id: 'f', accountId: brand, name: 'VIP', description: '', code, changedAt: house.clock.now() }
  await house.storage.integrations.createFunction(made)
  await house.storage.integrations.deployFunction(brand, 'f', house.clock.now())
}
const api = (more: object = {}) => ({ type: 'api', method: 'GET', url: `${at}/balance`, ...more })
const basic = `Basic ${Buffer.from('ada:s3cret-word').toString('base64')}`

describe('a call with a credential', () => {
  it('scripting A-43: shows it to the service, and to nobody else: no log, no record, no script', async () => {
    await keep('Bank', { username: 'ada' }, { password: 's3cret-word' })
    const script = "botContext.printDebugMessage(JSON.stringify(botContext.getBotVariable('api_It')))"
    const runtime = await serve(api({ credential: 'Bank', url: `${at}/quiet`, transform: script }))
    const { conversationId } = accepted(await runtime.handle(say('go')))
    await said(house.storage, conversationId, 'consumer: go', 'bot: It is 5.')
    expect(heard).toMatchObject([{ authorization: basic }])
    const told = JSON.stringify([house.log, await house.storage.conversations.readLog(brand, conversationId, 0, 100)])
    expect(told).not.toContain('s3cret-word')
  }, 60_000)

  it.each([
    ['unknown', {}, 'There is no credential called "Bank".'],
    ['for another host', { username: 'ada', hosts: ['bank.example'] }, 'is not for 127.0.0.1'],
  ])(
    'scripting A-43: %s is a failure, and nothing is sent',
    async (how, facts, cause) => {
      if (how !== 'unknown') await keep('Bank', facts, { password: 's3cret-word' })
      const runtime = await serve(api({ credential: 'Bank' }))
      const { conversationId } = accepted(await runtime.handle(say('go')))
      await said(house.storage, conversationId, 'consumer: go', 'bot: Not now.')
      expect(heard).toEqual([])
      const journal = JSON.stringify(await house.storage.conversations.readJournal(brand, conversationId, 1))
      expect(journal).toContain(cause.replaceAll('"', '\\"'))
    },
    60_000,
  )
})

describe('a consent whose refresh tokens work once', () => {
  it('scripting 2.4: is renewed by two servers that begin at the same moment, and each access token is fetched once', async () => {
    let next = 1
    let asked = 0
    const tokens = createServer(async (request, response) => {
      let form = ''
      for await (const chunk of request) form += chunk
      asked += 1
      const isGood = new URLSearchParams(form).get('refresh_token') === `r-${next}`
      response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' })
      const body = { access_token: `a-${next + 1}`, refresh_token: `r-${next + 1}`, expires_in: 3_600 }
      response.end(JSON.stringify(isGood ? body : { error: 'invalid_grant' }))
      if (isGood) next += 1
    })
    await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve))
    const facts = { clientId: 'baton', tokenUrl: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token` }
    await keep('Calendar', facts, { refreshToken: 'r-1' }, 'oauthCode')
    const shows = await Promise.all(
      [1, 2].map(async () => {
        const { keyring } = integrationsOf(house, { sandbox, outbound })
        const find = async () => {
          const show = await keyring.find(brand, 'Calendar', at)
          if (typeof show === 'string') throw new Error(show)
          return show
        }
        // Both know of the same token; only one of them can use it.
        return { first: await find(), again: async () => (await find())(5_000) }
      }),
    )
    for (const { first } of shows) await first(5_000)
    expect(next).toBe(3)
    const before = asked
    const headers = await Promise.all(shows.map(async ({ again }) => (await again()).headers.authorization))
    expect(headers).toEqual(['Bearer a-2', 'Bearer a-3'])
    expect(asked).toBe(before)
    tokens.close()
  }, 60_000)
})

describe('a function', () => {
  it('scripting A-22, A-23: what it gives back is the body; it fetches under one key, and with a credential it never sees', async () => {
    await keep('Bank', { username: 'ada' }, { password: 's3cret-word' })
    await deploy(`async function lambda({ payload, headers }) {
      const answer = await fetch('${at}/vip/' + payload.id, { credential: 'Bank' })
      return { amount: (await answer.json()).amount + Number(headers.plus) }
    }`)
    const headers = [{ key: 'plus', value: '2' }]
    const runtime = await serve({ type: 'function', function: 'VIP', payload: '{"id": "{$userMessage}"}', headers })
    const { conversationId } = accepted(await runtime.handle(say('go')))
    await said(house.storage, conversationId, 'consumer: go', 'bot: It is 7.')
    expect(heard).toMatchObject([{ url: '/vip/go', authorization: basic }])
    expect(heard[0]?.key).toMatch(new RegExp(`^${conversationId}/t1/\\d+/0$`))
  }, 60_000)

  it.each([
    ['unknown', undefined],
    ['broken', 'function lambda() { throw new Error("x") }'],
    ['leading inside', 'async function lambda() { return (await fetch("https://10.0.0.1/")).status }'],
  ])(
    'scripting A-23: one that is %s is a failure',
    async (_how, code) => {
      if (code !== undefined) await deploy(code)
      const runtime = await serve({ type: 'function', function: 'VIP' })
      const { conversationId } = accepted(await runtime.handle(say('go')))
      await said(house.storage, conversationId, 'consumer: go', 'bot: Not now.')
    },
    60_000,
  )

  it('whose process ends in the middle runs again: the service sees one key, the consumer one answer', async () => {
    await deploy(`async function lambda() { await fetch('${at}/first'); return { amount: 3 } }`)
    let crashed = false
    const dies = await serve(
      { type: 'function', function: 'VIP' },
      {
        storage: fillable(house.storage, () => crashed || heard.length > 0),
        observe: (boundary) => {
          if (boundary === 'answers-journaled') crashed = true
        },
      },
    )
    const { conversationId } = accepted(await dies.handle(say('go')))
    await soon(() => expect(heard).toHaveLength(1))
    await dies.stop(0)
    await start()
    await said(house.storage, conversationId, 'consumer: go', 'bot: It is 3.')
    expect(heard).toHaveLength(2)
    expect(new Set(heard.map(({ key }) => key)).size).toBe(1)
  }, 60_000)
})

describe('an e-mail', () => {
  const email = (more: object = {}) => ({
    ...{ type: 'email', to: 'shop@example.com, {$userMessage}@example.com', replyTo: 'ada@example.com' },
    ...{ subject: 'Order of {$userMessage}', body: '<b>{$userMessage}</b>', html: true, ...more },
  })
  it('scripting A-28: goes to all, with its variables, under an id that a repetition has too', async () => {
    const runtime = await serve(email())
    const { conversationId } = accepted(await runtime.handle(say('tea')))
    await said(house.storage, conversationId, 'consumer: tea', 'bot: It is .')
    expect(mails).toEqual([
      {
        to: ['shop@example.com', 'tea@example.com'],
        replyTo: ['ada@example.com'],
        subject: 'Order of tea',
        body: '<b>tea</b>',
        html: true,
        messageId: expect.stringMatching(/^<[0-9a-f]{32}@baton>$/),
      },
    ])
  }, 60_000)

  it.each([
    ['that is not taken', { subject: 'no' }],
    ['to nobody', { to: '' }],
    ['to what is no address', { to: 'Ada <ada@example.com>' }],
    ['whose address brings another header', { to: 'ada@example.com\r\nBcc: all@example.com' }],
  ])(
    'scripting A-28: one %s is a failure',
    async (_how, more) => {
      const runtime = await serve(email(more))
      const { conversationId } = accepted(await runtime.handle(say('go')))
      await said(house.storage, conversationId, 'consumer: go', 'bot: Not now.')
      expect(mails).toEqual([])
    },
    60_000,
  )
})

describe('a try', () => {
  const attempt = (integration: object, variables: JsonObject = {}) =>
    tryIntegration(
      {
        ...{ accountId: brand, botId: '7', definition: definitionOf(integration), integrationId: 'it' },
        ...{ variables, userMessage: 'hello', environment: { shop: 'Bern' }, key: 'k1' },
      },
      { ...integrationsOf(house, { sandbox, outbound, mail }), outbound, sandbox, clock: house.clock },
    )

  it('shows request, response, transformed result and fields, and masks every secret, even one that comes back', async () => {
    await keep('Bank', { username: 'ada' }, { password: 's3cret-word' })
    const transform = `var r = botContext.getBotVariable('api_It'); var b = JSON.parse(r.jsonData).api_It
      r.jsonData = JSON.stringify({ api_It: { amount: b.amount * 2 } }); botContext.setBotVariable('api_It', r, true, false)
      botContext.printDebugMessage('doubled')`
    const headers = [
      { key: 'X-Api-Key', value: '12345' },
      { key: 'X-Shop', value: '{$env.shop}' },
    ]
    const url = `${at}/{$botContext.account}`
    const end = await attempt(api({ credential: 'Bank', url, headers, transform }), { account: '42' })
    expect(end).toMatchObject({
      outcome: 'success',
      request: { type: 'api', method: 'GET', url: `${at}/42` },
      response: { status: 200, body: { amount: 5, echo: '••••' }, attempts: 1 },
      result: { amount: 10 },
      fields: { 'It.amount': 10 },
    })
    const shown = JSON.stringify(end)
    expect(shown).toContain('{"name":"X-Api-Key","value":"••••"}')
    expect(shown).toContain('{"name":"authorization","value":"••••"}')
    expect(shown).toContain('{"name":"X-Shop","value":"Bern"}')
    expect(shown).toContain('doubled')
    for (const secret of ['12345', 's3cret-word', basic.slice(6)]) expect(shown).not.toContain(secret)
  }, 60_000)

  it('scripting A-41: an address that a variable makes private is not called, however it is written', async () => {
    const hosts = [
      '169.254.169.254',
      '[::1]',
      '0x7f.1',
      'a@10.0.0.1',
      '10.0.0.1:6379/',
      '10.0.0.1#',
      '2130706433',
      'localhost.',
    ]
    for (const host of [...hosts, 'a.example\r\nHost: b', 'a.example\\@10.0.0.1', 'a.example%00.b', '']) {
      const end = await attempt(api({ url: 'https://{$botContext.host}/' }), { host })
      expect(end, host).toMatchObject({ fields: {} })
      expect(['failure', 'not-called'], host).toContain(end.outcome)
      if ('response' in end) expect(end.response?.cause, host).toMatch(/not-allowed|invalid-url|credentials-in-url/)
    }
    expect(heard).toEqual([])
  }, 60_000)

  it('tells why a call could not be made', async () => {
    expect(await attempt(api({ url: 'https://10.0.0.1/' }))).toMatchObject({
      outcome: 'failure',
      response: { status: 0, cause: expect.stringContaining('address-not-allowed') },
      fields: {},
    })
    const broken = api({ headers: [{ key: 'X-A', value: 'a\nb' }] })
    expect(await attempt(broken)).toMatchObject({ outcome: 'not-called', logs: [{ level: 'error' }] })
  }, 60_000)
})
