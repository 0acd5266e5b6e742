import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hours, seconds } from '@baton/base'
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import type { TestSocket } from '../testing/testSocket.ts'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>

const issuer = 'https://shop.example'
const audience = 'baton'
let house: TestServer
let acme: Acme
let keys: Keys
let foreign: Keys
let publisher: Server
let published: object[] = []
let asked = 0
beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true })
  foreign = await generateKeyPair('RS256', { extractable: true })
  publisher = createServer((_request, response) => {
    asked += 1
    response.end(JSON.stringify({ keys: published }))
  })
  await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve))
  const { port } = publisher.address() as AddressInfo
  house = await openServer({ outboundAllow: [`127.0.0.1:${port}`] })
  acme = await foundAcme(house)
  await foundAcme(house, 'other')
  await setUp({ publicKeyPem: await exportSPKI(keys.publicKey) })
})
afterAll(async () => {
  await house?.stop()
  publisher?.close()
})

const setUp = async (key: object, account = 'acme') => {
  const consumerSignIn = { issuer, audience, ...key }
  const answer = await house.call('PATCH', `/api/v1/accounts/${account}`, { consumerSignIn })
  if (answer.status !== 200) throw new Error(answer.text)
}
const jwksUrl = () => `http://127.0.0.1:${(publisher.address() as AddressInfo).port}/keys`
const seconds_ = () => Math.floor(Date.now() / seconds(1))

interface Wish {
  readonly claims?: JWTPayload
  readonly key?: Keys['privateKey'] | Uint8Array
  readonly alg?: string
  readonly kid?: string
  readonly expiresAt?: number
}
const tokenOf = (sub: string, { claims = {}, key = keys.privateKey, alg = 'RS256', kid, expiresAt }: Wish = {}) =>
  new SignJWT({ iss: issuer, aud: audience, sub, ...claims })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .setExpirationTime(expiresAt ?? seconds_() + 600)
    .sign(key)

const exchange = (identity: string, token?: string, account = 'acme') =>
  house.call('POST', '/api/v1/consumer-tokens', { account, entryPoint: 'web', identity, token }, null)
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a consumer whom the brand signs in', () => {
  it('messaging R1.8: is the same on every device, another in another account, and nobody can tell who', async () => {
    const first = await exchange(await tokenOf('customer-17'))
    expect(first.status).toBe(200)
    const { consumerId } = first.body
    expect(consumerId).toMatch(/^[0-9a-f]{64}$/)
    expect((await exchange(await tokenOf('customer-17'))).body.consumerId).toBe(consumerId)
    expect((await exchange(await tokenOf('customer-18'))).body.consumerId).not.toBe(consumerId)
    await setUp({ publicKeyPem: await exportSPKI(keys.publicKey) }, 'other')
    const elsewhere = await exchange(await tokenOf('customer-17'), undefined, 'other')
    expect(elsewhere.body.consumerId).not.toBe(consumerId)
  })

  it.each<[string, () => Promise<string> | string, string]>([
    ['signed by somebody else', () => tokenOf('x', { key: foreign.privateKey }), 'identity-invalid'],
    ['for another audience', () => tokenOf('x', { claims: { aud: 'others' } }), 'identity-invalid'],
    ['of another issuer', () => tokenOf('x', { claims: { iss: 'https://evil.example' } }), 'identity-invalid'],
    ['that has expired', () => tokenOf('x', { expiresAt: seconds_() - 120 }), 'identity-expired'],
    ['that is not valid yet', () => tokenOf('x', { claims: { nbf: seconds_() + 600 } }), 'identity-invalid'],
    ['without a subject', () => tokenOf(''), 'identity-invalid'],
    ['with a book for a subject', () => tokenOf('x'.repeat(300)), 'identity-invalid'],
    ['with alg none', () => `${encoded({ alg: 'none' })}.${encoded(perfect())}.`, 'identity-invalid'],
    [
      'signed with the public key as if it were a shared secret',
      async () => tokenOf('x', { alg: 'HS256', key: new TextEncoder().encode(await exportSPKI(keys.publicKey)) }),
      'identity-invalid',
    ],
    ['that is none', () => 'a.b.c', 'identity-invalid'],
    ['that is a token of ours', async () => (await house.consumerToken()).body.token, 'identity-invalid'],
  ])('messaging R7.5: is not signed in by a token %s', async (_what, make, code) => {
    expect(await exchange(await make())).toMatchObject({ status: 401, body: { error: { code, path: '/identity' } } })
  })

  it.each([{ identity: {} }, { identity: ['x'] }, { identity: 7 }, { identity: '' }, { consumerId: 'mine' }])(
    'is not signed in by what is no token: %j',
    async (body) => {
      const wish = { account: 'acme', entryPoint: 'web', ...body }
      expect((await house.call('POST', '/api/v1/consumer-tokens', wish, null)).status).toBe(400)
    },
  )

  it('is checked with the brand’s published keys, which are asked for again when one is unknown, but not for ever', async () => {
    published = [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }]
    await setUp({ jwksUrl: jwksUrl() })
    expect((await exchange(await tokenOf('a', { kid: 'one' }))).status).toBe(200)
    expect((await exchange(await tokenOf('b', { kid: 'one' }))).status).toBe(200)
    expect(asked).toBe(1)
    for (let n = 0; n < 5; n += 1) {
      const guessed = await tokenOf('x', { kid: `unknown ${n}`, key: foreign.privateKey })
      expect((await exchange(guessed)).body.error.code).toBe('identity-invalid')
    }
    expect(asked).toBeLessThanOrEqual(2)
    await setUp({ publicKeyPem: await exportSPKI(keys.publicKey) })
  })

  it('is told when the keys cannot be had, or lead to an address that may not be called', async () => {
    for (const url of ['http://127.0.0.1:9/keys', 'http://169.254.169.254/latest/meta-data']) {
      await setUp({ jwksUrl: url }, 'other')
      const answer = await exchange(await tokenOf('x'), undefined, 'other')
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'identity-unavailable' } } })
    }
    await house.call('PATCH', '/api/v1/accounts/other', { consumerSignIn: null })
    expect(await exchange(await tokenOf('x'), undefined, 'other')).toMatchObject({ status: 422 })
  })

  it.each([
    ['both a key and an address', { jwksUrl: 'https://shop.example/keys', publicKeyPem: 'x' }, 400],
    ['neither', {}, 400],
    ['no key', { publicKeyPem: 'not a key' }, 422],
    ['a file', { jwksUrl: 'file:///etc/passwd' }, 400],
  ])('cannot be set up with %s', async (_what, key, status) => {
    const consumerSignIn = { issuer, audience, ...key }
    expect((await house.call('PATCH', '/api/v1/accounts/acme', { consumerSignIn })).status).toBe(status)
  })
})

const perfect = () => ({ iss: issuer, aud: audience, sub: 'x', exp: seconds_() + hours(1) / seconds(1) })

describe('messaging R1.10: an anonymous consumer who signs in', () => {
  const opened: TestSocket[] = []
  afterAll(() => Promise.all(opened.map((socket) => socket.close())))
  const anonymous = async () => {
    const { socket, token } = await house.consumer()
    opened.push(socket)
    return { socket, token, ...(await socket.say('I lost my parcel')) }
  }

  it('brings the open conversation along; the socket that renews follows, one with the old token loses it', async () => {
    const { socket, token, conversationId } = await anonymous()
    const tab = (await house.consumer(token)).socket
    const agent = await house.agent(acme.managerToken)
    opened.push(tab, agent)
    await tab.next('conversation')
    await agent.ask({ type: 'subscribe', conversationId })
    await agent.next('conversation')
    const { body } = await exchange(await tokenOf('stepping-up'), token)
    const told = await agent.next('events')
    expect(told.events).toMatchObject([{ event: { type: 'steppedUp', consumerId: body.consumerId } }])
    await tab.next('gone', (frame) => frame.conversationId === conversationId)
    await socket.next('gone')
    socket.send({ type: 'renew', frameId: 'r', token: body.token })
    await socket.next('renewed')
    expect((await socket.next('conversation')).conversationId).toBe(conversationId)
    expect((await socket.say('It is me', { conversationId })).conversationId).toBe(conversationId)
    const device = (await house.consumer(body.token)).socket
    opened.push(device)
    const shown = await device.next('conversation')
    expect(JSON.stringify(shown.events)).toContain('I lost my parcel')
    const refused = await tab.ask({ type: 'history', frameId: 'h', conversationId, limit: 10 })
    expect(refused).toMatchObject({ type: 'refused', code: 'conversation-not-found' })
  })

  it('who has an open conversation on another device goes on with that one; the anonymous one ends', async () => {
    const known = await exchange(await tokenOf('busy'))
    const device = (await house.consumer(known.body.token)).socket
    opened.push(device)
    const first = await device.say('From my phone')
    const { token, conversationId } = await anonymous()
    const { body } = await exchange(await tokenOf('busy'), token)
    const laptop = (await house.consumer(body.token)).socket
    opened.push(laptop)
    expect((await laptop.next('conversation')).conversationId).toBe(first.conversationId)
    const ended = await house.call('GET', `/api/v1/accounts/acme/conversations/${conversationId}`)
    expect(ended.body).toMatchObject({ phase: 'closed', closed: { by: { kind: 'consumer' } } })
  })

  it('what was sent before is not sent twice by the signed-in consumer', async () => {
    const { socket, token } = await house.consumer()
    opened.push(socket)
    const send = { type: 'send', clientId: 'once', content: { kind: 'text', text: 'Once' } }
    const before = await socket.ask({ ...send, frameId: 'a' })
    const { body } = await exchange(await tokenOf('repeating'), token)
    const again = (await house.consumer(body.token)).socket
    opened.push(again)
    expect(await again.ask({ ...send, frameId: 'b' })).toMatchObject({
      seq: before.seq,
      conversationId: before.conversationId,
    })
  })

  it('a signed-in consumer’s conversation never becomes another’s', async () => {
    const first = await exchange(await tokenOf('first'))
    const { socket } = await house.consumer(first.body.token)
    opened.push(socket)
    const { conversationId } = await socket.say('Mine')
    const second = await exchange(await tokenOf('second'), first.body.token)
    const { body } = await house.call('GET', `/api/v1/accounts/acme/conversations/${conversationId}`)
    expect(body.consumerId).toBe(first.body.consumerId)
    socket.send({ type: 'renew', frameId: 'r', token: second.body.token })
    expect(await socket.next('refused')).toMatchObject({ code: 'token-invalid' })
  })
})
