import type { AgentId, EpochMs, SkillId } from '@baton/base'
import { expect, it } from 'vitest'
import { type ApiKey, type Link, MAX_SESSIONS, type Session } from '../peopleStore.ts'
import type { Person } from '../settings.ts'
import type { Storage } from '../store.ts'
import { account, at, noon, type Open, otherAccount } from './examples.ts'

const email = 'ada@coffee.example'

export function peopleConformance(open: Open): void {
  async function given(): Promise<Storage & { readonly ada: Person }> {
    const storage = await open()
    await storage.settings.createAccount({ id: account, name: 'Coffee' })
    await storage.settings.createAccount({ id: otherAccount, name: 'Bakery' })
    return { ...storage, ada: await storage.settings.createPerson(account, newPerson({ email })) }
  }

  it('finds people by e-mail address, in one account or in all', async () => {
    const { people, settings, ada } = await given()
    const elsewhere = await settings.createPerson(otherAccount, newPerson({ email }))
    expect(await people.findByEmail(account, email)).toEqual(ada)
    expect(await people.findByEmail(account, 'nobody@coffee.example')).toBeUndefined()
    expect((await people.listByEmail(email, 10)).map(({ id }) => id)).toEqual([elsewhere.id, ada.id])
    const taken = { code: 'settings-conflict', path: '/email', rule: 'email-taken' }
    await expect(settings.createPerson(account, newPerson({ email }))).rejects.toMatchObject(taken)
    const other = await settings.createPerson(account, newPerson({ email: 'ben@coffee.example' }))
    await expect(settings.updatePerson(account, other.id, { email })).rejects.toMatchObject(taken)
    expect(await settings.updatePerson(account, ada.id, { email, capacity: 3 })).toMatchObject({ capacity: 3 })
  })

  it('keeps what people like', async () => {
    const { settings, ada } = await given()
    const preferences = { theme: 'dark', density: 'compact', language: 'de' } as const
    await settings.updatePerson(account, ada.id, { preferences })
    expect(await settings.findPerson(account, ada.id)).toMatchObject({ preferences })
  })

  it('counts the administrators who can sign in', async () => {
    const { people, settings } = await given()
    expect(await people.countAdminsWhoSignIn()).toBe(0)
    const boss = await settings.createPerson(account, newPerson({ role: 'admin', email: 'boss@coffee.example' }))
    expect(await people.countAdminsWhoSignIn()).toBe(0)
    await people.setPassword(account, boss.id, 'hash')
    expect(await people.countAdminsWhoSignIn(account)).toBe(1)
    expect(await people.countAdminsWhoSignIn(account, boss.id)).toBe(0)
    expect(await people.countAdminsWhoSignIn(otherAccount)).toBe(0)
    const provided = await settings.createPerson(otherAccount, newPerson({ role: 'admin' }))
    await people.bindSubject(otherAccount, 'https://id.example', 'sub', provided.id)
    expect(await people.countAdminsWhoSignIn()).toBe(2)
    await settings.updatePerson(account, boss.id, { enabled: false })
    expect(await people.countAdminsWhoSignIn()).toBe(1)
  })

  it('a password that is set ends all other sessions and all links of its person, and nobody else’s', async () => {
    const { people, settings, ada } = await given()
    const ben = await settings.createPerson(account, newPerson())
    for (const id of ['here', 'there']) await people.createSession(newSession(ada, id))
    await people.createSession(newSession(ben, 'bens'))
    await people.createLink(newLink(ada, 'reset'))
    expect(await people.readPassword(account, ada.id)).toBeUndefined()
    expect(await people.setPassword(account, ada.id, 'first', 'here')).toEqual(['there'])
    expect(await people.readPassword(account, ada.id)).toBe('first')
    expect(await people.findLink('reset')).toBeUndefined()
    expect(await people.setPassword(account, ada.id, 'second')).toEqual(['here'])
    expect(await people.readPassword(account, ada.id)).toBe('second')
    expect(await people.findSession('hash-bens')).toBeDefined()
  })

  it('keeps sessions until they end; of too many, the oldest goes', async () => {
    const { people, ada } = await given()
    for (let n = 0; n < MAX_SESSIONS; n += 1) await people.createSession(newSession(ada, `s${n}`, n))
    expect(await people.createSession(newSession(ada, 'new', MAX_SESSIONS))).toEqual(['s0'])
    expect(await people.findSession('hash-s0')).toBeUndefined()
    expect((await people.listSessions(account, ada.id)).slice(0, 2).map(({ id }) => id)).toEqual(['new', 's19'])
    await people.touchSession('s1', at(99))
    await people.touchSession('s1', at(98)) // was under way for longer
    expect(await people.findSession('hash-s1')).toEqual({ ...newSession(ada, 's1', 1), seenAt: at(99) })
    expect(await people.endSession(otherAccount, ada.id, 's1')).toBe(false)
    expect(await people.endSession(account, 999 as AgentId, 's1')).toBe(false)
    expect(await people.endSession(account, ada.id, 's1')).toBe(true)
    expect(await people.endSessions(account, ada.id)).toHaveLength(MAX_SESSIONS - 1)
    expect(await people.listSessions(account, ada.id)).toEqual([])
  })

  it('of two who come with one link, one gets it', async () => {
    const { people, ada } = await given()
    const link = newLink(ada, 'once')
    await people.createLink(link)
    expect(await people.findLink('once')).toEqual(link)
    expect(await Promise.all([people.takeLink('once'), people.takeLink('once')])).toEqual([link, undefined])
  })

  it('a newer link makes the older one of its kind void', async () => {
    const { people, settings, ada } = await given()
    const ben = await settings.createPerson(account, newPerson())
    for (const link of [newLink(ada, 'a'), newLink(ben, 'b'), newLink(ada, 'c')]) await people.createLink(link)
    for (const hash of ['first', 'second']) await people.createLink({ kind: 'firstRun', hash, createdAt: noon })
    expect(await people.findLink('a')).toBeUndefined()
    expect(await people.findLink('b')).toBeDefined()
    expect(await people.findLink('first')).toBeUndefined()
    expect(await people.findLink('second')).toEqual({ kind: 'firstRun', hash: 'second', createdAt: noon })
  })

  it('of the first run keeps as many earlier links as it is told, the newest', async () => {
    const { people, ada } = await given()
    await people.createLink(newLink(ada, 'reset'))
    const make = (n: number, keep?: number) =>
      people.createLink({ kind: 'firstRun', hash: `run ${n}`, createdAt: at(n) }, keep)
    const valid = async () => {
      const found = await Promise.all([1, 2, 3, 4].map((n) => people.findLink(`run ${n}`)))
      return found.flatMap((link) => (link === undefined ? [] : [link.hash]))
    }
    for (const n of [1, 2, 3]) await make(n, 2)
    expect(await valid()).toEqual(['run 1', 'run 2', 'run 3'])
    await make(4, 2)
    expect(await valid()).toEqual(['run 2', 'run 3', 'run 4'])
    await make(1)
    expect(await valid()).toEqual(['run 1'])
    expect(await people.findLink('reset')).toBeDefined()
  })

  it('of two who come with different links of the first run, one gets in', async () => {
    const { people, ada } = await given()
    await people.createLink(newLink(ada, 'reset'))
    const link = (hash: string) => ({ kind: 'firstRun', hash, createdAt: noon }) as const
    for (const hash of ['one', 'other', 'third']) await people.createLink(link(hash), 20)
    const taken = await Promise.all([people.takeLink('one'), people.takeLink('other')])
    expect(taken.filter((got) => got !== undefined)).toHaveLength(1)
    for (const hash of ['one', 'other', 'third']) expect(await people.findLink(hash)).toBeUndefined()
    expect(await people.findLink('reset')).toBeDefined()
  })

  it('of two subjects that claim a name, the first one wins', async () => {
    const { people, ada } = await given()
    await people.bindSubject(account, 'https://id.example', 'sub', ada.id)
    await people.bindSubject(account, 'https://id.example', 'sub', 999 as AgentId)
    expect(await people.findSubject(account, 'https://id.example', 'sub')).toBe(ada.id)
    expect(await people.findSubject(otherAccount, 'https://id.example', 'sub')).toBeUndefined()
    expect(await people.findSubject(account, 'https://evil.example', 'sub')).toBeUndefined()
  })

  it('keeps keys, each in its account', async () => {
    const { people } = await given()
    for (const id of ['k1', 'k2', 'k3']) await people.createKey(newKey(id))
    expect(await people.findKey('hash-k1')).toEqual(newKey('k1'))
    const [first] = await people.listKeys(account, { limit: 1 })
    expect((await people.listKeys(account, { limit: 5, after: first?.id ?? '' })).map(({ id }) => id)).toEqual([
      'k2',
      'k3',
    ])
    expect(await people.deleteKey(otherAccount, 'k1')).toBeUndefined()
    expect(await people.deleteKey(account, 'k1')).toEqual(newKey('k1'))
    expect(await people.findKey('hash-k1')).toBeUndefined()
  })

  it('lists what was changed, newest first, page by page, each account its own', async () => {
    const { people } = await given()
    const who = { kind: 'installation' } as const
    const entry = (action: string, accountId = account) => ({
      accountId,
      at: noon,
      who,
      action,
      target: 'skill/1',
      changes: { name: { before: 'a', after: 'b' } },
    })
    for (const action of ['one', 'two', 'three']) await people.writeAudit(entry(action))
    await people.writeAudit(entry('elsewhere', otherAccount))
    const newest = await people.listAudit(account, { limit: 2 })
    expect(newest).toMatchObject([entry('three'), entry('two')])
    expect(await people.listAudit(account, { limit: 2, before: newest[1]?.id ?? 0 })).toMatchObject([entry('one')])
  })

  it('lists of the record what was done to one kind of thing, or by one person', async () => {
    const { people } = await given()
    const entry = (target: string, id: number) => ({
      accountId: account,
      at: noon,
      who: { kind: 'person', id: id as AgentId, name: 'Ada' } as const,
      action: 'changed',
      target,
      changes: {},
    })
    for (const target of ['skill/1', 'person/1', 'skill/2']) await people.writeAudit(entry(target, 7))
    await people.writeAudit(entry('skill/3', 8))
    const targets = async (only: object) =>
      (await people.listAudit(account, { limit: 10, ...only })).map(({ target }) => target)
    expect(await targets({ kind: 'skill' })).toEqual(['skill/3', 'skill/2', 'skill/1'])
    expect(await targets({ personId: 7 })).toEqual(['skill/2', 'person/1', 'skill/1'])
    expect(await targets({ personId: 7, kind: 'skill' })).toEqual(['skill/2', 'skill/1'])
  })

  it('writes down a change in the commit of the change, and nothing of one that is refused', async () => {
    const { people, settings } = await given()
    const noted: unknown[] = []
    const note = (after: object | undefined, before: object | undefined) => {
      noted.push([before !== undefined, after !== undefined])
      const who = { kind: 'installation' } as const
      return { accountId: account, at: noon, who, action: 'noted', target: 'skill/1', changes: {} }
    }
    const before = (await people.listAudit(account, { limit: 200 })).length
    const times = { urgent: 1, normal: 2, prioritized: 3 }
    const wanted = { name: 'Noted', description: '', enabled: true, responseTimes: times, autoCloseMs: 4 }
    const { id } = await settings.createSkill(account, wanted, note)
    await settings.updateSkill(account, id, { description: 'x' }, note)
    await expect(settings.createSkill(account, wanted, note)).rejects.toMatchObject({ rule: 'name-taken' })
    expect(noted).toEqual([
      [false, true],
      [true, true],
    ])
    expect((await people.listAudit(account, { limit: 200 })).length - before).toBe(2)
  })

  it('leaves an administrator when two take the role from each other at once', async () => {
    const { people, settings } = await given()
    const admin = async (name: string) => {
      const person = newPerson({ role: 'admin', email: `${name}@coffee.example` })
      const { id } = await settings.createPerson(account, person)
      await people.setPassword(account, id, 'hash')
      return id
    }
    const [one, two] = [await admin('one'), await admin('two')]
    const demote = (id: AgentId) => settings.updatePerson(account, id, { role: 'agent' }, { keepAdministrator: true })
    const outcomes = await Promise.allSettled([demote(one), demote(two)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { rule: 'last-administrator', path: '/role' },
    })
    expect(await people.countAdminsWhoSignIn(account)).toBe(1)
  })

  it('counts attempts one after the other, however many come at once', async () => {
    const { people } = await given()
    const count = () =>
      people.countAttempt('x', (known) =>
        known?.failures === 3 ? undefined : { failures: (known?.failures ?? 0) + 1, lastAt: noon },
      )
    expect(await Promise.all([count(), count(), count(), count()])).toEqual([true, true, true, false])
    expect(await people.readAttempts('x')).toEqual({ failures: 3, lastAt: noon })
    await people.forgetAttempts('x')
    expect(await people.readAttempts('x')).toBeUndefined()
  })

  it('forgets what is over', async () => {
    const { people, ada } = await given()
    await people.createSession(newSession(ada, 'old'))
    await people.createLink(newLink(ada, 'old'))
    await people.createLink({ kind: 'firstRun', hash: 'stays', createdAt: noon })
    await people.countAttempt('old', () => ({ failures: 1, lastAt: noon }))
    await people.forgetOld(at(999), at(1))
    expect(await people.findSession('hash-old')).toBeDefined()
    expect(await people.readAttempts('old')).toBeUndefined()
    await people.forgetOld(at(1_000), at(1))
    expect(await people.findSession('hash-old')).toBeUndefined()
    expect(await people.findLink('old')).toBeUndefined()
    expect(await people.findLink('stays')).toBeDefined()
  })
}

const newPerson = (change: Partial<Person> = {}): Omit<Person, 'id' | 'accountId'> => ({
  fullName: 'Ada Lovelace',
  nickname: 'Ada',
  role: 'agent',
  skillIds: [] as SkillId[],
  capacity: 1,
  enabled: true,
  ...change,
})

const newSession = ({ accountId, id: personId }: Person, id: string, createdAt = 0): Session => ({
  id,
  hash: `hash-${id}`,
  accountId,
  personId,
  createdAt: at(createdAt),
  seenAt: at(createdAt),
  endsAt: at(1_000),
  device: { userAgent: 'Browser', address: '192.0.2.1' },
})

const newLink = ({ accountId, id: personId }: Person, hash: string): Link => ({
  kind: 'reset',
  hash,
  accountId,
  personId,
  createdAt: noon,
  expiresAt: at(1_000) as EpochMs,
})

const newKey = (id: string): ApiKey => ({
  id,
  accountId: account,
  hash: `hash-${id}`,
  name: id,
  scopes: ['readSkills'],
  createdAt: noon,
  expiresAt: at(10),
})
