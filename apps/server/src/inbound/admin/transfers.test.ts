import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
const home = '/api/v1/accounts/acme'

interface Referrer {
  readonly path: string
  readonly rule: string
  readonly facts: object
}

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
}, 60_000)
afterAll(() => house?.stop())

it('dialogs R1.4, R1.5, R1.6: groups of bots are made, changed, joined and left; they help each other when told to', async () => {
  const made = await house.make('/accounts/acme/bot-groups', { name: 'Shop' })
  expect(made).toMatchObject({ name: 'Shop', collaborates: false, transferMessage: '' })
  const path = `${home}/bot-groups/${made.id}`
  expect((await house.call('PATCH', path, { transferMessage: 'One moment.', collaborates: true })).body).toMatchObject({
    collaborates: true,
    transferMessage: 'One moment.',
  })
  const bot = await house.make('/accounts/acme/bots', {
    ...{ name: 'Robin', nickname: 'Robin', kind: 'authored', groupId: made.id },
  })
  expect(bot).toMatchObject({ groupId: made.id })
  expect((await house.call('PATCH', `${home}/bots/${bot.id}`, { groupId: null })).body).not.toHaveProperty('groupId')
  expect((await house.call('PATCH', `${home}/bots/${bot.id}`, { groupId: 999_999 })).status).toBe(422)
  expect((await house.call('DELETE', path)).status).toBe(204)
  expect((await house.call('GET', path)).status).toBe(404)
})

it('a skill is taken away when nothing refers to it; until then the refusal names what does', async () => {
  const { id } = await house.make('/accounts/acme/skills', { name: 'Spare' })
  const path = `${home}/skills/${id}`
  const person = await house.make('/accounts/acme/people', {
    ...{ fullName: 'Bo Lind', nickname: 'Bo', role: 'agent', skillIds: [id] },
  })
  const bot = await house.make('/accounts/acme/bots', {
    ...{ name: 'Finn', nickname: 'Finn', kind: 'authored', config: { defaultSkill: 'Spare' } },
  })
  await house.make('/accounts/acme/entry-points', { id: 'side', name: 'Side door', skillId: id })
  const lister = await house.make('/accounts/acme/skills', { name: 'Lister', transfersTo: [id] })
  const refused = await house.call('DELETE', path)
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'in-use' } } })
  expect(refused.body.error.problems.map((one: Referrer) => [one.path, one.rule, one.facts])).toEqual([
    [`/people/${person.id}`, 'person', { name: 'Bo Lind' }],
    [`/bots/${bot.id}`, 'errors', { name: 'Finn' }],
    ['/entry-points/side', 'entryPoint', { name: 'Side door' }],
    [`/skills/${lister.id}`, 'transfers', { name: 'Lister' }],
  ])
  expect(refused.body.error.message).toContain('Bo Lind')
  await house.call('PATCH', `${home}/people/${person.id}`, { skillIds: [] })
  await house.call('PATCH', `${home}/bots/${bot.id}`, { config: { defaultSkill: 'People' } })
  await house.call('PATCH', `${home}/entry-points/side`, { skillId: acme.skillId })
  expect((await house.call('DELETE', path)).body.error.problems).toHaveLength(1)
  await house.call('PATCH', `${home}/skills/${lister.id}`, { transfersTo: null })
  expect((await house.call('DELETE', path)).status).toBe(204)
  expect((await house.call('GET', path)).status).toBe(404)
  expect((await house.call('DELETE', path)).status).toBe(404)
  const log = (await house.call('GET', `${home}/audit`)).body.items
  expect(log).toContainEqual(expect.objectContaining({ action: 'skill.deleted', target: `skill/${id}` }))
})

it('messaging LIF-29: closing by itself after 10 minutes or 100 days is refused, and so are odd settings of surveys', async () => {
  const { id } = await house.make('/accounts/acme/skills', { name: 'Patient' })
  const path = `${home}/skills/${id}`
  const save = (autoCloseMs: number) => house.call('PATCH', path, { autoCloseMs })
  for (const minutes of [10, 100 * 1_440]) {
    const refused = await save(minutes * 60_000)
    expect(refused).toMatchObject({ status: 400, body: { error: { path: '/autoCloseMs' } } })
  }
  for (const minutes of [25, 90 * 1_440]) expect((await save(minutes * 60_000)).status).toBe(200)
  const surveys = (wanted: object) => house.call('PATCH', home, { surveys: wanted })
  expect((await surveys({ intervalDays: -1 })).status).toBe(400)
  expect((await surveys({ intervalDays: 1, samplePercent: 101 })).status).toBe(400)
  expect((await surveys({ intervalDays: 3, samplePercent: 50 })).body).toMatchObject({
    surveys: { intervalDays: 3, samplePercent: 50 },
  })
  const asked = { botId: 1, timeoutMs: 60_000, endPhrases: [''] }
  expect((await house.call('PATCH', path, { survey: asked })).status).toBe(400)
})

it('messaging R2.11: what became of each transfer, and who would be there for another, is told', async () => {
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  const path = `${home}/conversations/${conversationId}`
  const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Billing' })
  await house.call('POST', `${path}/transfer`, { skillId })
  expect((await house.call('GET', `${path}/transfers`)).body.at(-1)).toMatchObject({
    skillId,
    skillName: 'Billing',
    outcome: 'pending',
  })
  await house.call('POST', `${path}/close`, {})
  expect((await house.call('GET', `${path}/transfers`)).body.at(-1)).toMatchObject({ outcome: 'abandoned' })
  expect((await house.call('GET', `${path}/bot-memory`)).body).toEqual([])
  expect((await house.call('GET', `${path}/survey`)).body).toEqual([])
  const around = (await house.call('GET', `${home}/skills/around`)).body
  expect(around).toContainEqual({ id: skillId, name: 'Billing', online: 0, bots: 0, waiting: 0 })
  expect(acme.skillId).toBeDefined()
  await socket.close()
})

it('messaging LIF-10, LIF-16, R5.12: skills say where they pass on to, the account how far away somebody may be; the API keeps to it', async () => {
  const { id: from } = await house.make('/accounts/acme/skills', { name: 'Front' })
  const { id: listed } = await house.make('/accounts/acme/skills', { name: 'Listed' })
  const { id: other } = await house.make('/accounts/acme/skills', { name: 'Not listed' })
  const path = `${home}/skills/${from}`
  for (const [transfersTo, status] of [
    [[from], 422],
    [[999_999], 422],
    [[listed, listed], 400],
  ] as const) {
    expect((await house.call('PATCH', path, { transfersTo })).status, JSON.stringify(transfersTo)).toBe(status)
  }
  for (const suggestedMinutes of [0, 21 * 1_440 + 1]) {
    expect((await house.call('PATCH', path, { suggestedMinutes })).status).toBe(400)
    expect((await house.call('PATCH', home, { suggestedMinutes })).status).toBe(400)
  }
  expect((await house.call('PATCH', home, { mayPassTo: { agents: 'nowhere', managers: 'away' } })).status).toBe(400)
  const rules = { mayPassTo: { agents: 'away', managers: 'offline' }, suggestedMinutes: 90 }
  expect((await house.call('PATCH', home, rules)).body).toMatchObject(rules)
  const passes = { transfersTo: [listed], suggestedMinutes: 15 }
  expect((await house.call('PATCH', path, passes)).body).toMatchObject(passes)
  const around = (await house.call('GET', `${home}/skills/around?from=${from}`)).body
  expect(around.map(({ id }: { id: number }) => id).sort()).toEqual([from, listed].sort())

  const agent = await house.make('/accounts/acme/people', {
    ...{ fullName: 'Hedy Lamarr', nickname: 'Hedy', role: 'agent', skillIds: [from] },
  })
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('hello')
  const move = (body: object) => house.call('POST', `${home}/conversations/${conversationId}/transfer`, body)
  expect((await move({ skillId: from, agentId: agent.id })).status).toBe(200)
  expect((await house.call('GET', `${home}/conversations/${conversationId}`)).body.assignee).toMatchObject({
    ...{ kind: 'queue', skillId: from, suggested: { kind: 'agent', id: agent.id, name: 'Hedy' } },
    suggestedUntil: expect.any(Number),
  })
  // Lists say it too (messaging R5.13).
  const desk = await house.agent(acme.managerToken)
  desk.send({ type: 'watch', frameId: 'all', list: 'all' })
  const { rows } = await desk.next('list')
  expect(rows.find((row: { conversationId: string }) => row.conversationId === conversationId)?.assignee).toMatchObject(
    {
      ...{
        kind: 'queue',
        suggested: { kind: 'agent', id: agent.id, name: 'Hedy' },
        suggestedUntil: expect.any(Number),
      },
    },
  )
  await desk.close()
  expect((await house.call('GET', `${home}/people/available?skillId=${from}`)).body).toMatchObject([
    { id: agent.id, status: 'offline', mayPass: true },
  ])
  expect(await move({ skillId: other })).toMatchObject({
    status: 403,
    body: { error: { code: 'not-permitted', path: '/skillId' } },
  })
  // A word to whoever gets it goes with the transfer, once, or not at all (messaging T7).
  const note = { text: 'She has the receipt.', clientId: 'note-1' }
  expect((await move({ skillId: other, note })).status).toBe(403)
  expect(await move({ skillId: listed, note: { text: ' ' } })).toMatchObject({
    status: 400,
    body: { error: { path: '/note/text' } },
  })
  const moved = await move({ skillId: listed, note })
  expect(moved.status).toBe(200)
  expect((await move({ skillId: listed, note })).body).toEqual(moved.body)
  const { items } = (await house.call('GET', `${home}/conversations/${conversationId}/log`)).body
  const kinds = (items as { event: { type: string; audience?: string } }[]).slice(-2).map(({ event }) => event)
  expect(kinds).toMatchObject([{ type: 'message', audience: 'AGENTS_AND_MANAGERS' }, { type: 'transferred' }])
  await house.call('PATCH', home, { mayPassTo: null, suggestedMinutes: null })
  await socket.close()
})
