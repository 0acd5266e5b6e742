import { RIGHTS, type Right, type Role, rightsOf } from '@baton/identity'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { invite, type Somebody } from '../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import { ROUTE_RIGHTS, type RouteRight, rightFor } from './routeRights.ts'

// Every route, every role, two accounts, on a machine that may be busy.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 120_000 })

/** Every route of the running server, as it was written; collected while it was built. */
const routes: { readonly method: string; readonly url: string }[] = []
const ROLES: readonly Role[] = ['admin', 'manager', 'agent', 'builder']

let house: TestServer
let acme: Acme
let other: Acme
const acmes = new Map<Role, Somebody>()
const others = new Map<Role, Somebody>()
const ids = new Map<string, string | number>()

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false }, onRoute: (route) => void routes.push(route) })
  acme = await foundAcme(house)
  other = await foundAcme(house, 'other')
  for (const role of ROLES) {
    acmes.set(role, await invite(house, role))
    others.set(role, await invite(house, role, 'other'))
  }
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  ids.set('conversations', conversationId)
  const talk = await house.call('GET', `/api/v1/accounts/acme/conversations/${conversationId}`)
  ids.set('consumers', talk.body.consumerId)
  ids.set('saved-replies', (await house.make('/accounts/acme/saved-replies', { title: 'Hi', text: 'Hi' })).id)
  ids.set('bot-groups', (await house.make('/accounts/acme/bot-groups', { name: 'Shop' })).id)
  ids.set('environments', (await house.make('/accounts/acme/environments', { name: 'Tests' })).id)
  const article = { knowledgeBase: 'Help', title: 'Hours' }
  ids.set('articles', (await house.make('/accounts/acme/articles', article)).id)
  const card = { name: 'Tea', content: { kind: 'structured', structured: { type: 'text', text: 'Tea' } } }
  ids.set('saved-cards', (await house.make('/accounts/acme/saved-cards', card)).id)
  ids.set('tags', (await house.make('/accounts/acme/tags', { name: 'Refund' })).id)
  const credential = { name: 'Shop', kind: 'basic', facts: { username: 'a' }, secrets: { password: 'b' } }
  ids.set('credentials', (await house.make('/accounts/acme/credentials', credential)).id)
  ids.set('functions', (await house.make('/accounts/acme/functions', { name: 'F', code: 'x' })).id)
  await socket.close()
  const config = { baseUrl: 'https://bots.example', botId: 'helper' }
  ids.set('bots', (await house.make('/accounts/acme/bots', { name: 'Helper', nickname: 'Helper', config })).id)
  ids.set('skills', acme.skillId)
  ids.set('people', acme.agentId)
  ids.set('entry-points', 'web')
  ids.set('tokens', (await house.call('GET', '/api/v1/accounts/acme/tokens')).body.items[0].id)
  const key = { name: 'k', scopes: ['readSkills'] }
  ids.set('keys', (await house.make<{ id: string }>('/accounts/acme/keys', key)).id as unknown as string)
})
afterAll(() => house?.stop())

/** The address of a route with ids of Acme in it. */
function addressOf(url: string): string {
  const what = /:accountId\/([a-z-]+)/.exec(url)?.[1] ?? ''
  return url
    .replace(':accountId', 'acme')
    .replace(':version', '1')
    .replace(':turnId', '1')
    .replace(':sessionId', 'none')
    .replace(/:[a-zA-Z]+/, String(ids.get(what) ?? 'none'))
    .replace('*', 'x')
}

const guarded = (): { method: string; url: string; right: Exclude<RouteRight, 'everyone'> }[] =>
  routes.flatMap(({ method, url }) => {
    const right = rightFor(method, url)
    return right === undefined || right === 'everyone' || method === 'HEAD' ? [] : [{ method, url, right }]
  })

const isRight = (right: RouteRight): right is Right => (RIGHTS as readonly string[]).includes(right)

/** Good enough to get behind the guard, too bad to change anything: a field that belongs nowhere. */
const bodyFor = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : { nowhere: true })

describe('the list of rights', () => {
  it('names a right for every route that the server has, and no route that it has not', () => {
    expect(routes.length).toBeGreaterThan(50)
    const nameless = routes.filter(({ method, url }) => rightFor(method, url) === undefined)
    expect(nameless).toEqual([])
    const there = new Set(routes.map(({ method, url }) => `${method} ${url.length > 1 ? url.replace(/\/$/, '') : url}`))
    expect(Object.keys(ROUTE_RIGHTS).filter((route) => !there.has(route))).toEqual([])
  })

  it('names a right for every operation of the API’s description', async () => {
    const { body } = await house.call('GET', '/api/openapi.json', undefined, null)
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => ({
        method: method.toUpperCase(),
        url: path.replace(/\{(\w+)\}/g, ':$1'),
      })),
    )
    expect(described.length).toBeGreaterThan(40)
    expect(described.filter(({ method, url }) => rightFor(method, url) === undefined)).toEqual([])
  })

  it('is asked with the names that every object has, and knows none of them', () => {
    for (const name of ['constructor', 'toString', '__proto__']) expect(rightFor('GET', name)).toBeUndefined()
  })
})

describe('every guarded route', () => {
  it('is closed to strangers, and to tokens and cookies that are none', async () => {
    for (const { method, url } of guarded()) {
      const [path, name] = [addressOf(url), `${method} ${url}`]
      expect((await house.call(method, path, bodyFor(method), null)).status, name).toBe(401)
      expect((await house.call(method, path, bodyFor(method), 'baton_x')).status, name).toBe(401)
      const cookie = { cookie: `baton_session=${'A'.repeat(43)}`, origin: house.url }
      expect((await fetch(`${house.url}${path}`, { method, headers: cookie })).status, name).toBe(401)
    }
  })

  it.each(ROLES)('opens to a person who is %s exactly where the role has the right', async (role) => {
    const { browser } = acmes.get(role) as Somebody
    const held = new Set<string>([...rightsOf(role)])
    for (const { method, url, right } of guarded()) {
      if (right === 'self') continue
      const { status } = await browser.call(method, addressOf(url), bodyFor(method))
      const name = `${method} ${url} as ${role}`
      if (right === 'anybody' || (isRight(right) && held.has(right))) expect([401, 403], name).not.toContain(status)
      else expect(status, name).toBe(403)
    }
  })

  it.each(ROLES)('of another account looks like nothing to a person who is %s there', async (role) => {
    const { browser } = others.get(role) as Somebody
    for (const { method, url, right } of guarded()) {
      if (!isRight(right)) continue
      const { status } = await browser.call(method, addressOf(url), bodyFor(method))
      expect(status, `${method} ${url} as another account’s ${role}`).toBe(404)
    }
  })

  it('gives nothing of one account under another’s address', async () => {
    const { browser } = others.get('admin') as Somebody
    for (const { method, url, right } of guarded()) {
      if (!isRight(right) || !/accountId\/[a-z-]+\/:id/.test(url) || /sessions/.test(url)) continue
      if (/entry-points/.test(url)) continue // both have one called `web`
      const path = addressOf(url).replace('/acme', '/other')
      const { status } = await browser.call(method, path, validBodyFor(method, url))
      expect(status, `${method} ${path}`).toBe(404)
    }
  })

  it('opens to a key exactly where it has the scope', async () => {
    for (const right of RIGHTS) {
      const { key } = await house.make<{ key: string }>('/accounts/acme/keys', { name: right, scopes: [right] })
      for (const route of guarded()) {
        const { status, body } = await house.call(route.method, addressOf(route.url), bodyFor(route.method), key)
        const name = `${route.method} ${route.url} with ${right}`
        // Behind the guard it may still meet somebody who may do more than it.
        if (route.right === right || route.right === 'anybody')
          expect([401, 'not-permitted'], name).not.toContain(body?.error?.code ?? status)
        else expect(status, name).toBe(403)
      }
    }
  })
})

function validBodyFor(method: string, url: string): object | undefined {
  if (method === 'GET' || method === 'DELETE') return undefined
  if (url.endsWith('/draft')) return { definition: {} }
  if (url.endsWith('/publish')) return { hash: 'x' }
  if (url.endsWith('/fields')) return { fields: [] }
  if (url.endsWith('/status')) return { status: 'away' }
  if (url.endsWith('/transfer')) return { skillId: other.skillId }
  return url.endsWith('/priority') ? { priority: 'urgent' } : {}
}
