import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'

const SECRETS = ['quetzalcoatl', 'Huitzilopochtli', 'tezcatlipoca'] as const
let house: TestServer
let logged: string

beforeEach(async () => {
  logged = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    logged += String(chunk)
    return true
  })
  house = await openServer({ logLevel: 'trace' })
})
afterEach(async () => {
  await house.stop()
  vi.restoreAllMocks()
})

/** Every file of the data directory, at any depth. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}
const placesOf = (word: string): string[] =>
  filesIn(house.dataDir).filter((file) => readFileSync(file).toString('latin1').includes(word))

it('a consumer who is erased is gone from the database, its log, the search, and what the server wrote down', async () => {
  const { agentToken } = await foundAcme(house)
  const home = '/api/v1/accounts/acme'
  const { socket, token } = await house.consumer()
  socket.send({
    type: 'send',
    frameId: 'x',
    clientId: 'first-words',
    content: { kind: 'text', text: `my name is ${SECRETS[0]}` },
    attributes: { name: SECRETS[1] },
  })
  const { conversationId } = await socket.next('accepted')
  const desk = await house.agent(agentToken)
  desk.send({ type: 'act', frameId: 'a', conversationId, act: 'takeOver' })
  await desk.next('accepted')
  const content = { kind: 'text', text: `a note on ${SECRETS[2]}` }
  desk.send({
    type: 'send',
    frameId: 'n',
    clientId: 'note',
    conversationId,
    content,
    audience: 'AGENTS_AND_MANAGERS',
  })
  await desk.next('accepted')
  // Another conversation of the same consumer, and one of somebody else.
  await house.call('POST', `${home}/conversations/${conversationId}/close`, {})
  await socket.say(`${SECRETS[0]} again`)
  const other = await house.consumer()
  await other.socket.say('somebody else: xochipilli')
  await house.server.storage.search.catchUp()
  const { consumerId } = (await house.call('GET', `${home}/conversations/${conversationId}`)).body
  for (const secret of SECRETS) expect(placesOf(secret), secret).not.toEqual([])

  const erased = await house.call('POST', `${home}/consumers/${consumerId}/erase`)
  expect(erased).toMatchObject({ status: 200, body: { conversations: 2 } })
  // As an index has them: in lower case, and without what they share with the word before.
  for (const secret of [...SECRETS, ...SECRETS.map((word) => word.toLowerCase().slice(2))]) {
    expect(placesOf(secret), secret).toEqual([])
    expect(logged, 'log').not.toContain(secret)
  }
  expect(logged).toContain('runtime starts')
  expect(placesOf('xochipilli')).not.toEqual([])
  const find = async (words: string) => (await house.call('GET', `${home}/search?words=${words}`)).body.items
  expect(await find(SECRETS[0])).toEqual([])
  expect(await find('xochipilli')).toHaveLength(1)

  // The consumer is told, and may come back as somebody of whom nothing is known.
  const { body } = await house.call('GET', `${home}/consumers/${consumerId}`)
  expect(body.attributes).toEqual({})
  const back = await house.consumer(token)
  expect((await back.socket.say('hello')).conversationId).not.toBe(conversationId)
  // Twice is as good as once.
  expect((await house.call('POST', `${home}/consumers/${consumerId}/erase`)).status).toBe(200)
  expect((await house.call('POST', `${home}/consumers/nobody/erase`)).status).toBe(404)
})
