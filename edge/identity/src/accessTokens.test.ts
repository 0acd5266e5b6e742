import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, type AgentId, systemClock } from '@baton/base'
import { openSqliteStorage, type Storage } from '@baton/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AccessTokens, createAccessTokens, makeAccessToken } from './accessTokens.ts'

const directory = mkdtempSync(join(tmpdir(), 'baton-identity-'))
const accountId = 'acme' as AccountId
let storage: Storage
let access: AccessTokens
let personId: AgentId
beforeAll(async () => {
  storage = await openSqliteStorage({ directory, clock: systemClock })
  access = createAccessTokens(storage.settings, storage.people, systemClock)
  await storage.settings.createAccount({ id: accountId, name: 'Acme' })
  const person = { fullName: 'Ada', nickname: 'Ada', role: 'agent', skillIds: [], capacity: 1, enabled: true } as const
  personId = (await storage.settings.createPerson(accountId, person)).id
})
afterAll(async () => {
  await storage.close()
  rmSync(directory, { recursive: true })
})

it('knows a token again, and whom it speaks for', async () => {
  const admin = await access.create({ accountId, kind: 'admin', name: 'ci' })
  expect(await access.find(admin.token)).toEqual({ kind: 'admin', accountId, tokenId: admin.kept.id, name: 'ci' })
  const agent = await access.create({ accountId, kind: 'agent', personId, name: 'desk' })
  expect(await access.find(agent.token)).toEqual({
    kind: 'agent',
    accountId,
    personId,
    tokenId: agent.kept.id,
    name: 'desk',
  })
})

it('knows no other token, and none that was deleted', async () => {
  const { token, kept } = await access.create({ accountId, kind: 'admin', name: 'ci' })
  const changed = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
  for (const bad of [changed, '', 'baton_', makeAccessToken(), token.toUpperCase(), kept.hash, `${token} `]) {
    expect(await access.find(bad), bad).toBeUndefined()
  }
  await storage.settings.deleteToken(accountId, kept.id)
  expect(await access.find(token)).toBeUndefined()
})

it('lets the first token have the installation, and no second one', async () => {
  const [first, second] = [makeAccessToken(), makeAccessToken()]
  expect(await access.hasInstallationToken()).toBe(false)
  expect(await access.claimInstallation(first)).toBe(true)
  expect(await access.claimInstallation(second)).toBe(false)
  expect(await access.find(first)).toEqual({ kind: 'installation' })
  expect(await access.find(second)).toBeUndefined()
})

it('keeps no token in the database, only its hash', async () => {
  const { token } = await access.create({ accountId, kind: 'admin', name: 'ci' })
  const bytes = ['baton.db', 'baton.db-wal']
    .map((file) => readFileSync(join(directory, file)).toString('latin1'))
    .join('')
  expect(bytes).toContain('token')
  expect(bytes).not.toContain(token)
})
