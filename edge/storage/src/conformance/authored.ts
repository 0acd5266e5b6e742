import type { BotId, ConsumerId, ConversationId, EpochMs } from '@baton/base'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lastingSpace, type NewArticle } from '../authoredStore.ts'
import type { Storage } from '../store.ts'
import { account as acme, noon, type Open, opening, otherAccount as other, silently } from './examples.ts'

const botId = 7 as BotId
const draft = (hash: string) => ({ hash, definition: { name: hash }, problems: [], comment: '', by: 'Ada' })

/** What bots that are written here are kept in. */
export function authoredConformance(open: Open): void {
  let storage: Storage
  beforeEach(async () => {
    storage = await open()
    await storage.settings.createAccount({ id: acme, name: 'Acme' })
    await storage.settings.createAccount({ id: other, name: 'Other' })
  })
  afterEach(() => storage.close())

  it('publishes drafts as versions 1, 2, 3 that never change; the newest one is live', async () => {
    const { authored } = storage
    expect(await authored.findLive(acme, botId)).toBeUndefined()
    for (const hash of ['a', 'b']) {
      await authored.saveDraft(acme, botId, draft(hash))
      await authored.publish(acme, botId, { hash, comment: `as ${hash}`, by: 'Ada' })
    }
    await authored.saveDraft(acme, botId, draft('c'))
    expect(await authored.findDraft(acme, botId)).toMatchObject({ version: 0, hash: 'c', definition: { name: 'c' } })
    expect(await authored.findLive(acme, botId)).toMatchObject({ version: 2, hash: 'b', comment: 'as b' })
    expect(await authored.findVersion(acme, botId, 1)).toMatchObject({ hash: 'a', definition: { name: 'a' } })
    expect(await authored.findVersionByHash(acme, botId, 'a')).toMatchObject({ version: 1 })
    expect(await authored.findVersionByHash(acme, botId, 'c')).toBeUndefined()
    expect((await authored.listVersions(acme, botId, { limit: 1 })).map(({ version }) => version)).toEqual([2])
    expect((await authored.listVersions(acme, botId, { limit: 9, after: 2 })).map(({ version }) => version)).toEqual([
      1,
    ])
    expect(await authored.findLive(other, botId)).toBeUndefined()
  })

  it('publishes and saves only over the draft that was seen', async () => {
    const { authored } = storage
    await authored.saveDraft(acme, botId, draft('a'), '')
    const late = { rule: 'unknown-reference', path: '/hash' }
    await expect(authored.publish(acme, botId, { hash: 'x', comment: '', by: '' })).rejects.toMatchObject(late)
    await expect(authored.saveDraft(acme, botId, draft('b'), 'x')).rejects.toMatchObject(late)
    await authored.saveDraft(acme, botId, draft('b'), 'a')
    expect(await authored.findDraft(acme, botId)).toMatchObject({ hash: 'b' })
  })

  it('keeps environments by name, each within its account', async () => {
    const { authored } = storage
    const made = await authored.createEnvironment(acme, { name: 'Production', variables: { host: 'a' } })
    await expect(authored.createEnvironment(acme, { name: 'Production', variables: {} })).rejects.toMatchObject({
      rule: 'name-taken',
    })
    expect(await authored.updateEnvironment(acme, made.id, { variables: { host: 'b' } })).toMatchObject({
      name: 'Production',
      variables: { host: 'b' },
    })
    expect(await authored.findEnvironment(other, made.id)).toBeUndefined()
    expect(await authored.listEnvironments(acme, { limit: 10 })).toHaveLength(1)
    expect(await authored.deleteEnvironment(acme, made.id)).toBe(true)
    expect(await authored.deleteEnvironment(acme, made.id)).toBe(false)
  })

  it('finds articles by what they speak of: the title before the detail, in other forms of a word, in this account only', async () => {
    const { authored } = storage
    const article = (title: string, more: Partial<NewArticle> = {}): NewArticle => ({
      knowledgeBase: 'Help pages',
      title,
      summary: '',
      detail: '',
      enabled: true,
      ...more,
    })
    const beans = await authored.createArticle(acme, article('Roasting beans at home'))
    const hours = await authored.createArticle(acme, article('Opening hours', { detail: 'We sell beans till eight.' }))
    await authored.createArticle(acme, article('Beans', { knowledgeBase: 'Staff' }))
    await authored.createArticle(acme, article('Beans', { enabled: false }))
    await authored.createArticle(other, article('Beans of others'))
    const search = (query: string, limit = 5) =>
      authored.searchArticles(acme, { knowledgeBase: 'Help pages', query, limit })

    const found = await search('Where can I get a bean?')
    expect(found.map(({ id }) => id)).toEqual([beans.id, hours.id])
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1)
    expect((await search('roasted beans'))[0]).toMatchObject({ id: beans.id, score: 1 })
    expect(await search('bean', 1)).toHaveLength(1)
    for (const strange of ['', '"', 'a OR', 'title:x', '*', 'NEAR(', ')(', 'the of and']) {
      expect(await search(strange), strange).toEqual([])
    }

    const listed = await authored.listArticles(acme, { limit: 10, knowledgeBase: 'Help pages' })
    expect(listed.map(({ title }) => title)).toEqual(['Roasting beans at home', 'Opening hours', 'Beans'])
    const next = { limit: 1, after: beans.id, knowledgeBase: 'Help pages' }
    expect((await authored.listArticles(acme, next)).map(({ id }) => id)).toEqual([hours.id])
    expect(await authored.findArticle(acme, hours.id)).toEqual(hours)
    expect(await authored.findArticle(other, hours.id)).toBeUndefined()
    await authored.updateArticle(acme, beans.id, { title: 'Grinding', detail: '' })
    await authored.deleteArticle(acme, hours.id)
    expect(await search('beans')).toEqual([])
    expect((await search('grind')).map(({ id }) => id)).toEqual([beans.id])
  })

  it('keeps values with the commit that they came of, for their owner, until they end', async () => {
    const owner = { consumerId: 'c1' as ConsumerId, conversationId: 'v1' as ConversationId }
    const keep = (
      kind: 'global' | 'user' | 'conversation' | 'namespace',
      to: string,
      value: string,
      ends?: number,
    ) => ({
      do: 'keep' as const,
      kind,
      space: 'shop',
      owner: to,
      name: kind === 'namespace' ? 'registered' : 'cup',
      value: kind === 'namespace' ? true : value,
      ...(ends !== undefined && { expiresAt: ends as EpochMs }),
    })
    const commit = opening({
      keeps: [
        keep('namespace', '', ''),
        keep('global', '', 'all'),
        keep('user', 'c1', 'mine', noon + 1_000),
        keep('user', 'c2', 'yours'),
        keep('conversation', 'v1', 'here'),
        { ...keep('user', 'c1', 'old'), kind: 'lasting', space: lastingSpace(botId) },
      ],
    })
    expect(await storage.conversations.commit(commit)).toMatchObject({ ok: true })
    const read = (now: number, namespaces = ['shop', 'none']) =>
      storage.authored.readContext(acme, { namespaces, ...owner, now: now as EpochMs })
    expect(await read(noon)).toEqual({
      shop: { registered: true, global: { cup: 'all' }, user: { cup: 'mine' }, conversation: { cup: 'here' } },
      none: { registered: false, global: {}, user: {}, conversation: {} },
    })
    expect((await read(noon + 1_001)).shop?.user).toEqual({})
    expect(await storage.authored.readLasting(acme, botId, owner.consumerId, noon)).toEqual({ cup: 'old' })
    expect(await storage.authored.readLasting(other, botId, owner.consumerId, noon)).toEqual({})
  })

  it('scripting 4.7: a namespace that is deleted is gone for all its owners, and only it: not what a bot keeps under that very name', async () => {
    const owner = { consumerId: 'c1' as ConsumerId, conversationId: 'v1' as ConversationId }
    const space = lastingSpace(botId)
    const kept = { do: 'keep', owner: '', space, name: 'cup', value: 'full' } as const
    const before = opening({
      keeps: [
        { ...kept, kind: 'namespace', name: 'registered', value: true },
        { ...kept, kind: 'global' },
        { ...kept, kind: 'user', owner: 'c1' },
        { ...kept, kind: 'user', owner: 'c2' },
        { ...kept, kind: 'conversation', owner: 'v1' },
        { ...kept, kind: 'lasting', owner: 'c1' },
        { ...kept, kind: 'global', space: 'shop' },
      ],
    })
    expect(await storage.conversations.commit(before)).toMatchObject({ ok: true })
    const deleted = silently(1, { keeps: [{ do: 'forgetSpace', space }] })
    expect(await storage.conversations.commit(deleted)).toMatchObject({ ok: true })
    const read = (consumer: string) =>
      storage.authored.readContext(acme, {
        ...{ ...owner, consumerId: consumer as ConsumerId },
        ...{ namespaces: [space, 'shop'], now: noon },
      })
    for (const consumer of ['c1', 'c2'])
      expect(await read(consumer)).toMatchObject({
        [space]: { registered: false, global: {}, user: {}, conversation: {} },
        shop: { global: { cup: 'full' } },
      })
    expect(await storage.authored.readLasting(acme, botId, owner.consumerId, noon)).toEqual({ cup: 'full' })
  })

  it('keeps nothing of a commit that is refused', async () => {
    const keeps = [{ do: 'keep', kind: 'global', space: 's', owner: '', name: 'n', value: 1 }] as const
    const refused = await storage.conversations.commit({ ...opening({ keeps }), expectedSeq: 5 })
    expect(refused.ok).toBe(false)
    const view = { namespaces: ['s'], consumerId: 'c' as ConsumerId, conversationId: 'v' as ConversationId, now: noon }
    expect((await storage.authored.readContext(acme, view)).s?.global).toEqual({})
  })
}
