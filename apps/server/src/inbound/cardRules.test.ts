import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../testing/openServer.ts'

let house: TestServer
let acme: Acme
beforeAll(async () => {
  house = await openServer()
  acme = await foundAcme(house)
})
afterAll(() => house?.stop())

const home = '/api/v1/accounts/acme'
const change = (to: object) => house.call('PATCH', home, to)

it('content 14: tells consumers and agents what the account says of cards, and at once when it says something else', async () => {
  const { socket: consumer } = await house.consumer()
  const ada = await house.agent(acme.agentToken)
  const welcomes = [...consumer.frames, ...ada.frames].filter(({ type }) => type === 'welcome')
  expect(welcomes).toMatchObject([{ cards: { imageHosts: [] } }, { cards: { imageHosts: [] } }])

  expect(
    (await change({ imageHosts: ['img.example'], blockOlderCards: true, cardsBlockText: true })).body,
  ).toMatchObject({
    blockOlderCards: true,
    cardsBlockText: true,
  })
  const cards = { imageHosts: ['img.example'], blockOlderCards: true, cardsBlockText: true }
  expect(await consumer.next('cards')).toEqual({ type: 'cards', cards })
  expect(await ada.next('cards')).toEqual({ type: 'cards', cards })

  await change({ imageHosts: [], blockOlderCards: false, cardsBlockText: false })
  expect(await consumer.next('cards', (frame) => frame.cards.imageHosts.length === 0)).toEqual({
    type: 'cards',
    cards: { imageHosts: [] },
  })
  await Promise.all([consumer.close(), ada.close()])
})

it('content SC12.6: says nothing when something else of the account changed', async () => {
  const { socket: consumer } = await house.consumer()
  await change({ ringSeconds: 30 })
  await change({ imageHosts: ['new.example'] })
  expect(await consumer.next('cards')).toMatchObject({ cards: { imageHosts: ['new.example'] } })
  expect(consumer.frames.filter(({ type }) => type === 'cards')).toHaveLength(1)
  await consumer.close()
})
