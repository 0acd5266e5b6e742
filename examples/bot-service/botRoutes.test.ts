import { type FastifyInstance, fastify } from 'fastify'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coffeeBot } from '../coffee-bot/coffeeBot.ts'
import { botRoutes } from './botRoutes.ts'
import { verifyTokensOf } from './verifyToken.ts'

const CONVERSATION = '/v1/bots/coffee/environments/draft/conversations/c-1'
const EVENT = { type: 'TEXT', source: 'CONSUMER', data: { message: 'menu' }, context: { lpEvent: {} } }

let platform: FastifyInstance
let service: FastifyInstance
let key: CryptoKey
let foreignKey: CryptoKey

beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  key = pair.privateKey
  foreignKey = (await generateKeyPair('RS256')).privateKey
  const jwk: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  platform = fastify()
  platform.get('/.well-known/jwks.json', async () => ({ keys: [jwk] }))
  const platformUrl = await platform.listen({ host: '127.0.0.1', port: 0 })
  service = fastify()
  await service.register(botRoutes, {
    bots: { coffee: coffeeBot({ skillName: 'Baristas', ada: '2' }) },
    verifyToken: verifyTokensOf(platformUrl, 'demo'),
  })
})
afterAll(async () => {
  await service.close()
  await platform.close()
})

interface Claims {
  readonly scope?: string
  readonly audience?: string
  readonly expires?: string
  readonly signedWith?: CryptoKey
}

async function token({ scope, audience = 'demo', expires = '1h', signedWith = key }: Claims = {}): Promise<string> {
  const jwt = await new SignJWT({ scope: scope ?? 'thirdpartybots.customendpoint.bot' })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' })
    .setIssuer('Sentinel')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(signedWith)
  return `Bearer ${jwt}`
}

async function call(
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  const authorization = headers.authorization ?? (await token())
  return service.inject({ method, url, headers: { ...headers, authorization }, ...(payload && { payload }) })
}

describe('the example bot service', () => {
  it('connector R2.15: says that it is online', async () => {
    const answered = await call('GET', '/v1/bots/coffee/environments/draft/state')
    expect(answered.json()).toEqual({ state: 'online', version: '1.0.0' })
  })

  it('connector R2.5: lets in only who brings a token of its platform, for its account, for bots, in time', async () => {
    const state = '/v1/bots/coffee/environments/draft/state'
    const wrong = [
      await token({ signedWith: foreignKey }),
      await token({ audience: 'another' }),
      await token({ scope: 'something.else' }),
      await token({ expires: '-1m' }),
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
      'Basic abc',
    ]
    for (const authorization of wrong) {
      expect((await call('GET', state, undefined, { authorization })).statusCode).toBe(401)
    }
  })

  it('connector R2.20: knows neither other bots nor other environments', async () => {
    expect((await call('GET', '/v1/bots/tea/environments/draft/state')).statusCode).toBe(404)
    expect((await call('GET', '/v1/bots/toString/environments/draft/state')).statusCode).toBe(404)
    expect((await call('GET', '/v1/bots/coffee/environments/moon/state')).statusCode).toBe(404)
  })

  it('connector R2.22: answers 404 to an event of a conversation that it was not told of', async () => {
    expect((await call('POST', `${CONVERSATION}-unknown/events`, EVENT)).statusCode).toBe(404)
  })

  it('connector R2.20: answers an announced conversation', async () => {
    expect((await call('PUT', CONVERSATION, { sdes: {}, context: {} })).statusCode).toBe(204)
    const answered = await call('POST', `${CONVERSATION}/events`, EVENT)
    expect(answered.statusCode).toBe(200)
    expect(answered.json().response).toHaveLength(2)
  })

  it('connector R5.4: gives a repeated request the same answer and takes no second turn', async () => {
    await call('PUT', `${CONVERSATION}-again`, {})
    const hello = { ...EVENT, data: { message: 'hello' } }
    const first = await call('POST', `${CONVERSATION}-again/events`, hello, { 'x-request-id': 'r1' })
    const again = await call('POST', `${CONVERSATION}-again/events`, hello, { 'x-request-id': 'r1' })
    const next = await call('POST', `${CONVERSATION}-again/events`, hello, { 'x-request-id': 'r2' })
    expect(again.json()).toEqual(first.json())
    expect(next.json()).not.toEqual(first.json())
  })

  it('connector R3.2: refuses what is no event', async () => {
    await call('PUT', CONVERSATION, {})
    expect((await call('POST', `${CONVERSATION}/events`, { type: 'TEXT' })).statusCode).toBe(400)
    expect((await call('POST', `${CONVERSATION}/events`, { type: 'SING' })).statusCode).toBe(400)
  })
})
