import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pdfOf } from '../support/files.ts'
import { BATON } from '../support/program.ts'
import { consumerToken, helloWith, openRawSocket, type RawSocket } from '../support/rawSocket.ts'
import { startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

const PASSWORD = 'seven cups of filter coffee'
const WORDS = 'naïve “quotes” \\ 日本 \u{1F980}'

const folder = mkdtempSync(join(tmpdir(), 'baton-moving-'))
const inFolder = (name: string): string => join(folder, name)
let database: EmptyDatabase
let server: RunningServer
/** What the written bot calls. */
let service: Server
let hangs = false
/** The keys of all calls. */
const called: string[] = []

beforeAll(async () => {
  database = await emptyDatabase()
  service = createServer((request, response) => {
    called.push(String(request.headers['idempotency-key']))
    response.setHeader('content-type', 'application/json')
    if (!hangs) response.end('{}')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await server?.stop()
  service?.closeAllConnections()
  service?.close()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** The command as somebody types it. */
async function baton(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, DATABASE_URL: '', ...environment }
  const { stdout } = await promisify(execFile)(process.execPath, [BATON, ...words, '--json'], { env })
  return JSON.parse(stdout) as { rows: number; tables: { name: string; rows: number; sum: string }[] }
}

it('an installation moves by the commands from SQLite to PostgreSQL and back, in the middle of a turn, and its people notice nothing', async () => {
  const shared = { FILES_DIR: inFolder('files'), SECRET_KEY: 'a key that goes with the installation' }
  const onSqlite = { ...shared, DATABASE_URL: '', DATA_DIR: inFolder('first') }
  const onPostgres = { ...shared, DATABASE_URL: database.url, DATA_DIR: inFolder('second') }
  const backOnSqlite = { ...shared, DATABASE_URL: '', DATA_DIR: inFolder('third') }

  server = await startServer(onSqlite)
  const bot = await startScriptedBot()
  const shop = await openShop({ ...server, dataDir: onSqlite.DATA_DIR }, { botUrl: bot.url })
  await bot.stop() // the written one takes its place
  await seatWrittenBot(shop)
  const token = await consumerToken(shop)
  const cookie = await signIn(shop)
  let consumer = await arrive(shop, token)
  const bytes = pdfOf(200_000)
  await upload(consumer, bytes)
  await hears(consumer, 're: ')
  say(consumer, 'hello')
  await hears(consumer, 're: hello')
  hangs = true
  const before = called.length
  say(consumer, WORDS)
  // What it said before the call is saved by itself; the call is under way when the server ends.
  await hears(consumer, `wait: ${WORDS}`)
  await waitUntil('the service is called', () => called.length === before + 1)

  await move(onSqlite, onPostgres, 'there.baton')
  hangs = false
  server = await startServer(onPostgres)
  let now = { ...shop, server }
  consumer = await arrive(now, token)
  await waitUntil('the service is called again', () => called.length === before + 2)
  expect(called[before + 1], 'the same question').toBe(called[before])
  await hears(consumer, `re: ${WORDS}`)
  await seesAll(now, consumer, cookie, bytes)

  await move(onPostgres, backOnSqlite, 'back.baton')
  server = await startServer(backOnSqlite)
  now = { ...shop, server }
  consumer = await arrive(now, token)
  say(consumer, 'one more')
  await hears(consumer, 're: one more')
  await seesAll(now, consumer, cookie, bytes)
  expect(called, 'nothing that was answered is asked again').toHaveLength(before + 3)

  async function move(from: typeof onSqlite, to: typeof onSqlite, name: string): Promise<void> {
    await server.end('SIGTERM')
    consumer.socket.close()
    const written = await baton(['export', inFolder(name)], from)
    const read = await baton(['import', inFolder(name)], to)
    expect(read.tables).toEqual(written.tables)
    expect(read.rows).toBeGreaterThan(20)
    await expect(baton(['import', inFolder(name)], to), 'a second time').rejects.toThrow(/import into an empty one/)
  }
})

/** What was said, the file's bytes, and the agent's sign-in are there. */
async function seesAll(shop: Shop, consumer: RawSocket, cookie: string, bytes: Buffer): Promise<void> {
  const events = consumer.frames.flatMap((frame) =>
    frame.type === 'conversation' || frame.type === 'events' ? frame.events : [],
  )
  const file = events.find(({ event }) => event.type === 'message' && event.content?.kind === 'file')?.event
  if (file?.type !== 'message' || file.content?.kind !== 'file') throw new Error('the file was said')
  const said = JSON.stringify(events)
  expect(said).toContain(JSON.stringify(WORDS).slice(1, -1))
  const { fileId } = file.content
  consumer.send({ type: 'download', conversationId: conversationIn(consumer), fileId, as: 'file', frameId: 'the file' })
  const { path } = await consumer.gets('fileLink', ({ frameId }) => frameId === 'the file')
  const got = Buffer.from(await (await fetch(`${shop.server.url}${path}`)).arrayBuffer())
  expect(createHash('sha256').update(got).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  const session = await fetch(`${shop.server.url}/api/v1/session`, { headers: { cookie } })
  expect(await session.json()).toMatchObject({ person: { nickname: 'Grace' } })
}

const conversationIn = ({ frames }: RawSocket) =>
  frames.find((frame) => frame.type === 'conversation' || frame.type === 'events')?.conversationId

const say = (raw: RawSocket, text: string) =>
  raw.send({ type: 'send', clientId: randomUUID(), frameId: randomUUID(), content: { kind: 'text', text } })

const hears = (raw: RawSocket, words: string) =>
  waitUntil(`the consumer hears “${words}” in ${JSON.stringify(raw.frames).slice(-600)}`, () =>
    JSON.stringify(raw.frames).includes(JSON.stringify(words).slice(1, -1)),
  )

async function arrive(shop: Shop, token: string): Promise<RawSocket> {
  const raw = await openRawSocket(shop)
  raw.send(helloWith(token))
  await raw.gets('welcome')
  return raw
}

async function upload(raw: RawSocket, bytes: Buffer): Promise<void> {
  raw.send({ type: 'upload', frameId: 'up', name: 'proof.pdf', mediaType: 'application/pdf', size: bytes.length })
  const { fileId, path } = await raw.gets('uploadLink')
  expect((await fetch(`${server.url}${path}`, { method: 'PUT', body: new Uint8Array(bytes) })).status).toBe(201)
  raw.send({ type: 'send', clientId: randomUUID(), frameId: 'sent', content: { kind: 'file', fileId } })
}

/** A person with a password. @returns the cookie of their browser */
async function signIn(shop: Shop): Promise<string> {
  const person = { fullName: 'Grace Hopper', nickname: 'Grace', role: 'agent', email: 'grace@example.com' }
  const { invitation } = await shop.admin.create<{ invitation: { url: string } }>(
    `/accounts/${shop.account}/people`,
    person,
  )
  const answer = await fetch(`${shop.server.url}/api/v1/links/${invitation.url.split('/').at(-1)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shop.server.url },
    body: JSON.stringify({ password: PASSWORD }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function seatWrittenBot({ admin, account, frontSkill }: Shop): Promise<void> {
  const home = `/accounts/${account}`
  for (const { id } of await admin.list<{ id: number }>(`${home}/bots`))
    await admin.change(`${home}/bots/${id}`, { enabled: false })
  const skills = await admin.list<{ id: number; name: string }>(`${home}/skills`)
  const skillId = skills.find(({ name }) => name === frontSkill)?.id
  const { id } = await admin.create<{ id: number }>(`${home}/bots`, {
    ...{ name: 'Bean', nickname: 'Bean', kind: 'authored', skillIds: [skillId], enabled: true },
    config: { defaultSkill: frontSkill, connector: { disableGreetings: true } },
  })
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/note`
  const keep = "botContext.setBotVariable('words', botContext.getCurrentUserMessage(), true, false)"
  const dialog = (of: string, pattern: string, interactions: readonly object[]) => ({
    ...{ id: of, name: of, kind: 'standard' },
    interactions: [
      { type: 'dialogStarter', id: `${of}.start`, name: `${of} start`, patterns: [pattern] },
      ...interactions,
    ],
  })
  const definition = {
    ...{ format: 'baton.bot/1', id: 'bean', name: 'Bean', language: 'en-US' },
    integrations: [
      {
        ...{ type: 'api', id: 'note', name: 'Note', method: 'POST', url, body: '{}' },
        ...{ timeoutMs: 60_000, repeatsAreSafe: true },
      },
    ],
    dialogs: [
      dialog('echo', '*', [
        { type: 'text', id: 'echo.wait', name: 'echo wait', text: 'wait: {$userMessage}' },
        { type: 'integration', id: 'echo.call', name: 'echo call', integrationId: 'note', postProcess: keep },
        { type: 'text', id: 'echo.answer', name: 'echo answer', text: 're: {$botContext.words}', next: { go: 'end' } },
      ]),
    ],
  }
  const draft = await admin.replace<{ hash: string }>(`${home}/bots/${id}/draft`, { definition })
  await admin.create(`${home}/bots/${id}/publish`, { hash: draft.hash })
}
