import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'
import { foundAcme, openServer, type TestServer } from './testing/openServer.ts'
import type { TestSocket } from './testing/testSocket.ts'

const SECRET = 'Ada earns nine thousand francs'
const HARM = 'what the daemon does not like'
const bucketDir = mkdtempSync(join(tmpdir(), 'baton-bucket-'))
let s3: S3rver
let daemon: Server
let house: TestServer
let managerToken: string

/** All that lies below a folder, as one text. */
const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

beforeAll(async () => {
  const configureBuckets = [{ name: 'files', configs: [] }]
  s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: bucketDir, configureBuckets })
  const { port } = await s3.run()
  daemon = createServer((socket) => {
    let heard = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (piece) => {
      heard = Buffer.concat([heard, piece])
      if (!heard.subarray(-4).equals(Buffer.alloc(4))) return
      socket.end(heard.includes(HARM) ? 'stream: Acme.Harm FOUND\0' : 'stream: OK\0')
    })
  })
  await new Promise<void>((done) => daemon.listen(0, '127.0.0.1', done))
  const config = parseConfig({
    FILES_S3_BUCKET: 'files',
    FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    FILES_S3_PREFIX: 'acme/',
    FILES_S3_ACCESS_KEY_ID: 'S3RVER',
    FILES_S3_SECRET_ACCESS_KEY: 'S3RVER',
    FILES_ENCRYPT: 'true',
    FILES_SCANNER: `tcp://127.0.0.1:${(daemon.address() as AddressInfo).port}`,
    SECRET_KEY: 'a key of the operator that is long enough',
  })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const { files, secretKey } = config.value
  house = await openServer({ ...(files && { files }), ...(secretKey !== undefined && { secretKey }) })
  managerToken = (await foundAcme(house)).managerToken
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await s3?.close()
  daemon?.close()
  rmSync(bucketDir, { recursive: true, force: true })
})

async function upload(socket: TestSocket, text: string) {
  const bytes = Buffer.from(text)
  const link = await socket.ask({ type: 'upload', name: 'pay.txt', mediaType: 'text/plain', size: bytes.length })
  const put = await fetch(`${house.url}${link.path}`, { method: 'PUT', body: new Uint8Array(bytes) })
  return { fileId: link.fileId as string, status: put.status, body: (await put.json()) as { error?: { code: string } } }
}

describe('a server whose files are in a bucket, sealed and scanned, as its environment says', () => {
  it('messaging R6.1, R6.5: what a consumer sends is read by an agent, is plain nowhere, and goes with its conversation', async () => {
    const text = `${SECRET}\n`.repeat(5_000)
    const { socket } = await house.consumer()
    const { fileId, status } = await upload(socket, text)
    expect(status).toBe(201)
    const said = await socket.ask({ type: 'send', clientId: 'pay', content: { kind: 'file', fileId } })
    const { conversationId } = said
    const agent = await house.agent(managerToken)
    const link = async () => (await agent.ask({ type: 'download', conversationId, fileId, as: 'file' })).path
    const all = await fetch(`${house.url}${await link()}`)
    expect(await all.text()).toBe(text)
    const rest = await fetch(`${house.url}${await link()}`, { headers: { range: `bytes=${text.length - 40}-` } })
    expect([rest.status, await rest.text()]).toEqual([206, text.slice(-40)])

    const names = () => readdirSync(bucketDir, { recursive: true }).filter((name) => String(name).includes(fileId))
    expect(names().length).toBeGreaterThan(0)
    for (const place of [bucketDir, join(house.dataDir, 'files')]) expect(everything(place)).not.toContain(SECRET)
    await house.call('POST', `/api/v1/accounts/acme/conversations/${conversationId}/erase`)
    await expect.poll(names).toEqual([])
  })

  it('messaging R6.5: what the daemon finds is refused and gone; while it is away nothing passes', async () => {
    const { socket } = await house.consumer()
    const found = await upload(socket, `harmless, but for ${HARM}`)
    expect([found.status, found.body.error?.code]).toEqual([422, 'file-infected'])
    await new Promise((done) => daemon.close(done))
    const unseen = await upload(socket, 'harmless')
    expect([unseen.status, unseen.body.error?.code]).toEqual([503, 'scan-unavailable'])
    for (const { fileId } of [found, unseen]) {
      const sent = await socket.ask({ type: 'send', clientId: fileId, content: { kind: 'file', fileId } })
      expect(sent.code).toBe('file-gone')
    }
    expect(everything(join(house.dataDir, 'files'))).not.toContain('harmless')
  })
})

it.each([
  [{ FILES_ENCRYPT: 'true' }, 'SECRET_KEY'],
  [{ FILES_ENCRYPT: 'yes' }, 'FILES_ENCRYPT'],
  [{ FILES_SCANNER: 'clamav:3310' }, 'FILES_SCANNER'],
  [{ FILES_S3_ENDPOINT: 'https://s3.example.com' }, 'FILES_S3_BUCKET'],
  [{ FILES_S3_BUCKET: 'b', FILES_S3_ACCESS_KEY_ID: 'a' }, 'FILES_S3_SECRET_ACCESS_KEY'],
])('an environment of %j is refused, and names %s', (env, path) => {
  const config = parseConfig(env)
  expect(config.ok ? [] : config.error.map((problem) => problem.path)).toEqual([path])
})
