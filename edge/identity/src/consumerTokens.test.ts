import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, type EntryPointId, type EpochMs, hours, minutes } from '@baton/base'
import { openSqliteStorage, type Storage } from '@baton/storage'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CONSUMER_SESSION_MS, CONSUMER_TOKEN_MS, type ConsumerTokens, createConsumerTokens } from './consumerTokens.ts'

const START = 1_800_000_000_000
let now = START
const clock = { now: () => now as EpochMs }
const SECRET = 'a secret of the operator, long enough'
const shop = 'https://shop.example'
const acme = { accountId: 'acme' as AccountId, entryPointId: 'web' as EntryPointId, origin: shop }

const directory = mkdtempSync(join(tmpdir(), 'baton-identity-'))
let storage: Storage
let tokens: ConsumerTokens
beforeAll(async () => {
  storage = await openSqliteStorage({ directory, clock })
  tokens = await createConsumerTokens(storage.settings, clock, SECRET)
})
afterAll(async () => {
  await storage.close()
  rmSync(directory, { recursive: true })
})

const issue = () => {
  now = START
  return tokens.issue(acme)
}
const parts = (token: string) => token.split('.') as [string, string, string]
const claimsOf = (token: string) => JSON.parse(Buffer.from(parts(token)[1], 'base64url').toString())
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

it('messaging §0: a token is good for ten minutes, and says who, where and from which page', async () => {
  const { token, session } = await issue()
  expect(session.expiresAt).toBe(START + CONSUMER_TOKEN_MS)
  expect(await tokens.verify(token, shop)).toEqual({ ok: true, value: session })
  now = START + minutes(10) - 1
  expect(await tokens.verify(token, shop)).toMatchObject({ ok: true })
  now = START + minutes(10)
  expect(await tokens.verify(token, shop)).toEqual({ ok: false, error: 'token-expired' })
})

it('messaging R7.4: a renewed token is the same consumer, also after the old one expired', async () => {
  const { token, session } = await issue()
  now = START + hours(100)
  const renewed = await tokens.renew(token, acme)
  if (!renewed.ok) throw new Error(renewed.error)
  expect(renewed.value.session).toMatchObject({ consumerId: session.consumerId, startedAt: START })
  expect(await tokens.verify(renewed.value.token, shop)).toMatchObject({ ok: true })
})

it('messaging §0: renewals end 730 hours after the first sign-in, however often they were made', async () => {
  let { token } = await issue()
  for (const at of [300, 600, 729]) {
    now = START + hours(at)
    const renewed = await tokens.renew(token, acme)
    if (!renewed.ok) throw new Error(renewed.error)
    token = renewed.value.token
  }
  now = START + CONSUMER_SESSION_MS - minutes(5)
  const last = await tokens.renew(token, acme)
  expect(last.ok && last.value.session.expiresAt).toBe(START + CONSUMER_SESSION_MS)
  now = START + CONSUMER_SESSION_MS
  expect(await tokens.renew(token, acme)).toEqual({ ok: false, error: 'token-expired' })
})

it('refuses a token that is used from another page, or from none', async () => {
  const { token } = await issue()
  expect(await tokens.verify(token, 'https://evil.example')).toEqual({ ok: false, error: 'origin-not-allowed' })
  expect(await tokens.verify(token, undefined)).toEqual({ ok: false, error: 'origin-not-allowed' })
  expect(await tokens.renew(token, { ...acme, origin: 'https://evil.example' })).toEqual({
    ok: false,
    error: 'origin-not-allowed',
  })
})

it('refuses to renew a token for another account or another entry point', async () => {
  const { token } = await issue()
  const foreign = { ...acme, accountId: 'other' as AccountId }
  expect(await tokens.renew(token, foreign)).toEqual({ ok: false, error: 'token-invalid' })
  const elsewhere = { ...acme, entryPointId: 'app' as EntryPointId }
  expect(await tokens.renew(token, elsewhere)).toEqual({ ok: false, error: 'token-invalid' })
})

it('messaging R7.5: refuses alg none, another algorithm and another key, with otherwise perfect claims', async () => {
  const { token } = await issue()
  const [header, payload, signature] = parts(token)
  const claims = claimsOf(token)
  const none = `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`
  const hs512 = await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64))
  const foreignKey = `${header}.${payload}.${createHmac('sha256', 'guessed').update(`${header}.${payload}`).digest('base64url')}`
  const changed = `${header}.${encoded({ ...claims, sub: 'somebody-else' })}.${signature}`
  for (const bad of [none, `${none}${signature}`, hs512, foreignKey, changed]) {
    expect(await tokens.verify(bad, shop), bad).toEqual({ ok: false, error: 'token-invalid' })
    expect(await tokens.renew(bad, acme), bad).toEqual({ ok: false, error: 'token-invalid' })
  }
})

it.each(['', '.', '..', 'a.b.c', 'x'.repeat(10), `${'x'.repeat(2_000_000)}.y.z`, '\u0000', 'e30.e30.e30'])(
  'refuses what is no token without a fault: %.20s',
  async (bad) => {
    expect(await tokens.verify(bad, shop)).toEqual({ ok: false, error: 'token-invalid' })
  },
)

it('refuses a token that another installation signed, and knows its own again after a restart', async () => {
  const { token } = await issue()
  const other = await createConsumerTokens(storage.settings, clock, `${SECRET}!`)
  expect(await other.verify(token, shop)).toEqual({ ok: false, error: 'token-invalid' })
  const again = await createConsumerTokens(storage.settings, clock, SECRET)
  expect(await again.verify(token, shop)).toMatchObject({ ok: true })
})

it('keeps the key that it made, when the operator gave no secret', async () => {
  now = START
  const first = await createConsumerTokens(storage.settings, clock, undefined)
  const second = await createConsumerTokens(storage.settings, clock, undefined)
  const { token } = await first.issue(acme)
  expect(await second.verify(token, shop)).toMatchObject({ ok: true })
})
