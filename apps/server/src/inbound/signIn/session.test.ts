import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccountId, type AgentId, type EpochMs, hours, minutes } from '@baton/base'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Browser, invite, linkPath, PASSWORD, type Somebody } from '../../testing/browser.ts'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let now = Date.now()
const clock = { now: () => now as EpochMs }
let house: TestServer
let admin: Somebody
let agent: Somebody
beforeAll(async () => {
  house = await openServer({ clock })
  await foundAcme(house)
  admin = await invite(house, 'admin')
  agent = await invite(house, 'agent')
})
afterAll(() => house?.stop())

const home = '/api/v1/accounts/acme'
const session = '/api/v1/session'

describe('a sign-in', () => {
  it('says who one is and what one may do, and gives a cookie that no script can read', async () => {
    const browser = new Browser(house)
    const answer = await browser.signIn(agent.email.toUpperCase(), PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      account: { id: 'acme', defaultLanguage: 'en' },
      person: { id: agent.id, role: 'agent', email: agent.email },
      rights: expect.arrayContaining(['answer', 'readPeople']),
    })
    expect(answer.body.rights).not.toContain('managePeople')
    const cookie = answer.headers.get('set-cookie')
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
    expect((await browser.call('GET', session)).body).toEqual(answer.body)
  })

  it('is refused in one and the same way, whatever is wrong with it', async () => {
    const off = await invite(house, 'agent')
    await house.call('PATCH', `${home}/people/${off.id}`, { enabled: false })
    await house.make('/accounts/acme/people', { fullName: 'x', nickname: 'x', email: 'never@acme.example' })
    const answers = await Promise.all([
      new Browser(house).signIn(agent.email, 'not the password'),
      new Browser(house).signIn('nobody@acme.example', PASSWORD),
      new Browser(house).signIn(off.email, PASSWORD),
      new Browser(house).signIn('never@acme.example', PASSWORD),
      new Browser(house).signIn(agent.email, PASSWORD, 'elsewhere'),
    ])
    const [first] = answers
    expect(first).toMatchObject({ status: 401, body: { error: { code: 'wrong-credentials' } } })
    for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: first?.text })
  })

  it.each([
    ['an object where text belongs', { email: { $ne: '' }, password: { $ne: '' } }],
    ['a list', { email: ['a@b.example'], password: ['x'] }],
    ['a field that belongs nowhere', { email: 'a@b.example', password: 'x', role: 'admin' }],
    ['no address', { email: "' OR 1=1 --", password: 'x' }],
    ['a book for a password', { email: 'a@b.example', password: 'x'.repeat(10_000) }],
  ])('is refused with %s', async (_what, body) => {
    expect((await new Browser(house).call('POST', session, body)).status).toBe(400)
  })

  it('is refused to a page that is not ours, so that nobody signs others in as themselves', async () => {
    const elsewhere = new Browser(house, 'https://evil.example')
    expect(await elsewhere.signIn(agent.email, PASSWORD)).toMatchObject({ status: 403 })
    expect(elsewhere.cookies.size).toBe(0)
  })

  it('ends in waiting after some mistakes, also for the right password, and after a restart of nothing but time', async () => {
    const victim = await invite(house, 'agent')
    const guess = (password: string) => new Browser(house).signIn(victim.email, password)
    for (let n = 0; n < 5; n += 1) expect((await guess(`guess number ${n}`)).status).toBe(401)
    const blocked = await guess(PASSWORD)
    expect(blocked).toMatchObject({ status: 429, body: { error: { code: 'too-many-requests' } } })
    expect(blocked.body.error.retryAfterMs).toBeGreaterThan(0)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await new Browser(house).signIn(agent.email, PASSWORD)).status).toBe(200)
    now += blocked.body.error.retryAfterMs
    expect((await guess(PASSWORD)).status).toBe(200)
    expect((await guess('one more mistake')).status).toBe(401)
  })

  it('asks for the account where there are several, before anything is known of the person', async () => {
    await house.make('/accounts', { id: 'second', name: 'Second' })
    for (const email of [agent.email, 'nobody@acme.example']) {
      const answer = await new Browser(house).call('POST', session, { email, password: PASSWORD })
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'account-needed', path: '/account' } } })
    }
  })
})

describe('a session', () => {
  it('writes only for our own pages, which know its csrf value', async () => {
    const { browser } = await invite(house, 'admin')
    const write = (headers: Record<string, string> = {}) =>
      browser.call('POST', `${home}/skills`, { name: `s${Math.random()}` }, headers)
    expect((await write()).status).toBe(201)
    const told = (code: string) => ({ status: 403, body: { error: { code } } })
    expect(await write({ 'x-baton-csrf': '' })).toMatchObject(told('csrf-missing'))
    expect(await write({ 'x-baton-csrf': 'A'.repeat(43) })).toMatchObject(told('csrf-missing'))
    expect(await write({ origin: 'https://evil.example' })).toMatchObject(told('origin-not-allowed'))
    expect(await write({ origin: 'null' })).toMatchObject(told('origin-not-allowed'))
    browser.origin = undefined
    expect(await write()).toMatchObject(told('origin-not-allowed'))
    expect((await browser.call('GET', `${home}/skills`)).status).toBe(200)
  })

  it('ends at once when its owner signs out, and cannot be used again', async () => {
    const { browser } = await invite(house, 'agent')
    const cookie = browser.cookieHeader()
    expect((await browser.call('DELETE', session)).status).toBe(204)
    expect(browser.cookies.size).toBe(0)
    expect((await new Browser(house).call('GET', session, undefined, { cookie })).status).toBe(401)
  })

  it('ends when nobody used it for eight hours, and after thirty days however busy it was', async () => {
    const { browser } = await invite(house, 'agent')
    now += hours(8) - 1
    expect((await browser.call('GET', session)).status).toBe(200)
    now += hours(8)
    expect((await browser.call('GET', session)).status).toBe(401)
    const { browser: busy, email } = await invite(house, 'agent')
    expect((await busy.signIn(email, PASSWORD)).status).toBe(200)
    for (let day = 0; day < 30 * 24; day += 6) {
      now += hours(6)
      if (day < 30 * 24 - 6) expect((await busy.call('GET', session)).status, `hour ${day}`).toBe(200)
    }
    expect((await busy.call('GET', session)).status).toBe(401)
  })

  it('is in its owner’s list, who can end the others, and nobody else’s', async () => {
    const somebody = await invite(house, 'agent')
    const second = new Browser(house)
    await second.signIn(somebody.email, PASSWORD)
    const { items } = (await somebody.browser.call('GET', '/api/v1/me/sessions')).body
    expect(items).toHaveLength(2)
    expect(JSON.stringify(items)).not.toContain('hash')
    const other = items.find(({ current }: { current: boolean }) => !current)
    const stranger = await invite(house, 'agent')
    expect((await stranger.browser.call('DELETE', `/api/v1/me/sessions/${other.id}`)).status).toBe(404)
    expect((await somebody.browser.call('DELETE', `/api/v1/me/sessions/${other.id}`)).status).toBe(204)
    expect((await second.call('GET', session)).status).toBe(401)
    expect((await somebody.browser.call('GET', session)).status).toBe(200)
  })

  // Whatever the table is called in which they would stand: the bytes of the file are looked at.
  it.skipIf(process.env.DATABASE_URL)('keeps neither its cookie nor a password in the database', async () => {
    const { browser } = await invite(house, 'agent')
    const files = ['baton.db', 'baton.db-wal'].map((file) => readFileSync(join(house.dataDir, file)).toString('latin1'))
    const bytes = files.join('')
    expect(bytes).toContain('$argon2id$')
    expect(bytes).not.toContain(PASSWORD)
    expect(bytes).not.toContain([...browser.cookies.values()][0])
  })

  it('takes rights away at once', async () => {
    const boss = await invite(house, 'admin')
    expect((await boss.browser.call('GET', `${home}/audit`)).status).toBe(200)
    await house.call('PATCH', `${home}/people/${boss.id}`, { role: 'agent' })
    expect((await boss.browser.call('GET', `${home}/audit`)).status).toBe(403)
    await house.call('PATCH', `${home}/people/${boss.id}`, { enabled: false })
    expect((await boss.browser.call('GET', session)).status).toBe(401)
    await house.call('PATCH', `${home}/people/${boss.id}`, { enabled: true })
    expect((await boss.browser.call('GET', session)).status).toBe(401)
  })
})

describe('a password', () => {
  const change = '/api/v1/me/password'
  const next = 'another good password'

  it('that its owner changes ends all their other sessions and sockets', async () => {
    const somebody = await invite(house, 'agent')
    const elsewhere = new Browser(house)
    await elsewhere.signIn(somebody.email, PASSWORD)
    const here = await openDesk(somebody.browser)
    const there = await openDesk(elsewhere)
    expect((await somebody.browser.call('PUT', change, { current: 'wrong wrong wrong', next })).status).toBe(422)
    expect((await somebody.browser.call('PUT', change, { current: PASSWORD, next })).status).toBe(204)
    expect(await there.closed).toBe(4401)
    expect((await elsewhere.call('GET', session)).status).toBe(401)
    expect((await somebody.browser.call('GET', session)).status).toBe(200)
    here.send({ type: 'ping' })
    await here.next('pong')
    await here.close()
    expect((await new Browser(house).signIn(somebody.email, PASSWORD)).status).toBe(401)
    expect((await new Browser(house).signIn(somebody.email, next)).status).toBe(200)
  })

  it('must be long, and is nobody’s but its owner’s', async () => {
    const somebody = await invite(house, 'agent')
    expect((await somebody.browser.call('PUT', change, { current: PASSWORD, next: 'short' })).status).toBe(400)
    const stuffed = { current: PASSWORD, next, personId: admin.id }
    expect((await somebody.browser.call('PUT', change, stuffed)).status).toBe(400)
  })

  it('that was forgotten is set anew by a link that works once, for an hour', async () => {
    const somebody = await invite(house, 'agent')
    const reset = () => admin.browser.call('POST', `${home}/people/${somebody.id}/reset`)
    await admin.browser.signIn(admin.email, PASSWORD)
    const late = linkPath((await reset()).body.url)
    now += hours(1)
    expect((await new Browser(house).call('GET', late)).status).toBe(404)
    const replaced = linkPath((await reset()).body.url)
    const link = linkPath((await reset()).body.url)
    expect((await new Browser(house).call('POST', replaced, { password: next })).status).toBe(404)
    expect((await new Browser(house).call('GET', link)).body).toMatchObject({ kind: 'reset', email: somebody.email })
    const desk = await openDesk(somebody.browser)
    const both = await Promise.all([1, 2].map(() => new Browser(house).call('POST', link, { password: next })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    expect(await desk.closed).toBe(4401)
    expect((await somebody.browser.call('GET', session)).status).toBe(401)
    expect((await new Browser(house).signIn(somebody.email, next)).status).toBe(200)
  })

  it('of nobody is asked for with the same answer as everybody’s', async () => {
    const ask = (email: string) => new Browser(house).call('POST', '/api/v1/password-resets', { email })
    expect(await ask(agent.email)).toMatchObject({ status: 202, body: {} })
    expect(await ask('nobody@acme.example')).toMatchObject({ status: 202, body: {} })
  })
})

describe('what people change about themselves', () => {
  it('is their name and their taste', async () => {
    const { browser } = await invite(house, 'agent')
    const wish = { nickname: 'Zoë', language: 'de', theme: 'dark', density: 'compact' }
    expect((await browser.call('PUT', '/api/v1/me', wish)).body.person).toMatchObject(wish)
    expect((await browser.call('GET', session)).body.person).toMatchObject(wish)
  })

  it.each([{ role: 'admin' }, { skillIds: [1] }, { capacity: 99 }, { email: 'x@y.example' }, { enabled: true }])(
    'is not what others think of them: %j',
    async (wish) => {
      const { browser } = await invite(house, 'agent')
      expect((await browser.call('PUT', '/api/v1/me', wish)).status).toBe(400)
    },
  )
})

describe('the agents’ door', () => {
  it('opens to a session from our own page, without a token', async () => {
    const { browser, id } = await invite(house, 'agent')
    const desk = await house.socket('/agent', { cookie: browser.cookieHeader(), origin: house.url })
    desk.send({ type: 'hello', protocol: 1 })
    expect(await desk.next('welcome')).toMatchObject({ you: { kind: 'agent', agentId: id } })
    await desk.close()
  })

  it('is shut to other pages before they can say a word', async () => {
    const { browser } = await invite(house, 'agent')
    const knock = house.socket('/agent', { cookie: browser.cookieHeader(), origin: 'https://evil.example' })
    await expect(knock).rejects.toThrow(/403/)
  })

  it.each([
    ['a cookie without an origin, which no browser sends', (browser: Browser) => ({ cookie: browser.cookieHeader() })],
    ['no cookie', () => ({ origin: house.url })],
  ])('is shut to %s', async (_what, headersOf) => {
    const { browser } = await invite(house, 'agent')
    const desk = await house.socket('/agent', headersOf(browser))
    desk.send({ type: 'hello', protocol: 1 })
    expect(await desk.closed).toBe(4401)
  })

  it('shuts at once when an administrator ends the session', async () => {
    const somebody = await invite(house, 'agent')
    const desk = await openDesk(somebody.browser)
    expect((await house.call('DELETE', `${home}/people/${somebody.id}/sessions`)).status).toBe(204)
    expect(await desk.closed).toBe(4401)
  })

  it('stays open beyond eight quiet hours of requests, while somebody sits there', async () => {
    const { browser, id } = await invite(house, 'agent')
    const desk = await openDesk(browser)
    for (let n = 0; n < 10; n += 1) {
      now += hours(1)
      desk.send({ type: 'ping' })
      await desk.next('pong')
    }
    const written = async () =>
      (await house.server.storage.people.listSessions('acme' as AccountId, id as AgentId))[0]?.seenAt
    await vi.waitFor(async () => expect(await written()).toBe(now), { timeout: 5_000 })
    now += minutes(1)
    expect((await browser.call('GET', session)).status).toBe(200)
    await desk.close()
  })
})

async function openDesk(browser: Browser) {
  const desk = await house.socket('/agent', { cookie: browser.cookieHeader(), origin: house.url })
  desk.send({ type: 'hello', protocol: 1 })
  await desk.next('welcome')
  return desk
}
