import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import { changesOf } from './audit.ts'

let house: TestServer
let acme: Acme
let admin: Somebody
beforeAll(async () => {
  house = await openServer()
  acme = await foundAcme(house)
  admin = await invite(house, 'admin')
})
afterAll(() => house?.stop())

const home = '/api/v1/accounts/acme'
const newest = async () => (await admin.browser.call('GET', `${home}/audit?limit=1`)).body.items[0]

describe('what administrators change', () => {
  it.each<[string, string, string, object | undefined, string]>([
    ['account', 'PATCH', '', { name: 'Acme & Sons' }, 'account.changed'],
    ['new skill', 'POST', '/skills', { name: 'Sales' }, 'skill.created'],
    ['skill', 'PATCH', '/skills/:skill', { description: 'x' }, 'skill.changed'],
    ['export', 'GET', '/exports/messages.csv', undefined, 'conversations.exported'],
  ])('is written down with who did it: %s', async (_what, method, path, body, action) => {
    const at = path.replace(':skill', String(acme.skillId))
    const answer = await admin.browser.call(method, `${home}${at}`, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    expect(await newest()).toMatchObject({ action, who: { kind: 'person', id: admin.id, name: 'admin of acme' } })
  })

  it('is told with what was before and after, and no secret', async () => {
    await house.call('PATCH', `${home}/people/${acme.agentId}`, { nickname: 'Before' })
    await house.call('PATCH', `${home}/people/${acme.agentId}`, { nickname: '<b>After</b>' })
    expect(await newest()).toMatchObject({
      who: { kind: 'installation' },
      target: `person/${acme.agentId}`,
      changes: { nickname: { before: 'Before', after: '<b>After</b>' } },
    })
    const oidc = { issuer: 'https://id.example', clientId: 'baton', clientSecret: 'do-not-tell', name: 'Login' }
    const set = await house.call('PATCH', home, { oidc })
    expect(set.status).toBe(200)
    expect(set.text + (await house.call('GET', home)).text).not.toContain('do-not-tell')
    const { text } = await admin.browser.call('GET', `${home}/audit?limit=200`)
    expect(text).toContain('https://id.example')
    expect(text).not.toMatch(/do-not-tell|baton_[\w-]{43}|argon2/)
    expect((await house.call('PATCH', home, { oidc: null })).body.oidc).toBeUndefined()
  })

  it('is told page by page, each entry once', async () => {
    const ids: number[] = []
    let next: number | undefined
    do {
      const { body } = await house.call('GET', `${home}/audit?limit=3${next === undefined ? '' : `&after=${next}`}`)
      ids.push(...body.items.map(({ id }: { id: number }) => id))
      next = body.next
    } while (next !== undefined)
    expect(ids.length).toBeGreaterThan(10)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
  })

  it('hides what is called a secret, however deep it lies', () => {
    const before = { config: { url: 'a', auth: { clientSecret: 'x' } }, token: 'y', id: 1 }
    const after = { config: { url: 'b', auth: { clientSecret: 'z' } }, token: 'w', id: 2 }
    expect(changesOf(before, after)).toEqual({
      config: {
        before: { url: 'a', auth: { clientSecret: '(hidden)' } },
        after: { url: 'b', auth: { clientSecret: '(hidden)' } },
      },
      token: { before: '(hidden)', after: '(hidden)' },
    })
    expect(changesOf({ a: 1 }, { a: 1 })).toEqual({})
  })
})

describe('nobody gives away more than they have', () => {
  const keyWith = async (...scopes: string[]) =>
    (await house.make<{ key: string }>('/accounts/acme/keys', { name: 'k', scopes })).key
  const above = { status: 403, body: { error: { code: 'above-own-rights' } } }

  it('a key for people makes no administrators, and lays no hand on one', async () => {
    const key = await keyWith(
      'managePeople',
      'answer',
      'readConversations',
      'readPeople',
      'readSkills',
      'readAccount',
      'readEntryPoints',
    )
    const call = (method: string, path: string, body?: object) => house.call(method, `${home}${path}`, body, key)
    const person = { fullName: 'x', nickname: 'x', role: 'admin' }
    expect(await call('POST', '/people', person)).toMatchObject(above)
    expect((await call('POST', '/people', { ...person, role: 'agent' })).status).toBe(201)
    expect(await call('PATCH', `/people/${acme.agentId}`, { role: 'admin' })).toMatchObject(above)
    expect(await call('PATCH', `/people/${admin.id}`, { email: 'mine@evil.example' })).toMatchObject(above)
    expect(await call('POST', `/people/${admin.id}/reset`)).toMatchObject(above)
    expect(await call('DELETE', `/people/${admin.id}/sessions`)).toMatchObject(above)
  })

  it('a key for keys gives no scope that it has not, and no administrator’s token', async () => {
    const key = await keyWith('manageKeys')
    const wider = { name: 'wider', scopes: ['manageKeys', 'managePeople'] }
    expect(await house.call('POST', `${home}/keys`, wider, key)).toMatchObject(above)
    expect(await house.call('POST', `${home}/tokens`, { kind: 'admin', name: 'x' }, key)).toMatchObject(above)
  })

  it('a key ends when it says, and when it is deleted', async () => {
    const past = { name: 'k', scopes: ['readSkills'], expiresAt: Date.now() - 1 }
    expect((await house.call('POST', `${home}/keys`, past)).status).toBe(422)
    const made = await house.make<{ id: number; key: string }>('/accounts/acme/keys', {
      name: 'k',
      scopes: ['readSkills'],
    })
    expect((await house.call('GET', `${home}/skills`, undefined, made.key)).status).toBe(200)
    expect((await house.call('DELETE', `${home}/keys/${made.id}`)).status).toBe(204)
    expect((await house.call('GET', `${home}/skills`, undefined, made.key)).status).toBe(401)
  })

  it('the last administrator of an account cannot leave it without one', async () => {
    await foundAcme(house, 'lone')
    const lone = await invite(house, 'admin', 'lone')
    const leave = { role: 'agent' }
    const path = `/api/v1/accounts/lone/people/${lone.id}`
    expect(await lone.browser.call('PATCH', path, leave)).toMatchObject({ status: 409 })
    expect(await lone.browser.call('PATCH', path, { enabled: false })).toMatchObject({ status: 409 })
    await invite(house, 'admin', 'lone')
    expect((await lone.browser.call('PATCH', path, leave)).status).toBe(200)
  })
})
