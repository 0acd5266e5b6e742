import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
let acme: Acme
let other: Acme
let acmeAdmin: string
let acmeBot: number
beforeAll(async () => {
  house = await openServer({ limits: { countLoopback: false } })
  acme = await foundAcme(house)
  other = await foundAcme(house, 'other')
  const admin = async (account: string) =>
    (await house.make<{ token: string }>(`/accounts/${account}/tokens`, { kind: 'admin', name: 'ci' })).token
  acmeAdmin = await admin('acme')
  acmeBot = (await house.make('/accounts/acme/bots', { name: 'Helper', nickname: 'Helper', config })).id
})
afterAll(() => house?.stop())

const config = { baseUrl: 'https://bots.example', botId: 'helper' }
const home = '/api/v1/accounts/acme'

describe('an id', () => {
  it('never takes an id of one account for one of another', async () => {
    for (const [what, id] of [
      ['skills', other.skillId],
      ['people', other.agentId],
    ] as const) {
      for (const method of ['GET', 'PATCH']) {
        const body = method === 'GET' ? undefined : { enabled: false }
        expect((await house.call(method, `${home}/${what}/${id}`, body, acmeAdmin)).status, `${method} ${what}`).toBe(
          404,
        )
      }
    }
    const foreignSkill = { fullName: 'x', nickname: 'x', skillIds: [other.skillId] }
    expect((await house.call('POST', `${home}/people`, foreignSkill)).status).toBe(422)
    const entry = { id: 'sly', name: 'sly', skillId: other.skillId }
    expect((await house.call('POST', `${home}/entry-points`, entry)).status).toBe(422)
    const token = { kind: 'agent', name: 'sly', personId: other.agentId }
    expect((await house.call('POST', `${home}/tokens`, token)).status).toBe(404)
  })
})

describe('a body that is wrong', () => {
  it.each([
    ['a field that does not belong', { name: 'A', colour: 'red' }, 400, '/colour'],
    ['a wrong type', { name: 7 }, 400, '/name'],
    ['a missing field', {}, 400, '/name'],
    ['no JSON', '{', 400, undefined],
    ['a name that is taken', { name: 'People' }, 409, '/name'],
  ])('is refused with the path to the field: %s', async (_what, body, status, path) => {
    const answer = await house.call('POST', `${home}/skills`, body)
    expect(answer.status).toBe(status)
    expect(answer.body.error.path).toBe(path)
    expect(answer.body.error.message).not.toBe('')
  })

  it('is refused when it is larger than 256 KiB', async () => {
    const answer = await house.call('POST', `${home}/skills`, { name: 'x'.repeat(300_000) })
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'body-too-large' } } })
  })

  it('connector R1.1: is one of a bot without a default skill that is to be enabled', async () => {
    const path = '/config/defaultSkill'
    const enable = (body: object) => house.call('PATCH', `${home}/bots/${acmeBot}`, body)
    expect(await enable({ enabled: true })).toMatchObject({
      status: 422,
      body: { error: { code: 'default-skill-missing', path } },
    })
    const unknown = { enabled: true, config: { ...config, defaultSkill: 'people' } } // names are case-sensitive
    expect(await enable(unknown)).toMatchObject({ status: 422, body: { error: { code: 'unknown-skill', path } } })
    expect(await enable({ enabled: true, config: { ...config, defaultSkill: 'People' } })).toMatchObject({
      status: 200,
    })
  })

  it('connector R4.40: is one with a wildcard among the image hosts', async () => {
    const answer = await house.call('PATCH', home, { imageHosts: ['img.example', '*.example'] })
    expect(answer).toMatchObject({ status: 422, body: { error: { path: '/imageHosts/1' } } })
    const taken = await house.call('PATCH', home, { imageHosts: ['IMG.example', 'https://img.example:443'] })
    expect(taken.body.imageHosts).toEqual(['img.example'])
  })

  it.each(['https://shop.example/', 'shop.example', '*', 'https://*.example', 'null', 'ftp://shop.example'])(
    'is one with an origin that no browser sends: %s',
    async (origin) => {
      const answer = await house.call('PATCH', `${home}/entry-points/web`, { origins: [origin] })
      expect(answer).toMatchObject({ status: 400, body: { error: { path: '/origins/0' } } })
    },
  )
})

it('shows a token once, and never its hash', async () => {
  const made = await house.call('POST', `${home}/tokens`, { kind: 'admin', name: 'once' })
  expect(made.body.token).toMatch(/^baton_/)
  const listed = await house.call('GET', `${home}/tokens`)
  expect(listed.text).not.toContain(made.body.token)
  expect(listed.text).not.toContain('hash')
  expect((await house.call('GET', home, undefined, made.body.token)).status).toBe(200)
  expect((await house.call('DELETE', `${home}/tokens/${made.body.id}`)).status).toBe(204)
  expect((await house.call('GET', home, undefined, made.body.token)).status).toBe(401)
})

it('gives lists in pages, each item once', async () => {
  for (let n = 0; n < 5; n += 1) await house.make('/accounts/acme/skills', { name: `Page ${n}` })
  const ids: number[] = []
  let next: number | undefined
  do {
    const { body } = await house.call('GET', `${home}/skills?limit=2${next === undefined ? '' : `&after=${next}`}`)
    expect(body.items.length).toBeLessThanOrEqual(2)
    ids.push(...body.items.map(({ id }: { id: number }) => id))
    next = body.next
  } while (next !== undefined)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe((await house.call('GET', `${home}/skills?limit=200`)).body.items.length)
})

it('steers a conversation in the name of the system: priority, transfer, close, erase', async () => {
  const { socket } = await house.consumer()
  const { conversationId } = await socket.say('words to forget')
  const at = `${home}/conversations/${conversationId}`
  const { id: skillId } = await house.make('/accounts/acme/skills', { name: 'Elsewhere' })
  expect((await house.call('POST', `${at}/priority`, { priority: 'urgent' })).status).toBe(200)
  expect((await house.call('POST', `${at}/transfer`, { skillId })).status).toBe(200)
  expect((await house.call('POST', `${at}/transfer`, { skillId: 999_999 })).body.error.code).toBe('unknown-skill')
  expect((await house.call('GET', at)).body).toMatchObject({ skillId, priority: { type: 'urgent' } })
  expect((await house.call('POST', `${at}/close`, {})).status).toBe(200)
  expect((await house.call('POST', `${at}/close`, {})).status).toBe(409)
  expect((await house.call('POST', `${at}/erase`)).status).toBe(200)
  const log = await house.call('GET', `${at}/log?limit=1000`)
  expect(log.text).not.toContain('words to forget')
  expect(log.body.items.map(({ event }: { event: { type: string } }) => event.type)).toContain('erased')
  const { items } = (await house.call('GET', `${home}/conversations?phase=closed&limit=1`)).body
  expect(items[0]).toMatchObject({ conversationId, phase: 'closed' })
  await socket.close()
})

it('takes a survey off a skill again', async () => {
  const skill = `${home}/skills/${acme.skillId}`
  const set = await house.call('PATCH', skill, { survey: { botId: acmeBot, timeoutMs: 60_000 } })
  expect(set.body.survey).toEqual({ botId: acmeBot, timeoutMs: 60_000 })
  const taken = await house.call('PATCH', skill, { survey: null })
  expect(taken).toMatchObject({ status: 200 })
  expect((await house.call('GET', skill)).body.survey).toBeUndefined()
})
