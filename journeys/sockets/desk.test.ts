import type { ConversationId } from '@baton/base'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type AtDesk, type Consumer, connectConsumer, sitDown } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

let server: RunningServer
let bot: ScriptedBot
let shop: Shop
let baristas: number
let counter: number
const left: { stop(): void }[] = []

beforeAll(async () => {
  bot = await startScriptedBot(({ body }) =>
    body.data.message?.includes('human')
      ? {
          response: [
            ...saying('One moment.').response,
            { type: 'ACTION', data: { name: 'TRANSFER', parameters: { skillName: 'Baristas' } } },
          ],
          analytics: {},
        }
      : saying(`You said ${body.data.message ?? 'nothing'}`),
  )
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  const skills = await shop.admin.list<{ id: number; name: string }>(`/accounts/${shop.account}/skills`)
  const idOf = (name: string) => skills.find((skill) => skill.name === name)?.id ?? 0
  baristas = idOf(shop.defaultSkill)
  counter = idOf(shop.frontSkill)
})
afterEach(() => {
  for (const client of left.splice(0)) client.stop()
})
afterAll(async () => {
  await server?.stop()
  await bot?.stop()
})

function arrive(token: string): AtDesk {
  const desk = sitDown(shop, token)
  left.push(desk.client)
  return desk
}
function consumer(): Consumer {
  const guest = connectConsumer(shop)
  left.push(guest.client)
  return guest
}
const online = async (desk: AtDesk): Promise<void> => {
  await waitUntil('there is a connection', () => desk.client.state.connection === 'online')
  await desk.client.setStatus('online')
  await waitUntil('the desk is online', () => desk.client.state.desk?.status === 'online')
}
const offerOf = (desk: AtDesk, id: ConversationId) =>
  waitUntil('it rings', () => desk.client.state.offers.find(({ conversationId }) => conversationId === id))

it('goes from the bot to the queue, rings two who race, is answered, goes back to the bot and ends', async () => {
  await shop.admin.change(`/accounts/${shop.account}`, { ring: 'all' })
  const [ada, mo] = [arrive(shop.ada.token), arrive(shop.manager.token)]
  await Promise.all([online(ada), online(mo)])
  for (const desk of [ada, mo]) for (const list of ['queue', 'mine'] as const) await desk.client.watch(list)

  const guest = consumer()
  guest.client.send('a human, please')
  const id = await guest.conversationId()
  const [rung] = await Promise.all([offerOf(ada, id), offerOf(mo, id)])
  expect(rung).toMatchObject({ ring: 'all', row: { skillName: shop.defaultSkill, lastLine: { text: 'One moment.' } } })
  expect(rung.explanation).toMatch(/^oneOf waited=\d+ due=\d+ among=2$/)

  const answers = await Promise.all([ada.client.accept(id), mo.client.accept(id)])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const [winner, loser] = answers[0]?.ok ? [ada, mo] : [mo, ada]
  const over = await waitUntil('the loser is told', () => loser.client.state.offersOver.at(-1))
  expect(over).toMatchObject({ conversationId: id, why: 'accepted', by: { id: winner.client.state.agentId } })
  expect(loser.client.state.offers).toEqual([])
  await waitUntil('it is in the list of the winner', () => winner.client.state.lists.get('mine')?.rows.length === 1)
  await waitUntil('nothing waits', () => winner.client.state.lists.get('queue')?.total === 0)
  await waitUntil('the load is told', () => winner.client.state.desk?.load === 1)

  await winner.follow(id)
  winner.client.send(id, 'Here I am.')
  await guest.hears('Here I am.')
  await winner.client.transfer(id, counter as never)
  await waitUntil('the seat is free', () => winner.client.state.desk?.load === 0)
  guest.client.send('who are you now?')
  await guest.hears('You said who are you now?')
  guest.client.close()
  await guest.sees('the end', ({ view }) => view?.header.phase === 'closed')
})

it('two of the brand’s people in one conversation see each other’s words and typing at once', async () => {
  const [ada, mo] = [arrive(shop.ada.token), arrive(shop.manager.token)]
  await Promise.all([online(ada), online(mo)])
  const guest = consumer()
  guest.client.send('a human, please')
  const id = await guest.conversationId()
  await offerOf(ada, id)
  await ada.client.accept(id)
  await mo.client.act(id, 'joinAsManager')
  await Promise.all([ada.follow(id), mo.follow(id)])
  mo.client.typing(id)
  await waitUntil(
    'Ada sees that Mo writes',
    () => ada.client.state.conversations.get(id)?.otherTyping?.kind === 'agent',
  )
  mo.client.send(id, 'Offer a refund.', { audience: 'AGENTS_AND_MANAGERS' })
  await ada.sees(id, 'message', ({ audience }) => audience === 'AGENTS_AND_MANAGERS')
  ada.client.send(id, 'We give it back.')
  await mo.sees(id, 'message', ({ who }) => who.kind === 'agent' && who.name === 'Ada')
  await guest.hears('We give it back.')
  expect(guest.said().join()).not.toContain('refund')
  await ada.client.close(id)
})

it('shows what waits and how busy colleagues are, to those who may see it', async () => {
  const [ada, mo] = [arrive(shop.ada.token), arrive(shop.manager.token)]
  await waitUntil('both are there', () => [ada, mo].every(({ client }) => client.state.connection === 'online'))
  expect(await ada.client.watch('all')).toMatchObject({ ok: false, code: 'not-permitted' })
  expect(await ada.client.watch('queue', counter as never)).toMatchObject({ ok: false, code: 'not-permitted' })
  await ada.client.setStatus('away', 'lunch')
  expect(await mo.client.watch('all')).toMatchObject({ ok: true })
  const guest = consumer()
  guest.client.send('hello')
  const id = await guest.conversationId()
  await waitUntil('it is shown with its bot', () =>
    mo.client.state.lists.get('all')?.rows.find((row) => row.conversationId === id && row.assignee.kind === 'bot'),
  )
  const path = `${server.url}/api/v1/accounts/${shop.account}/people/available?skillId=${baristas}`
  const people = (await (await fetch(path, { headers: { authorization: `Bearer ${await key()}` } })).json()) as object[]
  expect(people).toContainEqual({
    id: shop.ada.id,
    nickname: 'Ada',
    status: 'away',
    load: 0,
    capacity: 5,
    mayPass: true,
  })
})

async function key(): Promise<string> {
  const made = await shop.admin.create<{ token: string }>(`/accounts/${shop.account}/tokens`, {
    kind: 'admin',
    name: 'k',
  })
  return made.token
}
