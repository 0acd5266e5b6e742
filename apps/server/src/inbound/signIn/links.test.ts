import { emptyDatabase } from '@baton/storage/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, invite, linkPath, PASSWORD } from '../../testing/browser.ts'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

const opened: TestServer[] = []
const open = async (options = {}) => {
  const house = await openServer(options)
  opened.push(house)
  return house
}
afterAll(() => Promise.all(opened.map((house) => house.stop())))

const wish = {
  password: PASSWORD,
  accountId: 'acme',
  accountName: 'Acme',
  fullName: 'Ada Lovelace',
  email: 'Ada@acme.example',
}

describe('the first run', () => {
  it('makes the first administrator, by a link that the operator alone gets, once', async () => {
    const house = await open()
    const signIn = async () => (await new Browser(house).call('GET', '/api/v1/sign-in')).body
    expect(await signIn()).toEqual({ accounts: [], firstRun: true, oidc: [] })
    expect(house.firstRunUrl).toMatch(/\/workspace\/links\/[\w-]{43}$/)
    const link = linkPath(house.firstRunUrl ?? '')
    expect((await new Browser(house).call('GET', link)).body).toEqual({ kind: 'firstRun' })
    const browser = new Browser(house)
    for (const field of ['accountId', 'fullName', 'email']) {
      const answer = await browser.call('POST', link, { ...wish, [field]: undefined })
      expect(answer).toMatchObject({ status: 422, body: { error: { path: `/${field}` } } })
    }
    const both = await Promise.all([browser, new Browser(house)].map((one) => one.call('POST', link, wish)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await new Browser(house).call('GET', link)).status).toBe(404)
    const back = new Browser(house)
    const answer = await back.call('POST', '/api/v1/session', { email: 'ada@acme.example', password: PASSWORD })
    expect(answer.body).toMatchObject({
      person: { role: 'admin', nickname: 'Ada' },
      account: { id: 'acme', name: 'Acme' },
    })
    expect((await back.call('POST', '/api/v1/accounts/acme/skills', { name: 'Sales' })).status).toBe(201)
    expect(await signIn()).toMatchObject({ accounts: [{ id: 'acme', name: 'Acme' }], firstRun: false })
    expect((await house.call('POST', '/api/v1/first-run')).body.error.code).toBe('first-run-over')
  })

  it('is over once anybody can administer, also for a link that was never used', async () => {
    const house = await open()
    await house.make('/accounts', { id: 'acme', name: 'Acme' })
    await invite(house, 'admin')
    const link = linkPath(house.firstRunUrl ?? '')
    expect((await new Browser(house).call('GET', link)).status).toBe(404)
    expect((await new Browser(house).call('POST', link, wish)).status).toBe(404)
  })

  it('gives a new link to the operator, and the old one is void', async () => {
    const house = await open()
    const { body } = await house.call('POST', '/api/v1/first-run')
    expect((await new Browser(house).call('GET', linkPath(house.firstRunUrl ?? ''))).status).toBe(404)
    expect((await new Browser(house).call('GET', linkPath(body.url))).status).toBe(200)
    expect((await house.call('POST', '/api/v1/first-run', undefined, null)).status).toBe(401)
  })
})

describe('the first run of several servers', { timeout: 60_000 }, () => {
  it('works with whichever link was printed, whoever started when, and with one of them only', async () => {
    const database = await emptyDatabase()
    const secretKey = 'a key that all servers of this installation know'
    const houses: TestServer[] = []
    try {
      const start = () => openServer({ databaseUrl: database.url, secretKey })
      houses.push(...(await Promise.all([start(), start()])), await start())
      const links = houses.map((house) => linkPath(house.firstRunUrl ?? ''))
      expect(new Set(links).size).toBe(3)
      const open = () =>
        Promise.all(
          links.map(async (link, nth) => (await new Browser(nthOf(houses, nth + 1)).call('GET', link)).status),
        )
      expect(await open()).toEqual([200, 200, 200])
      const come = (link: string, nth: number) =>
        new Browser(nthOf(houses, nth)).call('POST', link, { ...wish, email: `${nth}@acme.example` })
      const statuses = (await Promise.all(links.map(come))).map(({ status }) => status)
      expect(statuses.sort()).toEqual([200, 404, 404])
      expect(await open()).toEqual([404, 404, 404])
    } finally {
      await Promise.all(houses.map((house) => house.stop()))
      await database.drop()
    }
  })

  /** Which server is asked does not matter: all know the same links. */
  function nthOf(houses: readonly TestServer[], nth: number): TestServer {
    const house = houses[nth % houses.length]
    if (house === undefined) throw new Error('no server runs')
    return house
  }
})

describe('behind https', () => {
  it('cookies travel over https only, links lead to the public address, and its pages are ours', async () => {
    const house = await open({ publicUrl: 'https://chat.example' })
    expect(house.firstRunUrl).toMatch(/^https:\/\/chat\.example\/workspace\/links\//)
    const browser = new Browser(house, 'https://chat.example')
    const answer = await browser.call('POST', linkPath(house.firstRunUrl ?? ''), wish)
    expect(answer.headers.get('set-cookie')).toContain('; Secure')
    expect((await browser.call('POST', '/api/v1/accounts/acme/skills', { name: 'Sales' })).status).toBe(201)
  })
})

describe('a link', () => {
  let house: TestServer
  beforeAll(async () => {
    house = await open({
      limits: { countLoopback: true, signInsBurst: 20, signInsPerSecond: 0.001, arrivalsBurst: 1000 },
    })
    await foundAcme(house)
  })

  it('of an invitation says whom it is for, and lets them name themselves and nothing else', async () => {
    const person = { fullName: 'Ben', nickname: 'Ben', email: 'ben@acme.example' }
    const made = await house.make<{ invitation: { url: string; expiresAt: number } }>('/accounts/acme/people', person)
    const link = linkPath(made.invitation.url)
    expect((await new Browser(house).call('GET', link)).body).toMatchObject({
      kind: 'invitation',
      accountName: 'acme',
      email: person.email,
      expiresAt: made.invitation.expiresAt,
    })
    const browser = new Browser(house)
    expect((await browser.call('POST', link, { password: PASSWORD, role: 'admin' })).status).toBe(400)
    expect((await browser.call('POST', link, { password: { length: 20 } })).status).toBe(400)
    expect((await browser.call('POST', link, { password: 'short' })).status).toBe(400)
    const come = { password: PASSWORD, nickname: 'Benny', accountId: 'other', email: 'boss@acme.example' }
    expect((await browser.call('POST', link, come)).body).toMatchObject({
      person: { nickname: 'Benny', email: person.email, role: 'agent' },
      account: { id: 'acme' },
    })
  })

  it('of somebody who was switched off opens nothing', async () => {
    const person = { fullName: 'Eve', nickname: 'Eve', email: 'eve@acme.example' }
    const made = await house.make<{ id: number; invitation: { url: string } }>('/accounts/acme/people', person)
    await house.call('PATCH', `/api/v1/accounts/acme/people/${made.id}`, { enabled: false })
    const answer = await new Browser(house).call('POST', linkPath(made.invitation.url), { password: PASSWORD })
    expect(answer.status).toBe(404)
  })

  it('is not found by guessing: whoever tries many is soon not even answered', async () => {
    const statuses = new Set<number>()
    for (let n = 0; n < 30; n += 1) {
      const guess = `${'A'.repeat(40)}${String(n).padStart(3, '0')}`
      statuses.add((await new Browser(house).call('GET', `/api/v1/links/${guess}`)).status)
    }
    expect([...statuses].sort()).toEqual([404, 429])
  })
})
