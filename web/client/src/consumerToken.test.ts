import { beforeEach, describe, expect, it } from 'vitest'
import { createTokenKeeper } from './consumerToken.ts'
import { completeEnvironment, memoryStorage } from './environment.ts'
import { type IdentitySource, subjectOf } from './identity.ts'

const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const jwt = (sub: string, more: object = {}) =>
  `${text({ alg: 'ES256' })}.${text({ iss: 'shop', sub, ...more })}.signature`

/** What was asked, and what the server answers: a token per consumer, good for a minute. */
const asked: { readonly token?: string; readonly identity?: string }[] = []
let refuses: (body: { token?: string; identity?: string }) => number | undefined = () => undefined
let made = 0
let now = 0

async function fetchFrom(_url: string, { body }: { body: string }) {
  const wish = JSON.parse(body) as { token?: string; identity?: string }
  asked.push({ ...(wish.token && { token: wish.token }), ...(wish.identity && { identity: wish.identity }) })
  const status = refuses(wish) ?? 200
  made += 1
  const consumerId = wish.identity === undefined ? (wish.token ?? `guest-${made}`) : `known-${subjectOf(wish.identity)}`
  const token = `${made}:${wish.identity === undefined ? 'anonymous' : 'known'}`
  return { status, ok: status === 200, json: async () => ({ token, expiresAt: now + 60_000, consumerId }) }
}

function keeperWith(identity: IdentitySource | undefined, storage = memoryStorage()) {
  const given = { fetch: fetchFrom as unknown as typeof fetch, storage, now: () => now }
  const environment = completeEnvironment({ ...given, WebSocket: class {} } as never)
  const options = { url: 'http://server', account: 'a', entryPoint: 'e', environment, storageKey: 'token' }
  return createTokenKeeper({ ...options, ...(identity && { identity }) })
}

beforeEach(() => {
  asked.length = 0
  refuses = () => undefined
  made = 0
  now = 0
})

describe('a consumer whom the brand signs in', () => {
  it('is signed in by the brand’s token, and the kept one serves until it ends', async () => {
    const storage = memoryStorage()
    const token = await keeperWith(async () => jwt('7'), storage).get(false)
    expect(asked).toEqual([{ identity: jwt('7') }])
    // Another page view, with a token that was made anew for the same person.
    expect(await keeperWith(async () => jwt('7', { jti: 2 }), storage).get(false)).toBe(token)
    expect(asked).toHaveLength(1)
    now = 60_001
    expect(await keeperWith(async () => jwt('7'), storage).get(false)).not.toBe(token)
  })

  it('brings the anonymous token along, so that the conversation goes on as theirs', async () => {
    const keeper = keeperWith(undefined)
    const anonymous = await keeper.get(false)
    keeper.identify(async () => jwt('7'))
    await keeper.get(false)
    expect(asked.at(-1)).toEqual({ token: anonymous, identity: jwt('7') })
  })

  it('leaves nothing behind when they sign out, or another one signs in', async () => {
    const keeper = keeperWith(async () => jwt('7'))
    const theirs = await keeper.get(false)
    keeper.identify(undefined)
    await keeper.get(false)
    expect(asked.at(-1)).toEqual({})
    keeper.identify(async () => jwt('7'))
    await keeper.get(false)
    keeper.identify(async () => jwt('8'))
    await keeper.get(false)
    expect(asked.at(-1)).toEqual({ identity: jwt('8') })
    expect(asked.some(({ token }) => token === theirs)).toBe(false)
  })

  it('is asked for a fresh token when the kept one is renewed, and stays signed in while the brand has none that is good', async () => {
    let serial = 0
    const keeper = keeperWith(async () => jwt('7', { jti: ++serial }))
    const first = await keeper.get(false)
    await keeper.renew()
    expect(asked.at(-1)).toEqual({ token: first, identity: jwt('7', { jti: 2 }) })
    refuses = ({ identity }) => (identity === undefined ? undefined : 401)
    const second = asked.length
    await keeper.renew()
    expect(asked.slice(second).at(-1)).toEqual({ token: expect.stringMatching(/known$/) })
  })

  it('can still write, as somebody unknown, where the account takes no such tokens', async () => {
    refuses = ({ identity }) => (identity === undefined ? undefined : 422)
    expect(await keeperWith(async () => jwt('7')).get(false)).toMatch(/anonymous$/)
  })

  it('waits, and is nobody else meanwhile, when the page cannot give its token', async () => {
    const keeper = keeperWith(async () => {
      throw new Error('the page’s own server is gone')
    })
    await expect(keeper.get(false)).rejects.toThrow('gone')
    expect(asked).toEqual([])
  })
})

it('reads of a token whom it is about, and nothing of what is no token', () => {
  expect(subjectOf(jwt('é ü'))).toBe(subjectOf(jwt('é ü', { exp: 1 })))
  expect(subjectOf(jwt('7'))).not.toBe(subjectOf(jwt('8')))
  for (const wrong of ['', 'a.b.c', 'x', `x.${text({})}.y`, `x.${text({ sub: 7 })}.y`])
    expect(subjectOf(wrong)).toBeUndefined()
})
