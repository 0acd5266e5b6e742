import { afterEach, beforeEach, expect, it } from 'vitest'
import { MAX_BOTS_IN_GROUP, type NewBotGroup } from '../settings.ts'
import type { Storage } from '../store.ts'
import { account as acme, newSkill, type Open, otherAccount as other } from './examples.ts'

const shop: NewBotGroup = { name: 'Shop', collaborates: true, transferMessage: 'One moment.' }
const calm: NewBotGroup = { name: 'Calm', collaborates: false, transferMessage: '' }
const plain = { skillIds: [], enabled: true, capacity: 9, kind: 'authored', config: {} } as const

/** Bots that help each other out. */
export function groupsConformance(open: Open): void {
  let storage: Storage
  beforeEach(async () => {
    storage = await open()
    await storage.settings.createAccount({ id: acme, name: 'Acme' })
    await storage.settings.createAccount({ id: other, name: 'Other' })
  })
  afterEach(() => storage.close())
  const bot = (name: string, groupId?: number, enabled = true) =>
    storage.settings.createBot(acme, {
      ...{ name, nickname: name, skillIds: [], enabled, capacity: 9, kind: 'authored', config: {} },
      ...(groupId !== undefined && { groupId }),
    })

  it('keeps groups by name, each within its account', async () => {
    const { settings } = storage
    const made = await settings.createBotGroup(acme, shop)
    await expect(settings.createBotGroup(acme, shop)).rejects.toMatchObject({ rule: 'name-taken' })
    expect(await settings.createBotGroup(other, shop)).toMatchObject({ name: 'Shop', accountId: other })
    expect(await settings.updateBotGroup(acme, made.id, { collaborates: false })).toEqual({
      ...made,
      collaborates: false,
    })
    expect(await settings.findBotGroup(other, made.id)).toBeUndefined()
    expect((await settings.listBotGroups(acme, { limit: 9 })).map(({ name }) => name)).toEqual(['Shop'])
  })

  it('dialogs R7.35: finds the bots of a group that are switched on', async () => {
    const { settings } = storage
    const { id } = await settings.createBotGroup(acme, shop)
    const [a, , off] = [await bot('A', id), await bot('B'), await bot('C', id, false)]
    expect((await settings.listBotsInGroup(acme, id)).map(({ name }) => name)).toEqual(['A'])
    await settings.updateBot(acme, off.id, { enabled: true })
    await settings.updateBot(acme, a.id, { groupId: undefined })
    expect((await settings.listBotsInGroup(acme, id)).map(({ name }) => name)).toEqual(['C'])
    expect(await settings.findBot(acme, a.id)).not.toHaveProperty('groupId')
  })

  it('dialogs R1.7: a bot that asks consumers afterwards is in a group, but not among those that are asked', async () => {
    const { settings } = storage
    const { id } = await settings.createBotGroup(acme, shop)
    const [asks] = [await bot('Asks', id), await bot('Knows', id)]
    const survey = { botId: asks.id, timeoutMs: 60_000 }
    await settings.createSkill(acme, { ...newSkill('Sales'), survey })
    expect((await settings.listBotsInGroup(acme, id)).map(({ name }) => name)).toEqual(['Knows'])
    expect(await settings.findBot(acme, asks.id)).toMatchObject({ groupId: id })
  })

  it('dialogs R1.6: lists bots by group, those in none below, page by page', async () => {
    const { settings } = storage
    const [first, second] = [await settings.createBotGroup(acme, shop), await settings.createBotGroup(acme, calm)]
    await bot('Alone')
    await bot('Second', second.id)
    for (const name of ['One', 'Two']) await bot(name, first.id)
    await settings.createBot(other, { ...plain, name: 'Theirs', nickname: 'Theirs' })
    const names: string[] = []
    for (let after: number | undefined; ; ) {
      const page = await settings.listBotsByGroup(acme, { limit: 1, ...(after !== undefined && { after }) })
      names.push(...page.map(({ name }) => name))
      after = page.at(-1)?.id
      if (after === undefined) break
    }
    expect(names).toEqual(['One', 'Two', 'Second', 'Alone'])
    const found = await settings.listBotsByGroup(acme, { limit: 9, search: 'o' })
    expect(found.map(({ name }) => name)).toEqual(['One', 'Two', 'Second', 'Alone'])
  })

  it('leaves its bots in no group when it goes', async () => {
    const { settings } = storage
    const { id } = await settings.createBotGroup(acme, shop)
    const one = await bot('A', id)
    expect([await settings.deleteBotGroup(acme, id), await settings.deleteBotGroup(acme, id)]).toEqual([true, false])
    expect(await settings.findBot(acme, one.id)).not.toHaveProperty('groupId')
  })

  it('refuses a group that is not there, of another account, or full', async () => {
    const { settings } = storage
    const theirs = await settings.createBotGroup(other, shop)
    await expect(bot('A', theirs.id)).rejects.toMatchObject({ rule: 'unknown-reference', path: '/groupId' })
    const own = await settings.createBotGroup(acme, shop)
    for (let n = 0; n < MAX_BOTS_IN_GROUP; n += 1) await bot(`bot ${n}`, own.id)
    await expect(bot('one more', own.id)).rejects.toMatchObject({ rule: 'too-many' })
  })
}
