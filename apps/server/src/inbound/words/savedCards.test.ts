import { SAMPLES } from '@baton/content/samples'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invite, type Somebody } from '../../testing/browser.ts'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

let house: TestServer
let builder: Somebody
let agent: Somebody
let stranger: Somebody
const cards = '/api/v1/accounts/acme/saved-cards'
const facts = SAMPLES.find(({ id }) => id === 'facts')?.payload
const content = { kind: 'structured', structured: facts }

beforeAll(async () => {
  house = await openServer()
  await foundAcme(house)
  await foundAcme(house, 'other')
  builder = await invite(house, 'builder')
  agent = await invite(house, 'agent')
  stranger = await invite(house, 'builder', 'other')
})
afterAll(() => house?.stop())

describe('saved cards', () => {
  it('are made by builders, seen by agents, and by nobody of another account', async () => {
    const made = await builder.browser.call('POST', cards, { name: 'Order', content })
    expect(made).toMatchObject({ status: 201, body: { name: 'Order', content } })
    expect((await agent.browser.call('GET', cards)).body.items).toEqual([made.body])
    expect((await agent.browser.call('POST', cards, { name: 'Mine', content })).status).toBe(403)
    expect((await stranger.browser.call('GET', cards)).status).toBeGreaterThanOrEqual(403)
    const path = `${cards}/${made.body.id}`
    const renamed = await builder.browser.call('PATCH', path, { name: 'Your order' })
    expect(renamed.body).toEqual({ ...made.body, name: 'Your order' })
    expect((await builder.browser.call('POST', cards, { name: 'Your order', content })).body.error).toMatchObject({
      code: 'name-taken',
      path: '/name',
    })
    expect((await builder.browser.call('DELETE', path)).status).toBe(204)
    expect((await builder.browser.call('GET', path)).status).toBe(404)
  })

  it('structured-content SC12.6, SC5.6: pass the same gate as what is sent, and say where they fail', async () => {
    const picture = { type: 'image', url: 'https://nowhere.example/x.png' }
    const refused = await builder.browser.call('POST', cards, {
      name: 'P',
      content: { kind: 'structured', structured: picture },
    })
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid-content', path: '/content/structured/url' } },
    })
    const link = { type: 'button', title: 'x', click: { actions: [{ type: 'link', uri: 'javascript:alert(1)' }] } }
    const script = await builder.browser.call('POST', cards, {
      name: 'L',
      content: { kind: 'structured', structured: link },
    })
    expect(script).toMatchObject({ status: 422, body: { error: { path: '/content/structured/click/actions/0/uri' } } })
    expect((await builder.browser.call('POST', cards, { name: 'F', content: { kind: 'file' } })).status).toBe(400)
  })
})
