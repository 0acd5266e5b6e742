import { createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { callApi, createOutbound } from '../index.ts'
import { applyCredential } from './applyCredential.ts'
import { CREDENTIAL_KINDS, type Credential } from './credential.ts'
import { CERTIFICATE, KEY } from './examples/certificate.ts'
import { createOauthTokens } from './oauthTokens.ts'
import { createSeal } from './seal.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})
async function serve(listener: RequestListener, tls?: object): Promise<string> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http${tls === undefined ? '' : 's'}://localhost:${(server.address() as AddressInfo).port}`
}
const readAll = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** Calls with a credential, as an integration does. */
function caller(start = 1_700_000_000_000) {
  let now = start
  const outbound = createOutbound({ allow: ['localhost'], userAgent: 'Baton/test' })
  opened.push(() => outbound.close())
  const tokens = createOauthTokens(outbound, () => now)
  return {
    pass: (ms: number) => {
      now += ms
    },
    call(url: string, credential: Credential) {
      const show = (timeoutMs: number) => applyCredential(credential, { tokens, now: () => now, timeoutMs })
      const ports = { outbound, now: () => performance.now(), pause: async () => {} }
      return callApi({ method: 'GET', url, headers: [], idempotencyKey: 'k', retries: 0, show }, ports)
    },
  }
}
async function headersShown(credential: Credential): Promise<IncomingHttpHeaders> {
  let heard: IncomingHttpHeaders = {}
  const url = await serve((request, response) => {
    heard = request.headers
    response.end()
  })
  expect(await caller().call(url, credential)).toMatchObject({ status: 200 })
  return heard
}

describe('what a credential adds to a call', () => {
  it('scripting 2.4: basic: name and password', async () => {
    const shown = await headersShown({ kind: 'basic', facts: { username: 'ada' }, secrets: { password: 'pä:ss' } })
    expect(shown.authorization).toBe(`Basic ${Buffer.from('ada:pä:ss').toString('base64')}`)
  })
  it('scripting 2.4: access token: its type and itself', async () => {
    const shown = await headersShown({ kind: 'accessToken', facts: { tokenType: 'Token' }, secrets: { token: 't-1' } })
    expect(shown.authorization).toBe('Token t-1')
  })
  it('API key: a header of its own', async () => {
    expect(
      await headersShown({ kind: 'apiKey', facts: { header: 'X-Shop-Key' }, secrets: { key: 'k-1' } }),
    ).toMatchObject({
      'x-shop-key': 'k-1',
    })
  })
  it.each(['HS256', 'RS256', 'ES256'] as const)('JWT: a statement of who we are, signed with %s', async (algorithm) => {
    const pair =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key =
      algorithm === 'HS256' ? 'a shared secret' : pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const facts = { algorithm, issuer: 'baton', audience: 'shop', keyId: 'one', lifeSeconds: 60 }
    const shown = await headersShown({ kind: 'jwt', facts, secrets: { key } })
    const [head = '', claims = '', signature = ''] = (shown.authorization ?? '').replace('Bearer ', '').split('.')
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: algorithm, typ: 'JWT', kid: 'one' })
    expect(read(claims)).toMatchObject({ iss: 'baton', sub: 'baton', aud: 'shop', exp: read(claims).iat + 60 })
    if (algorithm === 'HS256') return expect(signature).toHaveLength(43)
    const verifying = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' as const }
    expect(createVerify('sha256').update(`${head}.${claims}`).verify(verifying, signature, 'base64url')).toBe(true)
  })

  it('scripting 2.4: mutual: shows our certificate, and believes the one that was entered', async () => {
    const tls = { key: KEY, cert: CERTIFICATE, requestCert: true, ca: CERTIFICATE, rejectUnauthorized: true }
    const url = await serve((_request, response) => response.end('"welcome"'), tls)
    const { call } = caller()
    const ours: Credential = {
      kind: 'mutualTls',
      facts: {},
      secrets: { certificate: CERTIFICATE, key: KEY, trust: CERTIFICATE },
    }
    expect((await call(url, ours)).body).toBe('welcome')
    const basic: Credential = { kind: 'basic', facts: { username: 'a' }, secrets: { password: 'b' } }
    expect((await call(url, basic)).cause?.code).toBe('tls')
  })
})

describe('tokens of a client', () => {
  const seen: URLSearchParams[] = []
  async function shop(answer: (times: number) => { status?: number; body: object | string }) {
    seen.length = 0
    const tokenUrl = await serve(async (request, response) => {
      seen.push(new URLSearchParams(await readAll(request)))
      const { status = 200, body } = answer(seen.length)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
    const url = await serve((request, response) => {
      const isGood = request.headers.authorization === `Bearer good-${seen.length}`
      response.writeHead(isGood ? 200 : 401).end()
    })
    const facts = { clientId: 'baton', tokenUrl: `${tokenUrl}/token`, scope: 'read' }
    const client: Credential = { kind: 'oauthClient', facts, secrets: { clientSecret: 'hush' } }
    return { url, client, facts }
  }
  const good = (times: number) => ({ body: { access_token: `good-${times}`, expires_in: 100 } })

  it('scripting 2.4: client credentials: fetched once, kept for most of its life, then fetched anew', async () => {
    const { url, client } = await shop(good)
    const { call, pass } = caller()
    expect((await Promise.all([1, 2, 3].map(() => call(url, client)))).map(({ status }) => status)).toEqual([
      200, 200, 200,
    ])
    expect(Object.fromEntries(seen[0] ?? [])).toEqual({
      ...{ grant_type: 'client_credentials', client_id: 'baton', client_secret: 'hush', scope: 'read' },
    })
    pass(89_000)
    await call(url, client)
    expect(seen).toHaveLength(1)
    pass(2_000)
    expect((await call(url, client)).status).toBe(200)
    expect(seen).toHaveLength(2)
  })

  it('scripting 2.4: authorization code: the refresh token that consent left is exchanged', async () => {
    const { url, facts } = await shop(good)
    const secrets = { clientSecret: 'hush', refreshToken: 'r-1' }
    expect((await caller().call(url, { kind: 'oauthCode', facts, secrets })).status).toBe(200)
    expect(Object.fromEntries(seen[0] ?? [])).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r-1' })
  })

  it('one that the service does not take is replaced once', async () => {
    const { url, client } = await shop((times) => (times === 1 ? { body: { access_token: 'stale' } } : good(times)))
    expect((await caller().call(url, client)).status).toBe(200)
    expect(seen).toHaveLength(2)
    const bad = await shop(() => ({ body: { access_token: 'stale' } }))
    expect((await caller().call(bad.url, bad.client)).status).toBe(401)
    expect(seen).toHaveLength(2)
  })

  it.each([
    [400, { error: 'invalid_client', error_description: 'SECRET inside' }, 'status 400 and "invalid_client"'],
    [500, 'SECRET inside', 'status 500'],
    [200, { token: 'SECRET inside' }, 'status 200'],
    [200, { error: 'SECRET inside' }, 'status 200.'],
  ])('says why there is none, and nothing else of what the token service said: %i %j', async (status, body, words) => {
    const { url, client } = await shop(() => ({ status, body }))
    const answer = await caller().call(url, client)
    expect(answer).toMatchObject({ outcome: 'failure', status: 0, cause: { code: 'token-refused' } })
    expect(answer.cause?.message).toContain(words)
    expect(JSON.stringify(answer)).not.toContain('SECRET')
  })

  it('is not fetched from where nobody may call', async () => {
    const facts = { clientId: 'baton', tokenUrl: 'https://169.254.169.254/token' }
    const answer = await caller().call('https://localhost/', {
      kind: 'oauthClient',
      facts,
      secrets: { clientSecret: 'x' },
    })
    expect(answer.cause?.code).toBe('address-not-allowed')
  })
})

describe('what is entered', () => {
  it.each([
    ['accessToken', { token: 'a\r\nX-Evil: 1' }],
    ['apiKey', { key: 'snow ☃' }],
    ['mutualTls', { certificate: 'no pem', key: 'no pem' }],
    ['basic', {}],
    ['basic', { password: 'x', more: 'y' }],
  ] as const)('scripting A-37: a %s with %j is refused', (kind, secrets) => {
    expect(CREDENTIAL_KINDS[kind].secrets.safeParse(secrets).success).toBe(false)
  })
})

describe('a seal', () => {
  const [first, second] = ['the first secret of thirty-two chars', 'the second secret of thirty-two char']
  it('opens in its place, with its key, and says nothing of what it holds', () => {
    const seal = createSeal(first)
    const box = seal.close('s3cret', 'acme/1')
    expect(Buffer.from(box, 'base64url').toString('latin1')).not.toContain('s3cret')
    expect(box).not.toBe(seal.close('s3cret', 'acme/1'))
    expect(seal.open(box, seal.keyId, 'acme/1')).toBe('s3cret')
    expect(() => seal.open(box, seal.keyId, 'other/1')).toThrow('changed or moved')
    // Not its end, of whose last character only some bits count.
    const changed = `${box.startsWith('A') ? 'B' : 'A'}${box.slice(1)}`
    expect(() => seal.open(changed, seal.keyId, 'acme/1')).toThrow('changed or moved')
    expect(() => seal.open('', seal.keyId, 'acme/1')).toThrow('changed or moved')
  })
  it('of a former key is opened while that key is named, and closed with the new one', () => {
    const old = createSeal(first)
    const box = old.close('s3cret', 'p')
    const rotated = createSeal(second, [first])
    expect(rotated.open(box, old.keyId, 'p')).toBe('s3cret')
    expect(rotated.keyId).not.toBe(old.keyId)
    expect(() => createSeal(second).open(box, old.keyId, 'p')).toThrow('SECRET_KEY')
  })
})
