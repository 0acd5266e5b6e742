import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, invite } from '../../testing/browser.ts'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import { throughProvider } from '../../testing/throughProvider.ts'

/** Who signs in at the provider: what is typed as the login is the address. */
const claimsOf = (login: string) => ({
  sub: `subject of ${login}`,
  email: login.replace('unverified ', ''),
  email_verified: !login.startsWith('unverified '),
  name: 'Provided Person',
})

let house: TestServer
let provider: Server
let issuer: string
beforeAll(async () => {
  provider = createServer()
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const { port } = provider.address() as AddressInfo
  issuer = `http://127.0.0.1:${port}`
  house = await openServer({ outboundAllow: [`127.0.0.1:${port}`] })
  const oidc = new Provider(issuer, {
    clients: [{ client_id: 'baton', client_secret: 'provided', redirect_uris: [`${house.url}/oidc/callback`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
    cookies: { keys: ['for this test'] },
  })
  provider.on('request', oidc.callback())
  await foundAcme(house)
  await foundAcme(house, 'other')
  await setUp()
})
afterAll(async () => {
  await house?.stop()
  provider?.closeAllConnections()
  provider?.close()
})

const setUp = (more: object = {}) => {
  const oidc = { issuer, clientId: 'baton', clientSecret: 'provided', name: 'Acme Login', ...more }
  return house.call('PATCH', '/api/v1/accounts/acme', { oidc })
}

/** Goes to the provider, types the login, agrees, and stops at the way back. @returns the address of the way back */
async function wayBack(browser: Browser, login: string): Promise<string> {
  const start = await browser.call('GET', '/oidc/acme/start')
  expect(start.status).toBe(303)
  return throughProvider(house, issuer, start.headers.get('location') ?? '', login)
}

async function signIn(login: string): Promise<{ browser: Browser; landed: string | null }> {
  const browser = new Browser(house)
  const answer = await browser.call('GET', await wayBack(browser, login))
  return { browser, landed: answer.headers.get('location') }
}
const me = async (browser: Browser) => browser.call('GET', '/api/v1/session')

describe('sign-in with an identity provider', () => {
  it('lets in whom the account knows by their checked address, and knows them again by their subject', async () => {
    const { id, email } = await invite(house, 'manager')
    const first = await signIn(email)
    expect(first.landed).toBe('/workspace/')
    expect((await me(first.browser)).body.person).toMatchObject({ id, email, role: 'manager' })
    await house.call('PATCH', `/api/v1/accounts/acme/people/${id}`, { email: 'moved@acme.example' })
    expect((await me((await signIn(email)).browser)).body.person.id).toBe(id)
    await house.call('PATCH', `/api/v1/accounts/acme/people/${id}`, { enabled: false })
    expect((await signIn(email)).landed).toContain('oidc-unknown-person')
  })

  it('is named on the sign-in page', async () => {
    const { body } = await new Browser(house).call('GET', '/api/v1/sign-in')
    expect(body.oidc).toEqual([{ account: 'acme', name: 'Acme Login', startUrl: '/oidc/acme/start' }])
  })

  it('keeps out strangers, and whose address nobody has checked', async () => {
    const { email } = await invite(house, 'agent')
    for (const login of ['stranger@acme.example', `unverified ${email}`]) {
      const { browser, landed } = await signIn(login)
      expect(landed).toBe('/workspace/sign-in?problem=oidc-unknown-person')
      expect((await me(browser)).status).toBe(401)
    }
  })

  it('makes strangers of an allowed domain people of the role that was chosen, and nobody else', async () => {
    await setUp({ allowedDomains: ['acme.example'], autoCreateRole: 'agent' })
    const { browser } = await signIn('new@acme.example')
    expect((await me(browser)).body.person).toMatchObject({ role: 'agent', fullName: 'Provided Person' })
    expect((await signIn('new@evil.example')).landed).toContain('oidc-unknown-person')
    expect((await signIn('new@acme.example.evil.example')).landed).toContain('oidc-unknown-person')
    const admins = { issuer, clientId: 'baton', name: 'x', autoCreateRole: 'admin' }
    expect((await house.call('PATCH', '/api/v1/accounts/acme', { oidc: admins })).status).toBe(400)
    await setUp()
  })

  it('believes a way back once, in the browser that went there, and nothing that was changed on the way', async () => {
    const { email } = await invite(house, 'agent')
    const refused = '/workspace/sign-in?problem=oidc-refused'
    const arrive = async (browser: Browser, address: string) =>
      (await browser.call('GET', address)).headers.get('location')
    const browser = new Browser(house)
    const address = await wayBack(browser, email)
    expect(await arrive(new Browser(house), address)).toBe(refused)
    const other = new Browser(house)
    await other.call('GET', '/oidc/acme/start')
    expect(await arrive(other, address)).toBe(refused)
    const changed = new URL(address)
    changed.searchParams.set('state', 'guessed')
    const copy = browser.cookieHeader()
    expect(await arrive(browser, changed.href)).toBe(refused)
    expect(browser.cookies.size).toBe(0)
    const again = new Browser(house)
    again.cookies.set('baton_oidc', copy.split('baton_oidc=')[1] ?? '')
    expect(await arrive(again, address)).toBe('/workspace/')
    again.cookies.set('baton_oidc', copy.split('baton_oidc=')[1] ?? '')
    expect(await arrive(again, address)).toBe(refused)
  })

  it('says so when it is not set up, or when the provider does not answer', async () => {
    const start = async (account: string) =>
      (await new Browser(house).call('GET', `/oidc/${account}/start`)).headers.get('location')
    expect(await start('other')).toBe('/workspace/sign-in?problem=oidc-not-set-up')
    expect(await start('nowhere')).toBe('/workspace/sign-in?problem=oidc-not-set-up')
    const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'x', name: 'x' }
    await house.call('PATCH', '/api/v1/accounts/other', { oidc })
    expect(await start('other')).toBe('/workspace/sign-in?problem=oidc-unavailable')
  })
})
