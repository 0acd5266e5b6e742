import type { AgentId, BotId, EntryPointId, SkillId } from '@baton/base'
import { expect, it } from 'vitest'
import type { Settings } from '../settings.ts'
import { account, newSkill, noon, type Open, otherAccount } from './examples.ts'

const newPerson = (skillIds: SkillId[] = []) =>
  ({ fullName: 'Ada Lovelace', nickname: 'Ada', role: 'agent', skillIds, capacity: 2.5, enabled: true }) as const
const newBot = (name: string, skillIds: SkillId[] = []) =>
  ({ name, nickname: name, skillIds, enabled: true, capacity: 10, kind: 'endpoint', config: { url: 'x' } }) as const
const newEntryPoint = (id: string, skillId: SkillId) => ({
  id: id as EntryPointId,
  name: `door ${id}`,
  skillId,
  origins: ['https://brand.example'],
  language: 'en',
  enabled: true,
  title: 'Hello',
})
const newToken = (id: string) =>
  ({ id, accountId: account, hash: `hash-${id}`, kind: 'admin', name: id, createdAt: noon }) as const

const conflict = (path: string, rule: string) => ({ code: 'settings-conflict', path, rule })

export function settingsConformance(open: Open): void {
  async function given(): Promise<Settings> {
    const { settings } = await open()
    await settings.createAccount({ id: account, name: 'Coffee' })
    await settings.createAccount({ id: otherAccount, name: 'Bakery' })
    return settings
  }

  it('keeps accounts', async () => {
    const settings = await given()
    const created = {
      id: account,
      name: 'Coffee',
      createdAt: noon,
      imageHosts: [],
      defaultLanguage: 'en',
      languages: ['en'],
      ring: 'one',
      ringSeconds: 72,
      maskingPatterns: [],
      files: { enabled: true },
    }
    expect(await settings.findAccount(account)).toEqual(created)
    const changed = { ...created, imageHosts: ['img.example'] }
    expect(await settings.updateAccount(account, { imageHosts: ['img.example'] })).toEqual(changed)
    expect(await settings.findAccount(account)).toEqual(changed)
    expect((await settings.listAccounts(10)).map(({ id }) => id)).toEqual([otherAccount, account])
    await expect(settings.createAccount({ id: account, name: 'X' })).rejects.toMatchObject(conflict('/id', 'id-taken'))
  })

  it('keeps skills by number and by name, which is case-sensitive and unique in the account', async () => {
    const settings = await given()
    const sales = await settings.createSkill(account, newSkill('Sales'))
    const lower = await settings.createSkill(account, newSkill('sales'))
    const elsewhere = await settings.createSkill(otherAccount, newSkill('Sales'))
    expect(new Set([sales.id, lower.id, elsewhere.id]).size).toBe(3)
    expect(await settings.findSkillByName(account, 'Sales')).toEqual(sales)
    expect(await settings.findSkillByName(account, 'SALES')).toBeUndefined()
    expect(await settings.findSkill(otherAccount, sales.id)).toBeUndefined()
    const taken = conflict('/name', 'name-taken')
    await expect(settings.createSkill(account, newSkill('Sales'))).rejects.toMatchObject(taken)
    await expect(settings.updateSkill(account, lower.id, { name: 'Sales' })).rejects.toMatchObject(taken)
    expect(await settings.updateSkill(account, sales.id, { name: 'Sales', autoCloseMs: 9 })).toMatchObject({
      autoCloseMs: 9,
    })
  })

  it('keeps what a skill says about its routing, and refuses skills that are not there', async () => {
    const settings = await given()
    const sales = await settings.createSkill(account, newSkill('Sales'))
    const elsewhere = await settings.createSkill(otherAccount, newSkill('Elsewhere'))
    const routing = { fallbackSkillId: sales.id, agentGoneMinutes: 7, failIfNobodyOnline: true }
    const made = await settings.createSkill(account, { ...newSkill('Support'), ...routing })
    expect(await settings.findSkill(account, made.id)).toEqual(made)
    expect(made).toMatchObject(routing)
    const unknown = conflict('/fallbackSkillId', 'unknown-reference')
    for (const fallbackSkillId of [elsewhere.id, made.id]) {
      await expect(settings.updateSkill(account, made.id, { fallbackSkillId })).rejects.toMatchObject(unknown)
    }
  })

  it('takes a skill away that nothing refers to, and never gives its number again', async () => {
    const settings = await given()
    const make = (name: string, more: object = {}) => settings.createSkill(account, { ...newSkill(name), ...more })
    const [gone, entrance, seat, fallback] = [
      await make('Gone'),
      await make('In'),
      await make('Seat'),
      await make('Fall'),
    ]
    await settings.createEntryPoint(account, newEntryPoint('web', entrance.id))
    await settings.createPerson(account, { ...newPerson([seat.id]), enabled: false })
    await make('Other', { fallbackSkillId: fallback.id })
    for (const { id } of [entrance, seat, fallback]) {
      await expect(settings.deleteSkill(account, id)).rejects.toMatchObject(conflict('', 'in-use'))
    }
    expect(await settings.deleteSkill(otherAccount, gone.id)).toBe(false)
    expect([await settings.deleteSkill(account, gone.id), await settings.deleteSkill(account, gone.id)]).toEqual([
      ...[true, false],
    ])
    expect(await settings.findSkill(account, gone.id)).toBeUndefined()
    expect((await make('Gone')).id).toBeGreaterThan(gone.id)
  })

  it('finds by a part of a name, whatever the case, and takes signs as they are', async () => {
    const settings = await given()
    for (const name of ['Sales', 'After-sales', '100%', 'Öl', 'x_y'])
      await settings.createSkill(account, newSkill(name))
    await settings.createSkill(otherAccount, newSkill('Sales elsewhere'))
    const find = async (search: string) =>
      (await settings.listSkills(account, { limit: 10, search })).map(({ name }) => name)
    expect(await find('SALE')).toEqual(['Sales', 'After-sales'])
    expect(await find('%')).toEqual(['100%'])
    expect(await find('_')).toEqual(['x_y'])
    expect(await find('Öl')).toEqual(['Öl'])
    const { id } = await settings.createSkill(account, newSkill('Kitchen'))
    await settings.createEntryPoint(account, newEntryPoint('a', id))
    expect((await settings.listEntryPointsTo(account, id)).map((point) => point.id)).toEqual(['a'])
    expect(await settings.listEntryPoints(account, { limit: 5, search: 'DOOR' })).toHaveLength(1)
    await settings.createPerson(account, { ...newPerson(), email: 'ada@coffee.example' })
    expect(await settings.listPeople(account, { limit: 5, search: 'coffee.ex' })).toHaveLength(1)
    await settings.createBot(account, newBot('Barista', [id]))
    expect(await settings.listBots(account, { limit: 5, search: 'bari' })).toHaveLength(1)
  })

  it('numbers people and bots from one sequence, skills from another, also when many come at once', async () => {
    const settings = await given()
    const parties = await Promise.all([
      settings.createPerson(account, newPerson()),
      settings.createBot(account, newBot('a')),
      settings.createPerson(otherAccount, newPerson()),
      settings.createBot(otherAccount, newBot('a')),
    ])
    expect(parties.map(({ id }) => id)).toEqual([1, 2, 3, 4])
    expect((await settings.createSkill(account, newSkill('x'))).id).toBe(1)
  })

  it('keeps the skills of people and bots in their order', async () => {
    const settings = await given()
    const [one, two] = [
      await settings.createSkill(account, newSkill('1')),
      await settings.createSkill(account, newSkill('2')),
    ]
    const ada = await settings.createPerson(account, newPerson([two.id, one.id]))
    expect(await settings.findPerson(account, ada.id)).toEqual({
      ...newPerson([two.id, one.id]),
      accountId: account,
      id: ada.id,
    })
    await settings.updatePerson(account, ada.id, { skillIds: [one.id], capacity: 1 })
    expect(await settings.findPerson(account, ada.id)).toMatchObject({
      skillIds: [one.id],
      capacity: 1,
      nickname: 'Ada',
    })
    const bot = await settings.createBot(account, newBot('b', [two.id]))
    expect(await settings.findBot(account, bot.id)).toEqual(bot)
    expect(await settings.findPerson(account, bot.id as number as AgentId)).toBeUndefined()
  })

  it('lists the enabled bots of a skill in the order of their numbers', async () => {
    const settings = await given()
    const { id } = await settings.createSkill(account, newSkill('1'))
    const first = await settings.createBot(account, newBot('z', [id]))
    const off = await settings.createBot(account, newBot('y', [id]))
    await settings.createBot(account, newBot('x'))
    const last = await settings.createBot(account, newBot('a', [id]))
    await settings.updateBot(account, off.id, { enabled: false })
    expect((await settings.listBotsOnSkill(account, id)).map((bot) => bot.id)).toEqual([first.id, last.id])
    expect(await settings.listBotsOnSkill(otherAccount, id)).toEqual([])
  })

  it('names the field whose reference leads nowhere', async () => {
    const settings = await given()
    const { id } = await settings.createSkill(account, newSkill('1'))
    const foreign = (await settings.createSkill(otherAccount, newSkill('1'))).id
    const unknown = (path: string) => conflict(path, 'unknown-reference')
    const survey = { botId: 99 as BotId, timeoutMs: 1 }
    await expect(settings.createPerson(account, newPerson([id, foreign]))).rejects.toMatchObject(unknown('/skillIds/1'))
    await expect(settings.createBot(account, newBot('b', [foreign]))).rejects.toMatchObject(unknown('/skillIds/0'))
    await expect(settings.updateSkill(account, id, { survey })).rejects.toMatchObject(unknown('/survey/botId'))
    await expect(settings.createEntryPoint(account, newEntryPoint('web', foreign))).rejects.toMatchObject(
      unknown('/skillId'),
    )
    const token = { ...newToken('t'), personId: 99 as AgentId }
    await expect(settings.createToken(token)).rejects.toMatchObject(unknown('/personId'))
    expect(await settings.listPeople(account, { limit: 10 })).toEqual([])
  })

  it('keeps a survey with its skill', async () => {
    const settings = await given()
    const bot = await settings.createBot(account, newBot('b'))
    const skill = await settings.createSkill(account, { ...newSkill('1'), survey: { botId: bot.id, timeoutMs: 5 } })
    expect(await settings.findSkill(account, skill.id)).toEqual(skill)
  })

  it('keeps entry points', async () => {
    const settings = await given()
    const { id } = await settings.createSkill(account, newSkill('1'))
    const web = await settings.createEntryPoint(account, newEntryPoint('web', id))
    expect(await settings.findEntryPoint(account, web.id)).toEqual(web)
    expect(await settings.findEntryPoint(otherAccount, web.id)).toBeUndefined()
    expect(await settings.updateEntryPoint(account, web.id, { enabled: false })).toEqual({ ...web, enabled: false })
    await expect(settings.createEntryPoint(account, newEntryPoint('web', id))).rejects.toMatchObject(
      conflict('/id', 'id-taken'),
    )
  })

  it('finds a token by its hash until it is deleted, which only its own account can do', async () => {
    const settings = await given()
    await settings.createToken(newToken('t'))
    expect(await settings.findToken('hash-t')).toEqual(newToken('t'))
    expect(await settings.deleteToken(otherAccount, 't')).toBe(false)
    expect(await settings.deleteToken(account, 't')).toBe(true)
    expect(await settings.findToken('hash-t')).toBeUndefined()
  })

  it('lists an account’s tokens by their ids, page by page, and knows which are there', async () => {
    const settings = await given()
    for (const id of ['b', 'a', 'c']) await settings.createToken(newToken(id))
    const first = await settings.listTokens(account, { limit: 2 })
    expect(first.map(({ id }) => id)).toEqual(['a', 'b'])
    expect((await settings.listTokens(account, { limit: 2, after: 'b' })).map(({ id }) => id)).toEqual(['c'])
    expect(await settings.listTokens(otherAccount, { limit: 2 })).toEqual([])
    expect(await settings.hasToken(account, 'a')).toBe(true)
    expect(await settings.hasToken(otherAccount, 'a')).toBe(false)
    await settings.deleteToken(account, 'a')
    expect(await settings.hasToken(account, 'a')).toBe(false)
  })

  it('of two who put the same secret the first one wins', async () => {
    const settings = await given()
    expect(await Promise.all([settings.putSecretOnce('key', 'a'), settings.putSecretOnce('key', 'b')])).toEqual([
      'a',
      'a',
    ])
    expect(await settings.readSecret('key')).toBe('a')
    expect(await settings.readSecret('other')).toBeUndefined()
  })

  it('pages through lists by the id of the last item', async () => {
    const settings = await given()
    for (const name of ['a', 'b', 'c']) await settings.createSkill(account, newSkill(name))
    const first = await settings.listSkills(account, { limit: 2 })
    const after = first.at(-1)?.id ?? 0
    const second = await settings.listSkills(account, { limit: 2, after })
    expect([...first, ...second].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })
}
