import type { EpochMs } from '@baton/base'
import { createOutbound, type Outbound } from '@baton/outbound'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, importSPKI, type JWK, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT, asking, config, secretsInMemory, TestClock } from './examples/asking.ts'
import { type BotService, json, raw, startBotService, status } from './examples/botService.ts'
import { createConnector, type EndpointConnector, endpointConfig } from './index.ts'

let service: BotService
let outbound: Outbound
let clock: TestClock
let settings: ReturnType<typeof secretsInMemory>
let connector: EndpointConnector

beforeEach(async () => {
  service = await startBotService()
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton/test' })
  clock = new TestClock()
  settings = secretsInMemory()
  connector = createConnector({ outbound, clock, settings })
})
afterEach(async () => {
  service.close()
  await outbound.close()
})

const ask = (more: Record<string, unknown> = {}) => connector.ask(asking(config(service.url, more), clock))
const tokens = () => service.received.map(({ headers }) => (headers.authorization ?? '').replace('Bearer ', ''))
const verify = async (token: string) => {
  const { keys } = await connector.publicKeys()
  const keySet = createLocalJWKSet({ keys: keys as unknown as JWK[] })
  return jwtVerify(token, keySet, { currentDate: new Date(clock.now()), issuer: 'Sentinel', audience: ACCOUNT })
}

describe('the token', () => {
  it('connector B01: has the claims and the header that services expect', async () => {
    await ask()
    const [token = ''] = tokens()
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) })
    expect(claims).toMatchObject({
      iss: 'Sentinel',
      aud: 'acct4711',
      azp: 'client-1',
      scope: 'thirdpartybots.customendpoint.bot',
    })
    expect([iat, exp - iat]).toEqual([1_930_000_000, 3_600])
  })

  it('connector B02, B03: verifies with the first published key, and with the PEM', async () => {
    await ask()
    const [token = ''] = tokens()
    const { keys, pem } = await connector.publicKeys()
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', kid: decodeProtectedHeader(token).kid })
    expect(Buffer.from(String(keys[0]?.n), 'base64url').length * 8).toBeGreaterThanOrEqual(2_048)
    expect(keys[0]).not.toHaveProperty('d')
    const currentDate = new Date(clock.now())
    await expect(jwtVerify(token, await importSPKI(pem, 'RS256'), { currentDate })).resolves.toBeDefined()
    await expect(verify(token)).resolves.toBeDefined()
  })

  it('connector B04, B05: is kept until a minute before its end, then renewed first', async () => {
    await Promise.all([ask(), ask(), ask()])
    clock.advance(3_600_000 - 120_000)
    await ask()
    expect(new Set(tokens()).size).toBe(1)
    clock.advance(90_000)
    await ask()
    expect(new Set(tokens()).size).toBe(2)
  })

  it('connector B08: carries another scope if the operator sets one', async () => {
    await ask({ scope: 'ihub.tpb.customendpoint' })
    expect(decodeJwt(tokens()[0] ?? '').scope).toBe('ihub.tpb.customendpoint')
  })

  it('connector R2.10: is signed with the same key after a restart', async () => {
    await ask()
    connector = createConnector({ outbound, clock, settings })
    await ask()
    expect(new Set(tokens().map((token) => decodeProtectedHeader(token).kid)).size).toBe(1)
    expect(settings.stored.size).toBe(1)
  })

  it('connector B09: verifies for its lifetime after the key was replaced, and the new key stands first', async () => {
    await ask()
    await connector.rotateSigningKey()
    clock.advance(3_580_000)
    await ask()
    const [old = '', renewed = ''] = tokens()
    const { keys } = await connector.publicKeys()
    expect(keys.map(({ kid }) => kid)).toEqual([renewed, old].map((token) => decodeProtectedHeader(token).kid))
    await expect(verify(old)).resolves.toBeDefined()
    await expect(verify(renewed)).resolves.toBeDefined()
    clock.advance(200_000)
    expect((await connector.publicKeys()).keys).toHaveLength(1)
  })
})

describe('the connection test', () => {
  const test = (more: Record<string, unknown> = {}) => connector.test(ACCOUNT, config(service.url, more))
  const answer = (state: unknown, environments: unknown = ['draft']) =>
    service.answerReads((response, { path }) => json(path.endsWith('/state') ? state : environments)(response, request))
  const request = { method: 'GET', path: '', headers: {}, body: undefined }

  it('connector A01, A10: asks once for the state of the environment, with a token', async () => {
    answer({ state: 'online', version: '1.0' })
    expect(await test()).toMatchObject({ ok: true, status: 200, state: 'online', version: '1.0', warnings: [] })
    const states = service.received.filter(({ path }) => path.endsWith('/state'))
    expect(states.map(({ path }) => path)).toEqual(['/api/v1/bots/kestrel-returns/environments/draft/state'])
    expect(states[0]?.headers.authorization).toMatch(/^Bearer .+/)
  })

  it.each(['offline', 'error', 'maintenance', 'ONLINE'])(
    'connector A02, A03, A05: fails for the state "%s"',
    async (state) => {
      answer({ state, version: '1.0' })
      expect(await test()).toMatchObject({ ok: false, state, message: expect.stringContaining(state) })
      expect(service.received).toHaveLength(1)
    },
  )

  it('connector A04, A06: tells an unknown bot, a refused token and an unreadable body apart', async () => {
    service.answerReads(status(404))
    expect(await test()).toMatchObject({ ok: false, status: 404, message: expect.stringContaining('does not know') })
    service.answerReads(status(401))
    expect(await test()).toMatchObject({ ok: false, message: expect.stringContaining('token') })
    service.answerReads(raw('<html>'))
    expect(await test()).toMatchObject({ ok: false, message: expect.stringContaining('JSON') })
    service.close()
    expect(await test()).toMatchObject({ ok: false, message: expect.stringContaining('reached') })
  })

  it('connector A07: calls nobody when the host is not on the list', async () => {
    const strict = createOutbound({ allow: [], userAgent: 'Baton/test' })
    const result = await createConnector({ outbound: strict, clock, settings }).test(ACCOUNT, config(service.url))
    await strict.close()
    expect(result.ok).toBe(false)
    expect(service.received).toEqual([])
  })

  it('connector A12: only warns of an environment that the service does not list', async () => {
    answer({ state: 'online', version: '1.0' }, ['alpha'])
    expect(await test()).toMatchObject({ ok: true, warnings: [expect.stringContaining('"draft"')] })
  })
})

describe('the settings', () => {
  it('connector A08: store the address without its slash', () => {
    expect(config('https://bots.example/api/').baseUrl).toBe('https://bots.example/api')
  })

  it.each([
    ['a bot id of 37 characters', { botId: 'a'.repeat(37) }],
    ['a bot id with an underscore', { botId: 'my_bot' }],
    ['an address without scheme', { baseUrl: 'bots.example' }],
    ['an address with a password', { baseUrl: 'https://user:pass@bots.example' }],
    ['an address with a query', { baseUrl: 'https://bots.example/?a=b' }],
    ['another scheme', { baseUrl: 'ftp://bots.example' }],
    ['an environment that would leave its place', { environment: '..' }],
    ['two scopes', { scope: 'one two' }],
  ])('connector A09, R1.1: refuse %s', (_name, change) => {
    const good = { baseUrl: 'https://bots.example', botId: 'kestrel-returns' }
    expect(endpointConfig.safeParse(good).success).toBe(true)
    expect(endpointConfig.safeParse({ ...good, ...change }).success).toBe(false)
  })

  it('connector A10, R5.1, R5.2: have the documented defaults', () => {
    expect(config('https://bots.example')).toMatchObject({
      environment: 'draft',
      scope: 'thirdpartybots.customendpoint.bot',
      http: { timeoutMs: 60_000, maxAttempts: 3, retryPausesMs: [5_000, 10_000] },
      turnBudgetMs: 180_000,
    })
  })
})

it('connector G05: an answer after the end of the turn is given up, not waited for', async () => {
  service.answerEvents((response) => setTimeout(() => response.end('{}'), 2_000).unref())
  const deadline = (clock.now() + 100) as EpochMs
  expect(await connector.ask({ ...asking(config(service.url), clock), deadline })).toMatchObject({ code: 'timeout' })
})
