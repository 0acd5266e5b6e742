import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let acme: Acme
let bot: number
const home = '/api/v1/accounts/acme'

beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
  const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Coffee' })
  const settings = { name: 'Barista', nickname: 'Robin', kind: 'authored', skillIds: [skillId], enabled: true }
  bot = (await house.make('/accounts/acme/bots', { ...settings, config: { defaultSkill: 'People' } })).id
  await house.call('PATCH', `${home}/entry-points/web`, { skillId })
}, 60_000)
afterAll(() => house?.stop())

const definition = (greeting: string, more: object = {}) => ({
  format: 'baton.bot/1',
  id: 'barista',
  name: 'Barista',
  language: 'en-US',
  dialogs: [
    {
      id: 'hello',
      name: 'Hello',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 's', name: 'Start', patterns: ['*hello*'] },
        {
          type: 'text',
          id: 't',
          name: 'Greeting',
          text: `${greeting} {$botContext.who}`,
          preProcess: "botContext.setBotVariable('who', 'Ada')",
          next: { go: 'end' },
        },
      ],
    },
    {
      id: 'sorry',
      name: 'Sorry',
      kind: 'fallback',
      interactions: [{ type: 'text', id: 'f', name: 'Fallback', text: 'I did not get that.' }],
    },
  ],
  ...more,
})
const saveDraft = (body: object) => house.call('PUT', `${home}/bots/${bot}/draft`, body)

describe('a bot that is written here', () => {
  it('is drafted, published, talked to, changed and restored', async () => {
    const draft = await saveDraft({ definition: definition('Hi'), expectedHash: '' })
    expect(draft.body).toMatchObject({ version: 0, problems: [], hash: expect.any(String) })
    const published = await house.call('POST', `${home}/bots/${bot}/publish`, {
      hash: draft.body.hash,
      comment: 'first',
    })
    expect(published).toMatchObject({ status: 201, body: { version: 1, comment: 'first' } })

    const { socket } = await house.consumer()
    const { conversationId } = await socket.say('hello there')
    await socket.next('events', (frame) => JSON.stringify(frame).includes('"Hi Ada"'))
    await socket.close()

    const told = await house.call('GET', `${home}/conversations/${conversationId}/turns/1`)
    expect(told).toMatchObject({ status: 200, body: { turnId: 1, version: 1, hash: draft.body.hash } })
    expect(told.body.answers[0].answer).toMatchObject({ kind: 'script', effects: [{ do: 'setVariable', name: 'who' }] })
    expect(told.text).toContain('"entered"')
    expect((await house.call('GET', `${home}/conversations/${conversationId}/turns/9`)).status).toBe(404)

    const second = await saveDraft({ definition: definition('Hello'), expectedHash: draft.body.hash })
    await house.call('POST', `${home}/bots/${bot}/publish`, { hash: second.body.hash })
    const versions = await house.call('GET', `${home}/bots/${bot}/versions`)
    expect(versions.body.items.map((one: { version: number }) => one.version)).toEqual([2, 1])
    const restored = await house.call('POST', `${home}/bots/${bot}/versions/1/restore`)
    expect(restored.body).toMatchObject({ version: 0, hash: draft.body.hash, comment: 'As version 1' })
    expect(
      (await house.call('GET', `${home}/bots/${bot}/versions/2`)).body.definition.dialogs[0].interactions[1].text,
    ).toMatch(/^Hello/)
  }, 60_000)

  it('with errors is kept as a draft and cannot be published; with warnings it can', async () => {
    const wrong = await saveDraft({ definition: { ...definition('Hi'), dialogs: [{ id: 'x' }] } })
    expect(wrong.status).toBe(200)
    expect(wrong.body.problems[0]).toMatchObject({ path: expect.stringMatching(/^\/dialogs\/0\//) })
    const refused = await house.call('POST', `${home}/bots/${bot}/publish`, { hash: wrong.body.hash })
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'draft-has-errors' } } })
    expect(refused.body.error.problems.length).toBeGreaterThan(0)

    const unsure = await saveDraft({ definition: definition('Hi', { fromTheFuture: 1 }) })
    expect(unsure.body.problems).toMatchObject([{ path: '/fromTheFuture', severity: 'warning' }])
    expect((await house.call('POST', `${home}/bots/${bot}/publish`, { hash: unsure.body.hash })).status).toBe(201)
  })

  it('is not overwritten by somebody who saw another draft', async () => {
    expect((await saveDraft({ definition: definition('A'), expectedHash: 'old' })).status).toBe(422)
    expect((await house.call('POST', `${home}/bots/${bot}/publish`, { hash: 'old' })).status).toBe(422)
    expect((await saveDraft({ definition: [] })).body.error).toMatchObject({ path: '/definition' })
  })

  it('has its settings and the fields of an integration changed alone', async () => {
    const integration = { type: 'api', id: 'w', name: 'Weather', method: 'GET', url: 'https://w.example' }
    await saveDraft({ definition: definition('Hi', { integrations: [integration] }) })
    const settings = await house.call('PUT', `${home}/bots/${bot}/draft/settings`, { sessionMinutes: 5 })
    expect(settings.body.definition).toMatchObject({ settings: { sessionMinutes: 5 }, name: 'Barista' })
    const wrong = await house.call('PUT', `${home}/bots/${bot}/draft/settings`, { sessionMinutes: 'long' })
    expect(wrong).toMatchObject({ status: 400, body: { error: { path: '/sessionMinutes' } } })
    const fields = { fields: [{ key: 'sky', path: '{$.api_Weather.sky}' }] }
    const changed = await house.call('PUT', `${home}/bots/${bot}/draft/integrations/w/fields`, fields)
    expect(changed.body.definition.integrations[0]).toMatchObject(fields)
    expect((await house.call('PUT', `${home}/bots/${bot}/draft/integrations/x/fields`, fields)).status).toBe(404)
  })

  it('keeps its own kind of settings', async () => {
    const wrong = await house.call('PATCH', `${home}/bots/${bot}`, { config: { baseUrl: 'https://x.example' } })
    expect(wrong).toMatchObject({ status: 400, body: { error: { path: '/config/baseUrl' } } })
    const right = await house.call('PATCH', `${home}/bots/${bot}`, {
      config: { defaultSkill: 'People', connector: { disableGreetings: true } },
    })
    expect(right.body.config).toMatchObject({ connector: { disableGreetings: true, defaultStepupMessage: '_STEPUP_' } })
    expect((await house.call('POST', `${home}/bots/${bot}/test`)).status).toBe(422)
    expect(acme.skillId).toBeGreaterThan(0)
  })
})

describe('a bot as a file', () => {
  const bring = (body: object) => house.call('POST', `${home}/bots/import`, body)

  it('dialogs R1.13, R12.1: comes in as a new bot with date and time in its name, and goes out as it came', async () => {
    const own = definition('Hi')
    const { status, body } = await bring({ file: own })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        bot: { name: expect.stringMatching(/^Barista \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) },
        draft: { version: 0, problems: [], comment: 'As imported' },
        report: { format: 'baton', counts: { dialogs: 2, interactions: 3 }, unknown: 0, dangling: 0, findings: [] },
      },
    })
    const path = `${home}/bots/${body.bot.id}`
    expect((await house.call('GET', path)).body).toMatchObject({ kind: 'authored', enabled: false })
    expect((await house.call('GET', `${path}/export`)).body).toEqual(own)

    const theirs = (await house.call('GET', `${path}/export?format=liveperson`)).body
    expect(theirs.conversationMessage).toHaveLength(3)
    const again = await bring({ file: JSON.stringify(theirs), name: 'Barista from there' })
    expect(again).toMatchObject({
      status: 201,
      body: {
        bot: { name: 'Barista from there' },
        report: { format: 'liveperson', counts: { dialogs: 2, interactions: 3 } },
      },
    })
    expect((await house.call('GET', `${home}/bots/${again.body.bot.id}/export?version=7`)).status).toBe(404)
  })

  it('export §14.2: is refused with the place that is wrong, and leaves no bot behind', async () => {
    const before = (await house.call('GET', `${home}/bots?limit=200`)).body.items.length
    for (const [file, path] of [
      [{}, '/file'],
      ['not JSON', '/file'],
      [{ ...definition('Hi'), dialogs: 7 }, '/file/dialogs'],
    ] as const) {
      const refused = await bring({ file })
      expect(refused).toMatchObject({ status: 422, body: { error: { code: 'bot-file', path } } })
    }
    expect((await house.call('GET', `${home}/bots?limit=200`)).body.items).toHaveLength(before)
  })
})

describe('environments and articles', () => {
  it('dialogs R5.7: keeps sets of variables, with names that scripts can say', async () => {
    const made = await house.make('/accounts/acme/environments', { name: 'Production', variables: { host: 'a' } })
    const path = `${home}/environments/${made.id}`
    expect((await house.call('PATCH', path, { variables: { host: 'b', system_x: '1' } })).body.variables.host).toBe('b')
    expect((await house.call('PATCH', path, { variables: { 'a b': '1' } })).status).toBe(400)
    expect((await house.call('GET', `${home}/environments`)).body.items).toHaveLength(1)
    expect((await house.call('DELETE', path)).status).toBe(204)
    expect((await house.call('GET', path)).status).toBe(404)
  })

  it('finds what editors wrote as a bot would find it', async () => {
    const article = { knowledgeBase: 'Help', title: 'Opening hours', detail: 'From eight to six.' }
    const { id } = await house.make('/accounts/acme/articles', article)
    const search = `${home}/articles/search?knowledgeBase=Help&query=when+do+you+open`
    expect((await house.call('GET', search)).body.items[0]).toMatchObject({ id, title: 'Opening hours' })
    expect((await house.call('PATCH', `${home}/articles/${id}`, { enabled: false })).body.enabled).toBe(false)
    expect((await house.call('GET', search)).body.items).toEqual([])
    expect((await house.call('PATCH', `${home}/articles/${id}`, { contentUrl: 'javascript:x' })).status).toBe(400)
    expect((await house.call('DELETE', `${home}/articles/${id}`)).status).toBe(204)
  })
})
