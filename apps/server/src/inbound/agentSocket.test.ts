import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
let acme: Acme
let foreign: Acme
let otherSkill: number
beforeAll(async () => {
  house = await openServer()
  acme = await foundAcme(house)
  foreign = await foundAcme(house, 'other')
  otherSkill = (await house.make('/accounts/acme/skills', { name: 'Billing' })).id
})
afterAll(() => house?.stop())

async function waitingConversation() {
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('is anybody there?')
  return { consumer: socket, conversationId }
}

it('lets an agent of the skill take a conversation out of the queue, answer and close it', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const ada = await house.agent(acme.agentToken)
  expect(await ada.ask({ type: 'subscribe', conversationId })).toMatchObject({ type: 'accepted' })
  const { header, events } = await ada.next('conversation')
  expect(header).toMatchObject({ assignee: { kind: 'queue', skillName: 'People' }, skillId: acme.skillId })
  expect(events).toHaveLength(2)
  expect(await ada.ask({ type: 'act', conversationId, act: 'takeOver' })).toMatchObject({ type: 'accepted' })
  expect(await ada.say('I am here', { conversationId })).toMatchObject({ type: 'accepted' })
  const said = await consumer.next('events', (frame) => frame.events[0].event.content?.text === 'I am here')
  expect(said.events[0].event.who).toEqual({ kind: 'agent', id: acme.agentId, name: 'Ada' })
  expect(await ada.ask({ type: 'close', conversationId })).toMatchObject({ type: 'accepted' })
  await ada.next('events', (frame) =>
    frame.events.some(({ event }: { event: { type: string } }) => event.type === 'closed'),
  )
  await Promise.all([consumer.close(), ada.close()])
})

it('messaging LIF-06: who gives a conversation back has it among theirs no more; it waits where it was, and the record says so', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const ada = await house.agent(acme.agentToken)
  await ada.ask({ type: 'act', conversationId, act: 'takeOver' })
  ada.send({ type: 'watch', frameId: 'mine', list: 'mine' })
  const has = (frame: object) => JSON.stringify(frame).includes(conversationId)
  expect(has(await ada.next('list'))).toBe(true)
  expect(await ada.ask({ type: 'act', conversationId, act: 'backToQueue' })).toMatchObject({ type: 'accepted' })
  await ada.next('listChanged', has)
  ada.send({ type: 'watch', frameId: 'again', list: 'mine' })
  expect(has(await ada.next('list', ({ frameId }) => frameId === 'again'))).toBe(false)
  const { body } = await house.call('GET', `/api/v1/accounts/acme/conversations/${conversationId}/transfers`)
  expect(body.at(-1)).toMatchObject({ skillId: acme.skillId, reason: 'backToQueue', by: { agentId: acme.agentId } })
  await Promise.all([consumer.close(), ada.close()])
})

it('tells whoever may no longer see a conversation that it is gone, and nothing else', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const ada = await house.agent(acme.agentToken)
  await ada.ask({ type: 'subscribe', conversationId })
  const manager = await house.agent(acme.managerToken)
  await manager.ask({ type: 'subscribe', conversationId })
  const pass = { type: 'transfer', conversationId, skillId: otherSkill }
  expect(await manager.ask({ ...pass, note: { clientId: 'n-1', text: ' ' } })).toMatchObject({ path: '/note/text' })
  const note = { clientId: 'n-1', text: 'Not a member, and says why.' }
  expect(await manager.ask({ ...pass, note })).toMatchObject({ type: 'accepted' })
  await manager.next('events', (frame) => JSON.stringify(frame).includes(note.text))
  expect(JSON.stringify([...ada.frames, ...consumer.frames])).not.toContain(note.text)
  expect(await ada.next('gone')).toEqual({ type: 'gone', conversationId })
  await consumer.say('for other ears')
  await manager.next('events', (frame) => JSON.stringify(frame).includes('for other ears'))
  expect(JSON.stringify(ada.frames)).not.toContain('for other ears')
  expect(await ada.ask({ type: 'history', conversationId, limit: 10 })).toMatchObject({
    code: 'conversation-not-found',
  })
  await Promise.all([consumer.close(), ada.close(), manager.close()])
})

it('messaging R8.9: two agents in one conversation see each other typing, and each other’s words and notes at once', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const ada = await house.agent(acme.agentToken)
  const mo = await house.agent(acme.managerToken)
  for (const desk of [ada, mo]) await desk.ask({ type: 'subscribe', conversationId })
  await ada.ask({ type: 'act', conversationId, act: 'takeOver' })
  await mo.ask({ type: 'act', conversationId, act: 'joinAsManager' })
  const typing = (id: number) => (frame: { who: object; state: string }) =>
    frame.state === 'composing' && JSON.stringify(frame.who).includes(`"id":${id}`)
  ada.send({ type: 'signal', conversationId, state: 'composing' })
  expect(await mo.next('signalled', typing(acme.agentId))).toMatchObject({ who: { kind: 'agent', name: 'Ada' } })
  mo.send({ type: 'signal', conversationId, state: 'composing' })
  expect(await ada.next('signalled', typing(acme.managerId))).toMatchObject({ who: { kind: 'agent', name: 'Mo' } })
  const holds = (words: string) => (frame: object) => JSON.stringify(frame).includes(words)
  await ada.say('Let me see', { conversationId })
  await mo.next('events', holds('Let me see'))
  await mo.say('Offer a refund', { conversationId, audience: 'AGENTS_AND_MANAGERS' })
  await ada.next('events', holds('Offer a refund'))
  await mo.say('I am here, too', { conversationId })
  await ada.next('events', holds('I am here, too'))
  await consumer.next('events', holds('I am here, too'))
  expect(JSON.stringify(consumer.frames)).not.toContain('Offer a refund')
  await Promise.all([consumer.close(), ada.close(), mo.close()])
})

it('shows nothing of another account, whatever is asked', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const spy = await house.agent(foreign.managerToken)
  const asked = [
    { type: 'subscribe' },
    { type: 'unsubscribe' },
    { type: 'send', clientId: 'spy', content: { kind: 'text', text: 'boo' } },
    { type: 'transfer', skillId: foreign.skillId },
    { type: 'act', act: 'takeOver' },
    { type: 'act', act: 'joinAsReader' },
    { type: 'priority', priority: 'urgent' },
    { type: 'close' },
    { type: 'history', limit: 10 },
    { type: 'resume', after: 0 },
  ]
  for (const frame of asked) {
    expect(await spy.ask({ ...frame, conversationId }), frame.type).toMatchObject({ code: 'conversation-not-found' })
  }
  expect(spy.frames.map(({ type }) => type).filter((type) => type !== 'refused')).toEqual(['welcome', 'desk'])
  await Promise.all([consumer.close(), spy.close()])
})

it('takes rights away from an open socket at once: role, person, token', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const home = '/api/v1/accounts/acme'
  const { id: personId } = await house.make('/accounts/acme/people', { fullName: 'Z', nickname: 'Z', role: 'manager' })
  const sign = () =>
    house.make<{ id: string; token: string }>('/accounts/acme/tokens', { kind: 'agent', name: 'z', personId })
  const [first, second] = [await sign(), await sign()]
  const demoted = await house.agent(first.token)
  const other = await house.agent(second.token)
  await demoted.ask({ type: 'subscribe', conversationId })
  await house.call('PATCH', `${home}/people/${personId}`, { role: 'agent' })
  expect(await demoted.next('gone')).toEqual({ type: 'gone', conversationId })
  await house.call('DELETE', `${home}/tokens/${first.id}`)
  expect(await demoted.closed).toBe(4401)
  await house.call('PATCH', `${home}/people/${personId}`, { enabled: false })
  expect(await other.closed).toBe(4401)
  await consumer.close()
})

it.each([
  ['a consumer’s token', async () => (await house.consumerToken()).body.token],
  [
    'an admin token',
    async () => (await house.make<{ token: string }>('/accounts/acme/tokens', { kind: 'admin', name: 'a' })).token,
  ],
  ['the operator’s token', async () => house.token],
  ['nonsense', async () => 'x'],
])('keeps out %s', async (_what, token) => {
  const socket = await house.socket('/agent')
  socket.send({ type: 'hello', protocol: 1, token: await token() })
  expect(await socket.next('refused')).toMatchObject({ code: 'token-invalid' })
  expect(await socket.closed).toBe(4401)
})

it('connector R4.39: lets an agent show images of listed hosts only', async () => {
  const { consumer, conversationId } = await waitingConversation()
  const manager = await house.agent(acme.managerToken)
  await manager.ask({ type: 'act', conversationId, act: 'joinAsManager' })
  const card = { kind: 'structured', structured: { type: 'image', url: 'https://img.example/a.png' } }
  const refused = await manager.ask({ type: 'send', clientId: 'i1', conversationId, content: card })
  expect(refused).toMatchObject({ code: 'invalid-content', path: '/content/structured/url' })
  await house.call('PATCH', '/api/v1/accounts/acme', { imageHosts: ['img.example'] })
  expect(await manager.ask({ type: 'send', clientId: 'i2', conversationId, content: card })).toMatchObject({
    type: 'accepted',
  })
  await Promise.all([consumer.close(), manager.close()])
})
