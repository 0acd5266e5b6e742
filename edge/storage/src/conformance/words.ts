import type { AgentId, EntryPointId, SkillId, TagId } from '@baton/base'
import type { OpeningHours } from '@baton/routing'
import { expect, it } from 'vitest'
import { MAX_ACCOUNT_TAGS, MAX_SAVED_CARDS } from '../wordsStore.ts'
import {
  account,
  agent,
  at,
  conversationId,
  message,
  noon,
  numberedId,
  type Open,
  opening,
  openMany,
  otherAccount,
  row,
} from './examples.ts'

const conflict = (path: string, rule: string) => ({ code: 'settings-conflict', path, rule })
const always: OpeningHours = { timeZone: 'Europe/Berlin', week: [], special: [] }

export function wordsConformance(open: Open): void {
  async function given() {
    const storage = await open()
    const { settings, words } = storage
    await settings.createAccount({ id: account, name: 'Coffee' })
    await settings.createAccount({ id: otherAccount, name: 'Bakery' })
    const skill = await settings.createSkill(account, {
      name: 'Orders',
      description: '',
      enabled: true,
      responseTimes: { urgent: 1, normal: 2, prioritized: 3 },
      autoCloseMs: 4,
    })
    await settings.createEntryPoint(account, {
      id: 'web' as EntryPointId,
      name: 'Web',
      skillId: skill.id,
      origins: [],
      language: 'en',
      enabled: true,
      title: '',
    })
    return { storage, words, skillId: skill.id }
  }

  it('keeps saved replies, page by page, and takes fields away', async () => {
    const { words, skillId } = await given()
    const first = await words.createSavedReply(account, {
      title: 'Thanks',
      text: 'Thank you, {{consumer.name}}.',
      shortcut: 'ty',
      language: 'en',
      skillIds: [skillId],
    })
    const second = await words.createSavedReply(account, { title: 'Bye', text: 'Bye.', skillIds: [] })
    expect(await words.listSavedReplies(account, { limit: 1 })).toEqual([first])
    expect(await words.listSavedReplies(account, { limit: 10, after: first.id })).toEqual([second])
    const plain = await words.updateSavedReply(account, first.id, { shortcut: undefined, skillIds: [] })
    expect(plain).toEqual({
      id: first.id,
      accountId: account,
      title: 'Thanks',
      text: first.text,
      language: 'en',
      skillIds: [],
    })
    expect(await words.findSavedReply(account, first.id)).toEqual(plain)
    expect(await words.deleteSavedReply(account, second.id)).toBe(true)
    expect(await words.deleteSavedReply(account, second.id)).toBe(false)
  })

  it('keeps saved cards, each under a name of its own', async () => {
    const { words } = await given()
    const content = { kind: 'structured', structured: { type: 'text', text: 'Tea' } } as const
    const tea = await words.createSavedCard(account, { name: 'Tea', content })
    const replies = { kind: 'text', text: 'Tea?' } as const
    const other = await words.createSavedCard(account, { name: 'Coffee', content: replies })
    expect(await words.listSavedCards(account, { limit: 1 })).toEqual([tea])
    expect(await words.listSavedCards(account, { limit: 10, after: tea.id })).toEqual([other])
    await expect(words.createSavedCard(account, { name: 'Tea', content })).rejects.toMatchObject(
      conflict('/name', 'name-taken'),
    )
    await expect(words.updateSavedCard(account, other.id, { name: 'Tea' })).rejects.toMatchObject(
      conflict('/name', 'name-taken'),
    )
    expect(await words.updateSavedCard(account, tea.id, { name: 'Tea', content: replies })).toEqual({
      ...tea,
      content: replies,
    })
    expect(await words.findSavedCard(otherAccount, tea.id)).toBeUndefined()
    expect(await words.deleteSavedCard(otherAccount, tea.id)).toBe(false)
    expect(await words.deleteSavedCard(account, tea.id)).toBe(true)
    expect(await words.findSavedCard(account, tea.id)).toBeUndefined()
    for (let n = 1; n < MAX_SAVED_CARDS; n += 1) await words.createSavedCard(account, { name: `card ${n}`, content })
    await expect(words.createSavedCard(account, { name: 'one more', content })).rejects.toMatchObject({
      rule: 'too-many',
    })
  })

  it('keeps a shortcut unique for each language', async () => {
    const { words } = await given()
    const reply = { title: 'Hi', text: 'Hi', shortcut: 'hi', skillIds: [] }
    const english = await words.createSavedReply(account, { ...reply, language: 'en' })
    await words.createSavedReply(account, { ...reply, language: 'de' })
    await expect(words.createSavedReply(account, { ...reply, language: 'en' })).rejects.toMatchObject(
      conflict('/shortcut', 'shortcut-taken'),
    )
    expect(await words.updateSavedReply(account, english.id, { text: 'Hello' })).toMatchObject({ text: 'Hello' })
    await expect(words.updateSavedReply(account, english.id, { language: 'de' })).rejects.toMatchObject(
      conflict('/shortcut', 'shortcut-taken'),
    )
    await expect(words.createSavedReply(account, { ...reply, skillIds: [99 as SkillId] })).rejects.toMatchObject(
      conflict('/skillIds/0', 'unknown-reference'),
    )
  })

  it('shows nothing of one account to another', async () => {
    const { words } = await given()
    const reply = await words.createSavedReply(account, { title: 'Hi', text: 'Hi', skillIds: [] })
    const tag = await words.createTag(account, { name: 'Refund', colour: 'red' })
    expect(await words.findSavedReply(otherAccount, reply.id)).toBeUndefined()
    expect(await words.updateSavedReply(otherAccount, reply.id, { text: 'x' })).toBeUndefined()
    expect(await words.deleteSavedReply(otherAccount, reply.id)).toBe(false)
    expect(await words.listTags(otherAccount, { limit: 10 })).toEqual([])
    expect(await words.updateTag(otherAccount, tag.id, { name: 'x' })).toBeUndefined()
    expect(await words.listAutomaticMessages(otherAccount)).toEqual([])
  })

  it('keeps tags with names of their own, and retires them', async () => {
    const { words } = await given()
    const tag = await words.createTag(account, { name: 'Refund', colour: 'red' })
    await expect(words.createTag(account, { name: 'Refund', colour: 'teal' })).rejects.toMatchObject(
      conflict('/name', 'name-taken'),
    )
    expect(await words.updateTag(account, tag.id, { retired: true })).toEqual({ ...tag, retired: true })
    for (let n = 1; n < MAX_ACCOUNT_TAGS; n += 1) await words.createTag(account, { name: `tag ${n}`, colour: 'grey' })
    await expect(words.createTag(account, { name: 'one more', colour: 'grey' })).rejects.toMatchObject({
      rule: 'too-many',
    })
  })

  it('shows the tags of a conversation wherever it is listed', async () => {
    const { storage } = await given()
    const { conversations } = storage
    await conversations.commit(opening())
    await conversations.commit(message(1, { tags: [3, 5] as TagId[] }))
    expect((await conversations.list({ accountId: account, limit: 5 })).items).toMatchObject([{ tags: [3, 5] }])
    await conversations.commit(message(2, {}))
    await conversations.commit(message(3, { tags: [5] as TagId[] }))
    expect((await conversations.list({ accountId: account, limit: 5 })).items).toMatchObject([{ tags: [5] }])
  })

  it('keeps automatic messages by kind, entry point or skill, and language', async () => {
    const { words, storage, skillId } = await given()
    const web = 'web' as EntryPointId
    await words.setAutomaticMessage(account, { kind: 'welcome', text: 'Hello' })
    await words.setAutomaticMessage(account, { kind: 'welcome', entryPointId: web, language: 'de', text: 'Hallo' })
    await words.setAutomaticMessage(account, { kind: 'welcome', text: 'Good day' })
    expect((await words.listAutomaticMessages(account)).toSorted((a, b) => a.text.localeCompare(b.text))).toEqual([
      { kind: 'welcome', text: 'Good day' },
      { kind: 'welcome', entryPointId: web, language: 'de', text: 'Hallo' },
    ])
    await words.setAutomaticMessage(account, { kind: 'welcome' })
    expect(await words.listAutomaticMessages(account)).toHaveLength(1)
    const times = { urgent: 1, normal: 2, prioritized: 3 }
    const own = { name: 'Own words', description: '', enabled: true, responseTimes: times, autoCloseMs: 1 }
    const other = await storage.settings.createSkill(account, own)
    const inSkill = (id: SkillId, text: string) => ({ kind: 'transferred', skillId: id, text }) as const
    await words.setAutomaticMessage(account, inSkill(skillId, 'To orders'))
    await words.setAutomaticMessage(account, inSkill(other.id, 'To others'))
    await words.setAutomaticMessage(account, { kind: 'transferred', text: 'Anywhere' })
    await words.setAutomaticMessage(account, inSkill(skillId, 'To the orders'))
    const told = async () => (await words.listAutomaticMessages(account)).filter(({ kind }) => kind === 'transferred')
    expect((await told()).toSorted((a, b) => a.text.localeCompare(b.text))).toEqual([
      { kind: 'transferred', text: 'Anywhere' },
      inSkill(other.id, 'To others'),
      inSkill(skillId, 'To the orders'),
    ])
    // They go with their skill.
    expect(await storage.settings.deleteSkill(account, other.id)).toBe(true)
    expect(await told()).toHaveLength(2)
    await expect(words.setAutomaticMessage(account, inSkill(other.id, 'x'))).rejects.toMatchObject(
      conflict('/skillId', 'unknown-reference'),
    )
    const elsewhere = { kind: 'closed', entryPointId: 'nowhere' as EntryPointId, text: 'x' } as const
    await expect(words.setAutomaticMessage(account, elsewhere)).rejects.toMatchObject(
      conflict('/entryPointId', 'unknown-reference'),
    )
  })

  it('keeps after how long automatic messages speak of whose silence, for everywhere and for a skill', async () => {
    const { storage, words, skillId } = await given()
    const anywhere = { kind: 'agentSilent', enabled: true, afterSeconds: 600 } as const
    const here = { kind: 'agentSilent', skillId, enabled: false, afterSeconds: 15 } as const
    await words.setAutomaticTimer(account, anywhere, { ...anywhere, afterSeconds: 60 })
    for (const one of [anywhere, here]) await words.setAutomaticTimer(account, one, one)
    const kept = async () =>
      (await words.listAutomaticTimers(account)).toSorted((a, b) => b.afterSeconds - a.afterSeconds)
    expect(await kept()).toEqual([anywhere, here])
    expect(await words.listAutomaticTimers(otherAccount)).toEqual([])
    await words.setAutomaticTimer(account, anywhere, undefined)
    expect(await kept()).toEqual([here])
    const nowhere = { kind: 'stillWaiting', skillId: 99 as SkillId } as const
    await expect(words.setAutomaticTimer(account, nowhere, here)).rejects.toMatchObject(
      conflict('/skillId', 'unknown-reference'),
    )
    // They go with their skill.
    const times = { urgent: 1, normal: 2, prioritized: 3 }
    const own = { name: 'Own', description: '', enabled: true, responseTimes: times, autoCloseMs: 1 }
    const other = await storage.settings.createSkill(account, own)
    await words.setAutomaticTimer(account, { kind: 'stillWaiting', skillId: other.id }, here)
    expect(await storage.settings.deleteSkill(account, other.id)).toBe(true)
    expect(await kept()).toEqual([here])
  })

  it('keeps opening hours of the account, of skills and of entry points', async () => {
    const { words, skillId } = await given()
    await words.setOpeningHours(account, { scope: 'account' }, always)
    await words.setOpeningHours(account, { scope: 'skill', skillId }, { ...always, timeZone: 'UTC' })
    expect(await words.listOpeningHours(account)).toEqual(
      expect.arrayContaining([
        { scope: 'account', hours: always },
        { scope: 'skill', skillId, hours: { ...always, timeZone: 'UTC' } },
      ]),
    )
    await words.setOpeningHours(account, { scope: 'skill', skillId }, undefined)
    expect(await words.listOpeningHours(account)).toHaveLength(1)
    await expect(
      words.setOpeningHours(account, { scope: 'skill', skillId: 99 as SkillId }, always),
    ).rejects.toMatchObject(conflict('/skillId', 'unknown-reference'))
  })

  it('gives a lease to one node at a time', async () => {
    const { words } = await given()
    expect(await words.holdLease('retention', 'a', noon, at(10))).toBe(true)
    expect(await words.holdLease('retention', 'b', at(5), at(15))).toBe(false)
    expect(await words.holdLease('retention', 'a', at(5), at(20))).toBe(true)
    expect(await words.holdLease('retention', 'b', at(20), at(30))).toBe(true)
  })

  it('lets somebody be told of a thing once in a while', async () => {
    const { words } = await given()
    const notice = { accountId: account, personId: agent as AgentId, kind: 'waiting' }
    expect(await words.takeNotice(notice, at(100), at(0))).toBe(true)
    expect(await words.takeNotice(notice, at(200), at(50))).toBe(false)
    expect(await words.takeNotice({ ...notice, kind: 'other' }, at(200), at(50))).toBe(true)
    expect(await words.takeNotice(notice, at(300), at(150))).toBe(true)
  })

  it('finds closed conversations whose words are still there, the oldest first', async () => {
    const { storage } = await given()
    const { conversations } = storage
    await openMany(storage, 3)
    for (const [index, closedAt] of [at(30), at(10), at(20)].entries()) {
      await conversations.commit(
        message(1, {
          conversationId: numberedId(index),
          listRow: row({ phase: 'closed', assigneeKind: 'none', consumerId: `consumer-${index}` as never, closedAt }),
        }),
      )
    }
    await conversations.commit(opening({ conversationId, listRow: row({ consumerId: 'open' as never }) }))
    expect(await conversations.listKept(account, at(25), 10)).toEqual([numberedId(1), numberedId(2)])
    await conversations.commit(
      message(2, {
        conversationId: numberedId(1),
        events: [{ seq: 3, at: at(40), event: { type: 'erased', v: 1 } }],
        listRow: row({ phase: 'closed', assigneeKind: 'none', consumerId: 'consumer-1' as never, closedAt: at(10) }),
        erasesBodies: true,
      }),
    )
    expect(await conversations.listKept(account, at(25), 10)).toEqual([numberedId(2)])
    expect(await conversations.listKept(otherAccount, at(25), 10)).toEqual([])
  })

  it('counts who waits in front of somebody', async () => {
    const { storage } = await given()
    const waiting = (queuedSince: number, responseMs: number) => ({
      listRow: row({
        assigneeKind: 'queue',
        assigneeId: 11,
        queuedSince: at(queuedSince),
        responseMs,
        offerable: true,
      }),
    })
    await openMany(storage, 3, (index) => waiting(index * 10, index === 2 ? 1 : 1_000))
    const { conversations } = storage
    expect(await conversations.countAhead(account, numberedId(2))).toBe(0)
    expect(await conversations.countAhead(account, numberedId(0))).toBe(1)
    expect(await conversations.countAhead(account, numberedId(1))).toBe(2)
    expect(await conversations.countAhead(otherAccount, numberedId(1))).toBeUndefined()
  })
}
