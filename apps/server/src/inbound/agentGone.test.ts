import { minutes, seconds } from '@baton/base'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'
import { SteppedClock } from '../testing/steppedClock.ts'
import type { TestSocket } from '../testing/testSocket.ts'

const clock = new SteppedClock()
let house: TestServer
let acme: Acme
let manager: TestSocket
beforeAll(async () => {
  house = await openServer({ clock, alarm: clock })
  acme = await foundAcme(house)
  await house.call('PATCH', '/api/v1/accounts/acme', { agentGoneMinutes: 5 })
  manager = await house.agent(acme.managerToken)
})
afterAll(() => house?.stop())

const assignedTo = (agentId: number) => (frame: { events: { event: { type: string; who?: { id: number } } }[] }) =>
  frame.events.some(({ event }) => event.type === 'assigned' && JSON.stringify(event).includes(`"id":${agentId}`))

it('messaging I5, T22: an agent’s laptop dies: their conversation goes back after the set time, to somebody who is there', async () => {
  const { socket: consumer } = await house.consumer()
  const { conversationId } = await consumer.say('is anybody there?')
  const ada = await house.agent(acme.agentToken)
  await ada.ask({ type: 'status', state: 'online' })
  await ada.next('offer', (frame) => frame.conversationId === conversationId)
  expect(await ada.ask({ type: 'act', conversationId, act: 'acceptOffer' })).toMatchObject({ type: 'accepted' })
  await manager.ask({ type: 'subscribe', conversationId })
  await manager.next('conversation')
  await manager.ask({ type: 'status', state: 'online' })

  ada.raw.terminate() // no goodbye: the lid is shut
  await until(async () => {
    clock.advance(seconds(1))
    const available = await house.call('GET', `/api/v1/accounts/acme/people/available?skillId=${acme.skillId}`)
    return available.body.find(({ id }: { id: number }) => id === acme.agentId)?.status === 'offline'
  })
  const { items } = (await house.call('GET', '/api/v1/accounts/acme/conversations')).body
  expect(items[0]).toMatchObject({ conversationId, assigneeKind: 'agent', assigneeId: acme.agentId })

  const goneAt = clock.now()
  await until(async () => {
    clock.advance(seconds(5))
    return manager.frames.some(({ type }) => type === 'offer')
  })
  expect(clock.now() - goneAt).toBeGreaterThan(minutes(4))
  await manager.next('offer', (frame) => frame.conversationId === conversationId)
  expect(await manager.ask({ type: 'act', conversationId, act: 'acceptOffer' })).toMatchObject({ type: 'accepted' })
  await manager.next('events', assignedTo(acme.managerId))

  // Ada opens the lid: it is somebody else's now.
  const again = await house.agent(acme.agentToken)
  expect(await again.say('I am back', { conversationId })).toMatchObject({ code: 'conversation-not-found' })
  await Promise.all([consumer.close(), again.close(), manager.close()])
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('never')
}
