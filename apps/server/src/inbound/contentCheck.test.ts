import { afterAll, beforeAll, expect, it } from 'vitest'
import { foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
beforeAll(async () => {
  house = await openServer()
  await foundAcme(house)
})
afterAll(() => house?.stop())

const check = (body: object, token?: string | null) => house.call('POST', '/api/v1/content/check', body, token)
const card = (...elements: object[]) => ({ type: 'vertical', elements })

it('says what is wrong with a card, and where', async () => {
  const answer = await check({ payload: card({ type: 'text', text: 'ok' }, { type: 'image' }) })
  expect(answer).toMatchObject({
    status: 200,
    body: {
      valid: false,
      problems: [{ path: '/elements/1', rule: 'missing', message: expect.stringContaining('url') }],
    },
  })
  expect((await check({ payload: card({ type: 'text', text: 'ok' }) })).body).toEqual({ valid: true, problems: [] })
})

it('checks for the channel, the kind and the profile that are named', async () => {
  const payload = { type: 'quickReplies', itemsPerRow: 9, replies: [{ type: 'button', title: 'Yes' }] }
  const rules = async (more: object) => {
    const { body } = await check({ payload, kind: 'quickReply', ...more })
    return (body.problems as { rule: string }[]).map(({ rule }) => rule)
  }
  expect(await rules({ profile: 'strict' })).toEqual([])
  expect(await rules({})).toEqual(['out-of-range', 'reply-says-nothing'])
  expect(await rules({ profile: 'strict', channel: 'line' })).toEqual(['missing'])
})

it('connector R4.40: looks at picture hosts where a list is given, or the account’s own', async () => {
  await house.call('PATCH', '/api/v1/accounts/acme', { imageHosts: ['img.example'] })
  const { token } = await house.make<{ token: string }>('/accounts/acme/tokens', { kind: 'admin', name: 'checker' })
  const payload = { type: 'image', url: 'https://other.example/a.png' }
  expect((await check({ payload })).body.valid).toBe(true)
  expect((await check({ payload, imageHosts: ['other.example'] })).body.valid).toBe(true)
  expect((await check({ payload, imageHosts: ['img.example'] })).body.problems).toMatchObject([
    { path: '/url', rule: 'image-host-not-allowed', message: expect.stringContaining('other.example/a.png') },
  ])
  expect((await check({ payload, imageHosts: 'account' }, token)).body.valid).toBe(false)
  expect(await check({ payload, imageHosts: ['*.example'] })).toMatchObject({
    status: 422,
    body: { error: { path: '/imageHosts/0' } },
  })
})

it('is for those who are known, and takes nothing that it does not know', async () => {
  expect((await check({ payload: 1 }, null)).status).toBe(401)
  expect((await check({ payload: 1, chanel: 'web' })).status).toBe(400)
  expect((await check({ payload: 1, channel: 'fax' })).status).toBe(400)
  expect((await check({ payload: 1 })).body).toMatchObject({ valid: false, problems: [{ path: '' }] })
})
