import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import { throughProvider } from '../../testing/throughProvider.ts'

let house: TestServer
let acme: Acme
let builder: Somebody
let provider: Server
let issuer: string
let bot: number
const home = '/api/v1/accounts/acme'
const SECRET = 'the-word-nobody-reads'

beforeAll(async () => {
  provider = createServer()
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const { port } = provider.address() as AddressInfo
  issuer = `http://127.0.0.1:${port}`
  house = await openServer({ outboundAllow: [`127.0.0.1:${port}`] })
  const oauth = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'baton', client_secret: SECRET, redirect_uris: [`${house.url}/oauth/callback`] },
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    // Each refresh token works once, and one that is shown a second time ends all of them.
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 1, RefreshToken: 600, Grant: 600, Session: 600, Interaction: 600 },
    cookies: { keys: ['for this test'] },
  })
  provider.on('request', oauth.callback())
  acme = await foundAcme(house)
  builder = await invite(house, 'builder')
  bot = (
    await house.make('/accounts/acme/bots', {
      ...{ name: 'Bank', nickname: 'Bank', kind: 'authored', skillIds: [acme.skillId], config: {} },
    })
  ).id
  const integrations = ['Provider', 'Nobody'].map((credential) => ({
    ...{ type: 'api', id: credential, name: credential, method: 'GET', url: `${issuer}/me`, credential },
  }))
  const definition = { format: 'baton.bot/1', id: 'b', name: 'Bank', language: 'en', dialogs: [], integrations }
  expect((await call('PUT', `/bots/${bot}/draft`, { definition })).status).toBe(200)
}, 60_000)
afterAll(async () => {
  await house?.stop()
  provider?.closeAllConnections()
  provider?.close()
})

const call = (method: string, path: string, body?: unknown, by = builder) =>
  by.browser.call(method, `${home}${path}`, body)
const tryIt = async (name: string) => (await call('POST', `/bots/${bot}/draft/integrations/${name}/try`, {})).body

async function credential(name: string, more: object = {}): Promise<string> {
  const facts = { clientId: 'baton', authUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, scope: 'openid', ...more }
  const made = await call('POST', '/credentials', { name, kind: 'oauthCode', facts, secrets: { clientSecret: SECRET } })
  expect(made.status).toBe(201)
  return made.body.id
}
const begin = (id: string, by = builder) => call('POST', `/credentials/${id}/consent`, {}, by)

describe('consent in the browser', () => {
  it('scripting 2.4: somebody consents once; the token is kept, renewed as the service wants it, and never shown', async () => {
    const id = await credential('Provider')
    expect((await tryIt('Provider')).response.cause).toContain('Nobody has given their consent yet')
    const { body } = await begin(id)
    expect(body.redirectUri).toBe(`${house.url}/oauth/callback`)
    const back = await builder.browser.call('GET', await throughProvider(house, issuer, body.url, 'ada'))
    expect(back.headers.get('location')).toBe(`/workspace/credentials/${id}?consent=given`)

    // Longer than an access token lives, so that each try needs another refresh token than the one before.
    for (let time = 0; time < 3; time += 1) {
      expect(await tryIt('Provider')).toMatchObject({
        outcome: 'success',
        response: { status: 200, body: { sub: 'ada' } },
      })
      await new Promise((resolve) => setTimeout(resolve, 1_100))
    }
    const shown = await call('GET', `/credentials/${id}`)
    expect(shown.body.facts).toEqual({
      ...{ clientId: 'baton', authUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, scope: 'openid' },
      consentedAt: expect.any(Number),
    })
    const audit = await house.call('GET', `${home}/audit`)
    expect(audit.text).toContain('credential.consented')
    for (const { text } of [shown, back, audit]) expect(text).not.toContain(SECRET)
    expect((await call('GET', `/credentials/${id}/uses`)).body).toEqual({
      integrations: [{ botId: bot, botName: 'Bank', integration: 'Provider', isLive: false }],
      functions: [],
    })
    // Whoever leads it elsewhere starts anew: the consent was for the service that was asked.
    const elsewhere = {
      facts: { clientId: 'baton', tokenUrl: 'https://evil.example/' },
      secrets: { clientSecret: 'x' },
    }
    expect((await call('PATCH', `/credentials/${id}`, elsewhere)).body.facts.consentedAt).toBeUndefined()
    expect((await tryIt('Provider')).response.cause).toContain('Nobody has given their consent yet')
  })

  it('is taken only from the browser that began it, once it was given, and not for ever', async () => {
    const id = await credential('Nobody')
    const { body } = await begin(id)
    const back = await throughProvider(house, issuer, body.url, 'ada')
    const colleague = await invite(house, 'builder')
    const stranger = await invite(house, 'builder', 'other').catch(async () => {
      await foundAcme(house, 'other')
      return invite(house, 'builder', 'other')
    })
    for (const somebody of [colleague, stranger])
      expect((await somebody.browser.call('GET', back)).body.error.code).toBe('consent-over')
    expect((await house.call('GET', new URL(back).pathname + new URL(back).search)).status).toBe(403)
    const changed = new URL(back)
    changed.searchParams.set('state', `${changed.searchParams.get('state')?.slice(0, -4)}AAAA`)
    expect((await builder.browser.call('GET', changed.href)).status).toBe(403)
    expect((await builder.browser.call('GET', `${house.url}/oauth/callback?state=x`)).status).toBe(403)
    changed.searchParams.set('state', new URL(back).searchParams.get('state') ?? '')
    changed.searchParams.set('code', 'another')
    expect((await builder.browser.call('GET', changed.href)).headers.get('location')).toContain('consent=refused')
    changed.searchParams.delete('code')
    expect((await builder.browser.call('GET', changed.href)).headers.get('location')).toContain('consent=refused')
    expect((await tryIt('Nobody')).outcome).toBe('failure')
    expect((await call('DELETE', `/credentials/${id}`)).status).toBe(204)
    expect((await builder.browser.call('GET', back)).headers.get('location')).toContain('consent=gone')
  })

  it('is asked for only where there is somebody, and an address for it', async () => {
    const id = await credential('No address', { authUrl: undefined })
    expect((await begin(id)).body.error.code).toBe('no-consent-address')
    expect((await house.call('POST', `${home}/credentials/${id}/consent`, {})).body.error.code).toBe('browser-needed')
    const basic = { name: 'Basic', kind: 'basic', facts: { username: 'a' }, secrets: { password: 'b' } }
    expect((await begin((await call('POST', '/credentials', basic)).body.id)).status).toBe(409)
    expect((await begin('none')).status).toBe(404)
  })
})
