import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { filesWith } from '../../testing/filesWith.ts'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import type { TestSocket } from '../../testing/testSocket.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 })

const SECRETS = ['quetzalcoatl', 'Huitzilopochtli', 'tezcatlipoca', 'xipetotec'] as const
let house: TestServer
let database: EmptyDatabase | undefined
let logged: string

beforeEach(async () => {
  logged = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    logged += String(chunk)
    return true
  })
})
async function open(dialect: 'sqlite' | 'postgres'): Promise<void> {
  database = dialect === 'postgres' ? await emptyDatabase() : undefined
  house = await openServer({ logLevel: 'trace', databaseUrl: database?.url ?? '' })
}
afterEach(async () => {
  await house.stop()
  await database?.drop()
  vi.restoreAllMocks()
})

/** Files and, where the database is elsewhere, tables in which a word stands. */
async function placesOf(word: string): Promise<string[]> {
  const files = filesWith(house.dataDir, word)
  return database === undefined ? files : [...files, ...(await tablesWith(database.url, word))]
}

async function tablesWith(url: string, word: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    const found: string[] = []
    for (const { name } of rows as { name: string }[]) {
      // As text, and as the bytes of a column that is none.
      const asked = `SELECT 1 FROM "${name}" AS row WHERE row::text ILIKE $1 OR row::text ILIKE $2 LIMIT 1`
      const hex = Buffer.from(word).toString('hex')
      if ((await client.query(asked, [`%${word}%`, `%${hex}%`])).rows.length > 0) found.push(name)
    }
    return found
  } finally {
    await client.end()
  }
}

/** A consumer sends a text file; its name and what is in it are words of theirs. */
async function sendFile(socket: TestSocket, word: string): Promise<void> {
  const bytes = Buffer.from(`all about ${word}, as it is written`)
  const file = { name: `${word}.txt`, mediaType: 'text/plain', size: bytes.length }
  const link = await socket.ask({ type: 'upload', ...file })
  const answer = await fetch(`${house.url}${link.path}`, { method: 'PUT', body: new Uint8Array(bytes) })
  expect(answer.status).toBe(201)
  const { fileId } = (await answer.json()) as { fileId: string }
  const content = { kind: 'file', fileId, caption: `read of ${word}` }
  expect(await socket.ask({ type: 'send', clientId: 'file', content })).toMatchObject({ type: 'accepted' })
}

it.each(['sqlite', 'postgres'] as const)(
  'a consumer who is erased is gone from %s, its log, their files, the search, and what the server wrote down',
  async (dialect) => {
    await open(dialect)
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
    await sendFile(socket, SECRETS[3])
    // Another conversation of the same consumer, and one of somebody else.
    await house.call('POST', `${home}/conversations/${conversationId}/close`, {})
    await socket.say(`${SECRETS[0]} again`)
    const other = await house.consumer()
    await other.socket.say('somebody else: xochipilli')
    await house.server.storage.search.catchUp()
    const { consumerId } = (await house.call('GET', `${home}/conversations/${conversationId}`)).body
    for (const secret of SECRETS) expect(await placesOf(secret), secret).not.toEqual([])

    const erased = await house.call('POST', `${home}/consumers/${consumerId}/erase`)
    expect(erased).toMatchObject({ status: 200, body: { conversations: 2 } })
    // As an index has them: in lower case, and without what they share with the word before.
    for (const secret of [...SECRETS, ...SECRETS.map((word) => word.toLowerCase().slice(2))]) {
      // The bytes of files are taken away by a job of their own.
      await vi.waitFor(async () => expect(await placesOf(secret), secret).toEqual([]), 20_000)
      expect(logged, 'log').not.toContain(secret)
    }
    expect(logged).toContain('runtime starts')
    expect(await placesOf('xochipilli')).not.toEqual([])
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
  },
)
