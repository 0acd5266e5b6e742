import { afterEach, beforeEach, expect, it } from 'vitest'
import { MAX_BOTS_IN_GROUP, type NewBotGroup } from '../settings.ts'
import type { Storage } from '../store.ts'
import { account as acme, type Open, otherAccount as other } from './examples.ts'

const shop: NewBotGroup = { name: 'Shop', collaborates: true, transferMessage: 'One moment.' }

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
