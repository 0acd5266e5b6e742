import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
let admin: Somebody
let manager: Somebody
let agent: Somebody
let stranger: Somebody
const home = '/api/v1/accounts/acme'

beforeAll(async () => {
  house = await openServer()
  acme = await foundAcme(house)
  await foundAcme(house, 'other')
  admin = await invite(house, 'admin')
  manager = await invite(house, 'manager')
  agent = await invite(house, 'agent', 'acme', { skillIds: [acme.skillId] })
  stranger = await invite(house, 'agent')
})
afterAll(() => house?.stop())

/** A consumer who has said this. */
async function talk(...texts: string[]) {
  const { socket, token } = await house.consumer()
  let conversationId = ''
  for (const text of texts) conversationId = (await socket.say(text)).conversationId
  const { body } = await house.call('GET', `${home}/conversations/${conversationId}`)
  return { conversationId, consumerId: body.consumerId as string, socket, token }
}
const close = (id: string) => house.call('POST', `${home}/conversations/${id}/close`, {})
const found = async (who: Somebody, query: string) => {
  await house.server.storage.search.catchUp()
  const { status, body } = await who.browser.call('GET', `${home}/search?${query}`)
  expect(status).toBe(200)
  return body.items.map(({ conversation }: { conversation: { conversationId: string } }) => conversation.conversationId)
}

describe('saved replies (messaging R8.5)', () => {
  it('are made by managers, used by agents, and told what is wrong with them', async () => {
    const reply = { title: 'Thanks', text: 'Thank you, {{consumer.name}}!', shortcut: 'TY', language: 'en' }
    const made = await manager.browser.call('POST', `${home}/saved-replies`, reply)
    expect(made).toMatchObject({ status: 201, body: { ...reply, shortcut: 'ty', skillIds: [] } })
    expect((await agent.browser.call('GET', `${home}/saved-replies`)).body.items).toMatchObject([{ title: 'Thanks' }])
    expect((await agent.browser.call('POST', `${home}/saved-replies`, reply)).status).toBe(403)
    const again = await manager.browser.call('POST', `${home}/saved-replies`, reply)
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'shortcut-taken', path: '/shortcut' } } })
    const path = `${home}/saved-replies/${made.body.id}`
    expect((await manager.browser.call('PATCH', path, { shortcut: null })).body.shortcut).toBeUndefined()
    expect((await manager.browser.call('DELETE', path)).status).toBe(204)
    expect((await manager.browser.call('GET', path)).status).toBe(404)
  })

  it.each([
    [{ title: '', text: 'x' }, '/title'],
    [{ title: 'x', text: ' ' }, '/text'],
    [{ title: 'x', text: 'x'.repeat(5_001) }, '/text'],
    [{ title: 'x', text: 'x', shortcut: 'a b' }, '/shortcut'],
    [{ title: 'x', text: { $gt: '' } }, '/text'],
    [{ title: 'x', text: 'x', accountId: 'other' }, '/accountId'],
    [{ title: 'x', text: 'x', skillIds: [9_999] }, '/skillIds/0'],
  ])('are refused with the field at fault: %o', async (body, path) => {
    const answer = await manager.browser.call('POST', `${home}/saved-replies`, body)
    expect([400, 422]).toContain(answer.status)
    expect(answer.body.error.path).toBe(path)
  })
})

describe('tags (messaging R8.6)', () => {
  it('go on and off by those who direct the conversation, and everybody at it is told', async () => {
    const { id } = (await manager.browser.call('POST', `${home}/tags`, { name: '<b>Refund</b>', colour: 'red' })).body
    const { conversationId } = await talk('my money')
    const desk = await house.agent(acme.managerToken)
    desk.send({ type: 'subscribe', frameId: 's', conversationId })
    await desk.next('conversation')
    const path = `${home}/conversations/${conversationId}/tags`
    expect(await manager.browser.call('POST', path, { add: [id] })).toMatchObject({ status: 200, body: { tags: [id] } })
    expect(await desk.next('events')).toMatchObject({ events: [{ event: { type: 'tags', added: [id] } }] })
    const { body } = await house.call('GET', `${home}/conversations/${conversationId}`)
    expect(body.tags).toEqual([id])
    // The agent of its skill sees it in the queue, and may not direct it.
    expect((await agent.browser.call('POST', path, { remove: [id] })).status).toBe(409)
    expect((await stranger.browser.call('POST', path, { remove: [id] })).status).toBe(404)
    expect(await manager.browser.call('POST', path, { add: [4_711] })).toMatchObject({
      status: 422,
      body: { error: { path: '/add/0' } },
    })
    await manager.browser.call('PATCH', `${home}/tags/${id}`, { retired: true })
    expect((await manager.browser.call('POST', path, { add: [id] })).status).toBe(422)
    expect(await manager.browser.call('POST', path, { remove: [id] })).toMatchObject({ body: { tags: [] } })
    await desk.close()
  })
})

describe('search', () => {
  it('shows everybody what they may see, and nothing else', async () => {
    const { conversationId } = await talk('zebra crossing')
    expect(await found(manager, 'words=zebra')).toEqual([conversationId])
    expect(await found(agent, 'words=zebra')).toEqual([conversationId])
    expect(await found(stranger, 'words=zebra')).toEqual([])
    await manager.browser.call('POST', `${home}/conversations/${conversationId}/transfer`, { skillId: acme.skillId })
    await close(conversationId)
    expect(await found(agent, 'words=zebra')).toEqual([])
    expect(await found(manager, 'words=zebra&phase=closed')).toEqual([conversationId])
    expect(await found(manager, 'words=zebra&phase=open')).toEqual([])
  })

  it('of a key without the right to see all finds nothing', async () => {
    await talk('okapi')
    const make = (...scopes: string[]) => house.make<{ key: string }>('/accounts/acme/keys', { name: 'k', scopes })
    await house.server.storage.search.catchUp()
    const ask = async (key: string) =>
      (await house.call('GET', `${home}/search?words=okapi`, undefined, key)).body.items
    expect(await ask((await make('readConversations')).key)).toEqual([])
    expect(await ask((await make('readConversations', 'seeAll')).key)).toHaveLength(1)
  })
})

describe('transcripts and consumers', () => {
  it('are read by whoever answers the consumer, earlier conversations too, and by nobody else', async () => {
    const first = await talk('first')
    await close(first.conversationId)
    const read = (who: Somebody, id: string) => who.browser.call('GET', `${home}/conversations/${id}/transcript`)
    expect((await read(agent, first.conversationId)).status).toBe(404)
    await first.socket.close()
    const { socket } = await house.consumer(first.token)
    await socket.say('and again')
    const answer = await read(agent, first.conversationId)
    expect(answer).toMatchObject({ status: 200, body: { skillName: 'People', header: { phase: 'closed' } } })
    expect(answer.body.events.map(({ event }: { event: { type: string } }) => event.type)).toEqual([
      'opened',
      'message',
      'closed',
    ])
    expect((await read(stranger, first.conversationId)).status).toBe(404)
    const consumer = `${home}/consumers/${first.consumerId}`
    expect((await agent.browser.call('GET', consumer)).body).toMatchObject({ consumerId: first.consumerId })
    const { body } = await agent.browser.call('GET', `${consumer}/conversations?limit=1`)
    expect(body.items).toHaveLength(1)
    const older = await agent.browser.call('GET', `${consumer}/conversations?limit=1&before=${body.next}`)
    expect(older.body.items).toMatchObject([{ conversationId: first.conversationId, phase: 'closed' }])
    expect((await stranger.browser.call('GET', consumer)).status).toBe(404)
    expect((await stranger.browser.call('GET', `${consumer}/conversations`)).status).toBe(404)
    await socket.close()
  })

  it('stay with the agent who answered', async () => {
    const { conversationId } = await talk('mine')
    const desk = await house.agent(acme.agentToken)
    desk.send({ type: 'act', frameId: 'a', conversationId, act: 'takeOver' })
    await desk.next('accepted')
    await close(conversationId)
    await house.server.storage.search.catchUp()
    const path = `${home}/conversations/${conversationId}/transcript`
    expect((await house.call('GET', path, undefined, acme.agentToken)).status).toBe(200)
    expect((await agent.browser.call('GET', path)).status).toBe(404)
    await desk.close()
  })
})

describe('exports', () => {
  const lines = (text: string) => text.trimEnd().split('\r\n')

  it('hold every message, and no cell that a spreadsheet would run', async () => {
    const evil = ['=1+1', '+cmd|" /C calc"!A0', '-2+3', '@SUM(A1)', '\t=1', 'say "hi", twice\r\nover lines']
    const { conversationId } = await talk(...evil)
    const { text, headers, status } = await admin.browser.call('GET', `${home}/exports/messages.csv`)
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toContain('attachment')
    const own = text.slice(text.indexOf(conversationId) - 1)
    expect(own).toContain(`"'=1+1"`)
    expect(own).toContain(`"'+cmd|"" /C calc""!A0"`)
    expect(own).toContain(`"'-2+3"`)
    expect(own).toContain(`"'@SUM(A1)"`)
    expect(own).toContain('say ""hi"", twice')
    expect(text).not.toMatch(/(^|,|\n)"?[=+@]/)
    expect(lines(text)[0]).toContain('conversationId')
  })

  it('tell one thing a line, and keep to what was asked for', async () => {
    const { conversationId, consumerId } = await talk('one of many')
    const { text } = await admin.browser.call('GET', `${home}/exports/events.jsonl?consumerId=${consumerId}`)
    const told = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told[0]).toMatchObject({ conversation: { conversationId, skill: 'People' } })
    expect(told.slice(1).map(({ event }) => event.type)).toEqual(['opened', 'message'])
    const none = await admin.browser.call('GET', `${home}/exports/events.jsonl?to=1`)
    expect(none.text).toBe('')
  })
})

describe('automatic messages', () => {
  it('are set for each entry point and language, and taken away', async () => {
    const put = (body: object) => manager.browser.call('PUT', `${home}/automatic-messages`, body)
    expect((await put({ kind: 'welcome', text: 'Hi' })).body.items).toEqual([{ kind: 'welcome', text: 'Hi' }])
    const german = { kind: 'welcome', language: 'de', entryPointId: 'web', text: 'Hallo' }
    expect((await put(german)).body.items).toHaveLength(2)
    expect((await put({ ...german, text: null })).body.items).toHaveLength(1)
    expect(await put({ ...german, entryPointId: 'nowhere' })).toMatchObject({ status: 422 })
    expect((await put({ kind: 'other', text: 'x' })).status).toBe(400)
    await put({ kind: 'welcome', text: null })
  })

  it('messaging LIF-08: are set for a skill, but not for a skill of an entry point, and go with the skill', async () => {
    const put = (body: object) => manager.browser.call('PUT', `${home}/automatic-messages`, body)
    const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Own words' })
    const own = { kind: 'transferred', skillId, text: 'You are passed on.' }
    expect((await put(own)).body.items).toEqual([own])
    expect(await put({ ...own, entryPointId: 'web' })).toMatchObject({
      status: 400,
      body: { error: { path: '/skillId' } },
    })
    expect(await put({ ...own, skillId: 999_999 })).toMatchObject({
      status: 422,
      body: { error: { path: '/skillId' } },
    })
    expect((await house.call('DELETE', `${home}/skills/${skillId}`)).status).toBe(204)
    expect((await manager.browser.call('GET', `${home}/automatic-messages`)).body.items).toEqual([])
  })

  it('messaging MSG-17: about silence are said after a time, which is set for everywhere or a skill, or never', async () => {
    const put = (body: object) => manager.browser.call('PUT', `${home}/automatic-timers`, body)
    const usual = [600, 900, 600]
    const seconds = (items: { afterSeconds: number }[]) => items.map(({ afterSeconds }) => afterSeconds)
    const before = (await manager.browser.call('GET', `${home}/automatic-timers`)).body.items
    expect(seconds(before)).toEqual(usual)
    const timer = { enabled: false, afterSeconds: 15 }
    const own = { kind: 'stillWaiting', skillId: acme.skillId }
    expect((await put({ ...own, timer })).body.items).toEqual([...before, { ...own, ...timer }])
    expect((await put({ kind: 'stillWaiting', timer })).body.items).toHaveLength(4)
    expect(await put({ ...own, timer: { ...timer, afterSeconds: 14 } })).toMatchObject({
      status: 400,
      body: { error: { path: '/timer/afterSeconds' } },
    })
    expect(await put({ ...own, skillId: 999_999, timer })).toMatchObject({ body: { error: { path: '/skillId' } } })
    for (const one of [own, { kind: own.kind }]) await put({ ...one, timer: null })
    expect((await manager.browser.call('GET', `${home}/automatic-timers`)).body.items).toEqual(before)
    expect((await agent.browser.call('GET', `${home}/automatic-timers`)).status).toBe(403)
  })

  it('reach the consumer as the brand’s, once', async () => {
    await manager.browser.call('PUT', `${home}/automatic-messages`, { kind: 'welcome', text: 'Good to see you.' })
    const { conversationId } = await talk('hello')
    const { body } = await admin.browser.call('GET', `${home}/conversations/${conversationId}/transcript`)
    const said = body.events.filter(({ event }: { event: { automatic?: string } }) => event.automatic === 'welcome')
    expect(said).toMatchObject([{ event: { who: { kind: 'system' }, content: { text: 'Good to see you.' } } }])
    await manager.browser.call('PUT', `${home}/automatic-messages`, { kind: 'welcome', text: null })
  })

  it.each([
    [{ timeZone: 'Mars/Olympus', week: [[], [], [], [], [], [], []] }, '/hours/timeZone'],
    [{ timeZone: 'UTC', week: [[]] }, '/hours/week'],
    [{ timeZone: 'UTC', week: [[{ from: '17:00', to: '09:00' }], [], [], [], [], [], []] }, '/hours/week/0/0'],
    [
      { timeZone: 'UTC', week: [[], [], [], [], [], [], []], special: [{ date: '2026-02-30', spans: [] }] },
      '/hours/special/0/date',
    ],
  ])('know opening hours, and tell what is wrong with them: %#', async (hours, path) => {
    const answer = await manager.browser.call('PUT', `${home}/opening-hours`, { scope: 'account', hours })
    expect(answer).toMatchObject({ status: 400, body: { error: { path } } })
  })
})

describe('masking patterns', () => {
  it.each(['(', '(?=x)', 'a*', '\\1'])('%s is refused with what is wrong', async (pattern) => {
    const answer = await admin.browser.call('PATCH', home, { maskingPatterns: [{ name: 'x', pattern }] })
    expect(answer).toMatchObject({ status: 400, body: { error: { path: '/maskingPatterns/0/pattern' } } })
  })
})
