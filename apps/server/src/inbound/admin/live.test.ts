import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import type { TestSocket } from '../../testing/testSocket.ts'

vi.setConfig({ hookTimeout: 60_000 })

let house: TestServer
let acme: Acme
let manager: Somebody
beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
  manager = await invite(house, 'manager')
})
afterAll(() => house?.stop())

const home = '/api/v1/accounts/acme'
const statusOf = (id: number) => `${home}/people/${id}/status`

describe('a manager says how somebody is', () => {
  let ada: TestSocket
  const told = (status: string) => ada.next('desk', (frame) => frame.status === status)
  const set = (body: object, id = acme.agentId) => manager.browser.call('PUT', statusOf(id), body)

  it('messaging R8.9: of nobody who is not there', async () => {
    expect(await set({ status: 'away' })).toMatchObject({ status: 409, body: { error: { code: 'not-there' } } })
    expect((await set({ status: 'away' }, 999)).status).toBe(404)
  })

  it('messaging R8.9: they see it at once, with who said it and why; it is written down, and they may say otherwise', async () => {
    ada = await house.agent(acme.agentToken)
    ada.send({ type: 'status', frameId: 's', state: 'online' })
    expect(await told('online')).not.toHaveProperty('setBy')

    const answer = await set({ status: 'away', reason: 'You left without signing off' })
    expect(answer).toMatchObject({ status: 200, body: { id: acme.agentId, status: 'away', setBy: manager.id } })
    expect(await told('away')).toMatchObject({
      reason: 'You left without signing off',
      setBy: { kind: 'agent', id: manager.id, name: 'manager' },
    })
    const { items } = (await manager.browser.call('GET', `${home}/live/people`)).body
    expect(items.find(({ id }: { id: number }) => id === acme.agentId)).toMatchObject({
      ...{ status: 'away', setBy: 'manager', reason: 'You left without signing off' },
    })
    expect((await house.call('GET', `${home}/audit?limit=1`)).body.items[0]).toMatchObject({
      action: 'person.statusSet',
      target: `person/${acme.agentId}`,
      who: { kind: 'person', id: manager.id },
      changes: {
        status: { before: 'online', after: 'away' },
        reason: { after: 'You left without signing off' },
      },
    })

    ada.send({ type: 'status', frameId: 's2', state: 'online' })
    const own = await told('online')
    expect(own).not.toHaveProperty('setBy')
    expect(own).not.toHaveProperty('reason')
  })

  it('takes only what a status is, and only from those who direct the work', async () => {
    expect((await set({ status: 'asleep' })).status).toBe(400)
    expect((await set({ status: 'away', reason: 7 })).status).toBe(400)
    const agent = await invite(house, 'agent')
    expect((await agent.browser.call('PUT', statusOf(acme.agentId), { status: 'away' })).status).toBe(403)
    await ada.close()
  })
})
