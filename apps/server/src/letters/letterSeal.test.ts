import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, type AgentId, type EpochMs, hours, systemClock } from '@baton/base'
import { openSqliteStorage, type Person, type Storage } from '@baton/storage'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LinkLetter } from '../letters.ts'
import { createCarrier } from './carrier.ts'
import { createLetterSeal } from './letterSeal.ts'

const acme = 'acme' as AccountId
const [old, fresh] = ['an old secret of thirty-two letters', 'a new secret of more than thirty-two']

let directory: string
let storage: Storage
let ada: Person
let letter: LinkLetter
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baton-seal-'))
  storage = await openSqliteStorage({ directory, clock: systemClock })
  await storage.settings.createAccount({ id: acme, name: 'Acme' })
  const person = { fullName: 'Ada', nickname: 'Ada', role: 'agent', skillIds: [], capacity: 3, enabled: true } as const
  ada = await storage.settings.createPerson(acme, person)
  const expiresAt = (systemClock.now() + hours(1)) as EpochMs
  letter = { kind: 'invitation', person: ada, accountName: 'Acme', url: 'https://x.example/secret', expiresAt }
})
afterEach(async () => {
  await storage.close()
  rmSync(directory, { recursive: true, force: true })
})

it('what was sealed before SECRET_KEY was set, or with a former one, is still opened', async () => {
  const { settings } = storage
  const kept = (await createLetterSeal({ settings })).close(letter)
  const former = (await createLetterSeal({ settings, secret: old })).close(letter)
  const now = await createLetterSeal({ settings, secret: fresh, formerSecrets: [old] })
  expect(now.open(kept)).toEqual(letter)
  expect(now.open(former)).toEqual(letter)
  expect(now.open(now.close(letter))).toEqual(letter)
})

it('what was sealed with a secret that nobody names any more, or changed since, is not', async () => {
  const { settings } = storage
  const sealed = (await createLetterSeal({ settings, secret: old })).close(letter)
  const now = await createLetterSeal({ settings, secret: fresh })
  expect(() => now.open(sealed)).toThrow('SECRET_KEY_FORMER')
  const own = now.close(letter)
  expect(() => now.open(`${own.slice(0, 60)}AAAA${own.slice(64)}`)).toThrow('SECRET_KEY')
  expect(() => now.open('')).toThrow('SECRET_KEY')
})

it('a letter under way that cannot be opened any more is told to the administrators, once, and goes nowhere', async () => {
  const { settings, people } = storage
  const sealed = (await createLetterSeal({ settings, secret: old })).close(letter)
  const createdAt = systemClock.now()
  const { expiresAt } = letter
  await people.putLetter({
    id: 'l',
    accountId: acme,
    personId: ada.id,
    kind: 'invitation',
    sealed,
    createdAt,
    expiresAt,
  })
  const sent: unknown[] = []
  const log = { info() {}, warn() {}, error() {} }
  const source = { people, settings, clock: systemClock, alarm: { at: () => () => {} }, log, secret: fresh, count() {} }
  const carrier = await createCarrier(source, { send: async (one) => void sent.push(one), isFinal: () => false })
  carrier.start?.()
  await vi.waitFor(async () => expect(await people.nextLetterAt()).toBeUndefined(), 10_000)
  const [entry, ...more] = await people.listAudit(acme, { limit: 10 })
  expect(entry).toMatchObject({
    action: 'letter.lost',
    target: `person/${ada.id as AgentId}`,
    who: { kind: 'installation' },
    changes: { letter: { before: 'invitation' }, reason: { after: expect.stringContaining('SECRET_KEY_FORMER') } },
  })
  expect(more.filter(({ action }) => action === 'letter.lost')).toEqual([])
  expect(sent).toEqual([])
  await carrier.close?.()
})
