import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
const home = '/api/v1/accounts/acme'

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
}, 60_000)
afterAll(() => house?.stop())

const knows = (name: string, pattern: string, kind?: 'survey') => ({
  ...{ format: 'baton.bot/1', id: name.toLowerCase(), name, language: 'en-US' },
  ...(kind && { kind }),
  dialogs: [
    {
      ...{ id: 'd', name: 'd', kind: 'standard' },
      interactions: [
        { type: 'dialogStarter', id: 's', name: 's', patterns: [pattern] },
        { type: 'text', id: 't', name: 't', text: 'Yes.' },
      ],
    },
  ],
})

async function member(name: string, groupId: number, more: { definition?: object; [setting: string]: unknown } = {}) {
  const { definition, ...settings } = more
  const { id } = await house.make('/accounts/acme/bots', {
    ...{ name, nickname: name, kind: 'authored', enabled: true, skillIds: [acme.skillId], groupId },
    ...{ config: { defaultSkill: 'People' } },
    ...settings,
  })
  if (definition === undefined) return id as number
  const { hash } = (await house.call('PUT', `${home}/bots/${id}/draft`, { definition, expectedHash: '' })).body
  expect((await house.call('POST', `${home}/bots/${id}/publish`, { hash, comment: '' })).status).toBe(201)
  return id as number
}

it('dialogs R1.7: too many bots, bots that nobody asks and what several of them know is told', async () => {
  const { id: groupId } = await house.make('/accounts/acme/bot-groups', { name: 'Shop', collaborates: true })
  const warnings = async () => (await house.call('GET', `${home}/bot-groups/${groupId}/warnings`)).body
  expect(await warnings()).toEqual({ unasked: [], overlaps: [] })

  const first = await member('First', groupId, { definition: knows('First', '*refund*') })
  const second = await member('Second', groupId, { definition: knows('Second', 'a refund') })
  await member('Off', groupId, { enabled: false })
  await member('Lost', groupId, { skillIds: [] })
  await member('Draft', groupId)
  await member('Asks', groupId, { definition: knows('Asks', 'a refund', 'survey') })
  const service = { baseUrl: 'http://127.0.0.1:9', botId: 'b', environment: 'draft' }
  await member('Service', groupId, { kind: 'endpoint', enabled: false, config: service })
  const told = await warnings()
  expect(told.overlaps).toEqual([
    {
      kind: 'pattern',
      words: '*refund*',
      bots: [
        { id: first, name: 'First' },
        { id: second, name: 'Second' },
      ],
    },
  ])
  expect(told.unasked.map(({ name, why }: { name: string; why: string }) => [name, why])).toEqual([
    ['Off', 'off'],
    ['Lost', 'withoutSkill'],
    ['Draft', 'unpublished'],
    ['Asks', 'asksAfterwards'],
    ['Service', 'endpoint'],
  ])
  expect(told).not.toHaveProperty('tooMany')
  for (let n = 0; n < 9; n += 1) await member(`More ${n}`, groupId)
  expect(await warnings()).not.toHaveProperty('tooMany') // 15, and one that asks afterwards
  await member('One more', groupId)
  expect(await warnings()).toMatchObject({ tooMany: { bots: 16, advised: 15 } })
  expect((await house.call('GET', `${home}/bot-groups/999999/warnings`)).status).toBe(404)
})

it('dialogs R1.6: bots are listed by group when that is asked for, those in none below', async () => {
  await house.make('/accounts/acme/bots', { name: 'Alone', nickname: 'Alone', kind: 'authored' })
  const { id } = await house.make('/accounts/acme/bot-groups', { name: 'Late' })
  await house.make('/accounts/acme/bots', { name: 'Latecomer', nickname: 'L', kind: 'authored', groupId: id })
  const listed = (await house.call('GET', `${home}/bots?order=group&limit=100`)).body.items
  const groups = listed.map((bot: { groupId?: number }) => bot.groupId ?? 'none')
  expect(groups.indexOf('none')).toBe(groups.lastIndexOf(id) + 1)
  expect((await house.call('GET', `${home}/bots?order=size`)).status).toBe(400)
})
