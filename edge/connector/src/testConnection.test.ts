import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { createOutbound, type Outbound } from '@baton/outbound'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT, config, secretsInMemory, TestClock } from './examples/asking.ts'
import { type Answer, type BotService, json, raw, startBotService, status } from './examples/botService.ts'
import { CONNECTION_REASONS, type ConnectionReasonCode, createConnector } from './index.ts'

const settings = secretsInMemory()
const online = { state: 'online', version: '1.0' }
let service: BotService
let outbound: Outbound
let noHttp: Server
beforeAll(async () => {
  service = await startBotService()
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton/test' })
  noHttp = createServer((socket) => void socket.on('error', () => {}).end('this is no HTTP\r\n\r\n'))
  await new Promise<void>((done) => noHttp.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  service.close()
  noHttp.close()
  await outbound.close()
})

const test = (url: string, more: object = {}, secrets = settings) =>
  createConnector({ outbound, clock: new TestClock(), settings: secrets }).test(
    ACCOUNT,
    config(url, { http: { timeoutMs: 1_000 }, ...more }),
  )
/** Asked twice, first for the state, then for the environments. */
const stateThen =
  (environments: unknown): Answer =>
  (response, request) =>
    json(request.path.endsWith('/environments') ? environments : online)(response, request)

type Case = readonly [code: ConnectionReasonCode, step: string, path: string | undefined, answer: Answer]
const CASES: readonly Case[] = [
  ['unauthorized', 'trusted', '/config/clientId', status(401)],
  ['unknown-bot', 'known', '/config/botId', status(404)],
  ['wrong-status', 'known', '/config/baseUrl', status(500)],
  ['wrong-status', 'known', '/config/baseUrl', status(429)],
  ['wrong-status', 'known', '/config/baseUrl', status(302, { location: 'https://elsewhere.example/' })],
  ['not-readable', 'readable', '/config/baseUrl', raw('<p>welcome</p>')],
  ['not-readable', 'readable', '/config/baseUrl', json({ state: 7 })],
  ['not-online', 'online', undefined, json({ state: 'maintenance' })],
  ['too-large', 'reached', '/config/baseUrl', raw('x'.repeat(1_200_000))],
  ['timeout', 'reached', '/config/baseUrl', () => {}],
]

describe('a connection test says what is wrong, where, and for which reason', () => {
  it.each(CASES)('connector R1.8: %s at the step “%s”', async (code, step, path, answer) => {
    service.answerReads(answer)
    const told = await test(service.url)
    expect(told.ok).toBe(false)
    const failed = told.steps.find(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject({ step, reason: { code } })
    expect(failed?.path).toBe(path)
    const at = told.steps.findIndex(({ outcome }) => outcome === 'failed')
    expect(told.steps.slice(0, at).every(({ outcome }) => outcome === 'fine')).toBe(true)
    expect(told.steps.slice(at + 1).every(({ outcome }) => outcome === 'not-reached')).toBe(true)
  })

  it('connector R1.8: an address where nobody is, that may not be called, or where no HTTP is spoken', async () => {
    const reasonAt = async (url: string) => (await test(url)).steps.find(({ outcome }) => outcome === 'failed')?.reason
    expect(await reasonAt('http://127.0.0.1:9/api')).toMatchObject({ code: 'unreachable' })
    expect(await reasonAt('http://10.0.0.1/api')).toMatchObject({ code: 'not-allowed' })
    const { port } = noHttp.address() as AddressInfo
    expect(await reasonAt(`http://127.0.0.1:${port}/api`)).toMatchObject({ code: 'not-http' })
  })

  it('connector R1.8: a token that cannot be made, which is our own fault', async () => {
    service.answerReads(json(online))
    const broken = { ...secretsInMemory(), readSecret: () => Promise.reject(new Error('the disk is gone')) }
    const told = await test(service.url, {}, broken)
    expect(told.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      step: 'trusted',
      reason: { code: 'token-failed' },
    })
  })

  it('connector R1.8: an environment that the service does not list is a warning', async () => {
    service.answerReads(stateThen(['draft', 'live']))
    const told = await test(service.url, { environment: 'production' })
    expect(told).toMatchObject({ ok: true, state: 'online', version: '1.0' })
    expect(told.steps.find(({ outcome }) => outcome === 'warning')).toMatchObject({
      step: 'environment',
      path: '/config/environment',
      reason: { code: 'environment-not-listed', values: { environment: 'production' } },
    })
    service.answerReads(stateThen(['draft', 'production']))
    const fine = await test(service.url, { environment: 'production' })
    expect(fine.steps.every(({ outcome }) => outcome === 'fine')).toBe(true)
  })

  it('knows no reason that nothing leads to', () => {
    const seen = new Set<string>([...CASES.map(([code]) => code), 'unreachable', 'not-allowed', 'not-http'])
    for (const code of ['token-failed', 'environment-not-listed']) seen.add(code)
    // Of a turn; a test tells them by the status that came, and `internal` is what is left.
    const others = ['reply-invalid', 'too-many-requests', 'server-error', 'refused', 'internal']
    expect(CONNECTION_REASONS.filter((code) => !seen.has(code))).toEqual(others)
  })
})
