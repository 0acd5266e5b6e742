import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ServerFrame } from '@baton/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfOf } from '../support/files.ts'
import { consumerToken, type RawSocket, signedInSocket } from '../support/rawSocket.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { onTwoNodes, type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

const MB = 1_048_576

let server: RunningServer
let bot: ScriptedBot
let shop: Shop
/** The brand's own share: it answers nothing to whoever comes while it sleeps. */
let share: Server
let isAsleep = false
const brought: { readonly key: string; readonly sha: string }[] = []
beforeAll(async () => {
  share = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request.on('error', () => {}) as AsyncIterable<Buffer>) parts.push(part)
    brought.push({ key: String(request.headers['idempotency-key']), sha: sha(Buffer.concat(parts)) })
    if (!isAsleep) response.writeHead(201).end()
  })
  await new Promise<void>((done) => share.listen(0, '127.0.0.1', done))
  bot = await startScriptedBot()
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
})
afterAll(async () => {
  share?.closeAllConnections()
  share?.close()
  await server?.stop()
  await bot?.stop()
})

/** Sets how large a file of the running process may become: to its writes, a disk that is full, or that has room again. */
const limitFiles = (pid: number, bytes: number | 'unlimited'): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}
const canLimit = ((): boolean => {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
})()

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function ask<T extends Parameters<RawSocket['gets']>[0]>(raw: RawSocket, type: T, frame: object) {
  const frameId = randomUUID()
  raw.send({ ...frame, frameId })
  const answer = await waitUntil(`an answer to ${JSON.stringify(frame)}`, () =>
    raw.frames.find((one) => 'frameId' in one && one.frameId === frameId),
  )
  if (answer.type !== type) throw new Error(`${JSON.stringify(frame)} was answered by ${JSON.stringify(answer)}`)
  return answer as Extract<ServerFrame, { type: T }>
}
const announce = (raw: RawSocket, name: string, size: number) =>
  ask(raw, 'uploadLink', { type: 'upload', name, mediaType: 'application/pdf', size })
const say = (raw: RawSocket, content: object) => ask(raw, 'accepted', { type: 'send', clientId: randomUUID(), content })

/** As who does not say how much will come. */
const CHUNKED = { 'transfer-encoding': 'chunked' }

/** @returns status and body of the answer; status 0 when none came */
function put(path: string, bytes: Buffer, headers: Readonly<Record<string, string>> = {}, agent?: Agent) {
  return new Promise<{ status: number; body: string }>((resolve) => {
    const sending = request(`${server.url}${path}`, {
      method: 'PUT',
      headers: { ...(headers !== CHUNKED && { 'content-length': String(bytes.length) }), ...headers },
      ...(agent && { agent }),
    })
    sending.on('response', async (answer) => {
      let body = ''
      for await (const piece of answer) body += piece
      resolve({ status: answer.statusCode ?? 0, body })
    })
    sending.on('error', () => resolve({ status: 0, body: '' }))
    sending.end(bytes)
  })
}

/** All files below a folder, with their bytes. */
function* everyFile(folder: string): Generator<{ path: string; bytes: Buffer }> {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* everyFile(path)
    else yield { path, bytes: readFileSync(path) }
  }
}

/** A bot that brings what it is given to the share, behind an entry point of its own. */
async function openVault(): Promise<Shop> {
  const home = `/accounts/${shop.account}`
  const { admin } = shop
  const skill = await admin.create<{ id: number }>(`${home}/skills`, { name: 'Vault' })
  const config = { defaultSkill: shop.defaultSkill }
  const wanted = { name: 'Vault', nickname: 'Vault', kind: 'authored', skillIds: [skill.id], config }
  const { id } = await admin.create<{ id: number }>(`${home}/bots`, wanted)
  const url = `http://127.0.0.1:${(share.address() as AddressInfo).port}/in`
  const definition = {
    ...{ format: 'baton.bot/1', id: 'vault', name: 'Vault', language: 'en' },
    integrations: [{ type: 'file', id: 'share', name: 'Share', method: 'PUT', url, timeoutMs: 100_000 }],
    dialogs: [
      {
        ...{ id: 'd', name: 'D', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 's', name: 'S', patterns: ['*'] },
          { type: 'fileUpload', id: 'u', name: 'U', text: 'Your deed?', acceptedTypes: ['PDF'] },
          { type: 'integration', id: 'i', name: 'I', integrationId: 'share', next: { go: 'end' } },
        ],
      },
    ],
  }
  const draft = await admin.replace<{ hash: string }>(`${home}/bots/${id}/draft`, { definition })
  await admin.create(`${home}/bots/${id}/publish`, { hash: draft.hash })
  await admin.change(`${home}/bots/${id}`, { config, enabled: true })
  await admin.create(`${home}/entry-points`, { id: 'vault', name: 'Vault', skillId: skill.id, language: 'en' })
  return { ...shop, entryPoint: 'vault' }
}

const residentOf = (pid: number): number => {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}

describe('files at a running server', () => {
  it('connector R3.13: a bot behind HTTP is told of the file, and fetches it from where it is told', async () => {
    const bytes = pdfOf(300_000)
    bot.play(({ body }, response) => {
      const { data } = body as { data: { url?: string; caption?: string; fileType?: string } }
      if (body.type !== 'hosted-file' || data.url === undefined) return saying('Hello.')
      void fetch(data.url).then(async (got) => {
        const had = Buffer.from(await got.arrayBuffer())
        const words = `${data.fileType} "${data.caption}" ${had.length} ${sha(had)} ${got.headers.get('content-disposition')}`
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(saying(words)))
      })
    })
    const raw = await signedInSocket(shop)
    const { fileId, path } = await announce(raw, 'proof.pdf', bytes.length)
    expect((await put(path, bytes)).status).toBe(201)
    await say(raw, { kind: 'file', fileId, caption: 'my proof' })
    const told = await raw.gets('events', ({ events }) =>
      events.some(
        ({ event }) => event.type === 'message' && event.who.kind === 'bot' && /my proof/.test(JSON.stringify(event)),
      ),
    )
    expect(JSON.stringify(told)).toContain(`PDF \\"my proof\\" ${bytes.length} ${sha(bytes)} attachment`)
    raw.socket.close()
  })

  it('messaging R6.5: after an erasure no byte, name or caption of a file is on the disk', async () => {
    if (onTwoNodes) return // what PostgreSQL keeps is not in a folder of ours
    bot.play(() => saying('Thank you.')) // one that repeats words after their erasure has said them anew
    const secret = `salmon-${randomUUID()}`
    const bytes = Buffer.concat([pdfOf(50_000), Buffer.from(`% ${secret} %`.repeat(40))])
    const raw = await signedInSocket(shop)
    const { fileId, path } = await announce(raw, `${secret}.pdf`, bytes.length)
    expect((await put(path, bytes)).status).toBe(201)
    const { conversationId } = await say(raw, { kind: 'file', fileId, caption: secret })
    await raw.gets('events', ({ events }) => JSON.stringify(events).includes('Thank you.'))
    const holders = () =>
      [...everyFile(server.dataDir)].filter(({ bytes: held }) => held.includes(secret)).map(({ path: at }) => at)
    expect(holders().length).toBeGreaterThan(0)
    await shop.admin.create(`/accounts/${shop.account}/conversations/${conversationId}/erase`, {})
    await waitUntil('nothing of it is left', () => holders().length === 0 || undefined).catch(() =>
      expect(holders()).toEqual([]),
    )
    raw.socket.close()
  })

  it('killed in the middle of a file, and of a copy to the brand, it goes on with both: nothing is lost, or told twice', async () => {
    if (onTwoNodes) return // its bytes are looked for in the folder of one
    const vault = await openVault()
    const owner = await consumerToken(vault)
    const before = await signedInSocket(vault, owner)
    await say(before, { kind: 'text', text: 'keep this' })
    await before.gets('events', ({ events }) => JSON.stringify(events).includes('Your deed?'))
    const deed = pdfOf(300_000)
    const upload = await announce(before, 'deed.pdf', deed.length)
    expect((await put(upload.path, deed)).status).toBe(201)
    isAsleep = true
    await say(before, { kind: 'file', fileId: upload.fileId })
    await waitUntil('the share has been called', () => brought.length > 0)

    const bytes = pdfOf(4 * MB)
    const token = await consumerToken(shop)
    const raw = await signedInSocket(shop, token)
    const { fileId, path } = await announce(raw, 'contract.pdf', bytes.length)
    const half = request(`${server.url}${path}`, { method: 'PUT', headers: { 'content-length': String(bytes.length) } })
    half.on('error', () => {})
    half.write(bytes.subarray(0, 2 * MB))
    const part = join(server.dataDir, 'files', 'incoming', `${shop.account}.${fileId}.part`)
    const sizeOf = () => statSync(part, { throwIfNoEntry: false })?.size ?? 0
    await waitUntil('half of it has come', () => sizeOf() >= MB || undefined)
    await server.end('SIGKILL')
    isAsleep = false
    await server.startAgain()
    const again = await signedInSocket(shop, token)
    const link = await ask(again, 'uploadLink', { type: 'resumeUpload', fileId })
    expect(link.received).toBeGreaterThanOrEqual(MB)
    const rest = { 'upload-offset': String(link.received) }
    expect((await put(link.path, bytes.subarray(link.received), rest)).status).toBe(201)
    const { conversationId } = await say(again, { kind: 'file', fileId })
    const down = await ask(again, 'fileLink', { type: 'download', conversationId, fileId, as: 'file' })
    const got = Buffer.from(await (await fetch(`${server.url}${down.path}`)).arrayBuffer())
    expect(sha(got)).toBe(sha(bytes))
    again.socket.close()

    const after = await signedInSocket(vault, owner)
    const outcomes = async () => {
      const { events } = await ask(after, 'history', { type: 'history', limit: 50 })
      return events.flatMap(({ event }) =>
        event.type === 'message' && event.content?.kind === 'text' && / the file\./.test(event.content.text)
          ? [event.content.text]
          : [],
      )
    }
    await waitUntil('the owner hears of the copy', async () => (await outcomes()).length > 0)
    expect(await outcomes()).toEqual(['Successfully processed the file.'])
    // The same file under the same key: a share that had kept the first one knows it again.
    expect(brought.length).toBeGreaterThan(1)
    expect(new Set(brought.map(({ key, sha: had }) => `${key} ${had}`))).toEqual(
      new Set([`${brought[0]?.key} ${sha(deed)}`]),
    )
    for (const { socket } of [before, after]) socket.close()
  })

  it.skipIf(!canLimit)(
    'a disk that takes no more is told as that, leaves nothing half, and is used again',
    async () => {
      if (onTwoNodes) return // the room is taken from one process
      const bytes = pdfOf(5 * MB)
      const raw = await signedInSocket(shop)
      const { fileId, path } = await announce(raw, 'large.pdf', bytes.length)
      limitFiles(server.pid, 4 * MB)
      const refused = await put(path, bytes)
      limitFiles(server.pid, 'unlimited')
      expect([refused.status, JSON.parse(refused.body).error.code]).toEqual([503, 'unavailable'])
      expect(
        [...everyFile(join(server.dataDir, 'files'))].some(
          ({ path: at }) => at.includes('kept') && at.includes(fileId),
        ),
      ).toBe(false)
      const link = await ask(raw, 'uploadLink', { type: 'resumeUpload', fileId })
      const rest = { 'upload-offset': String(link.received) }
      const answer = await put(link.path, bytes.subarray(link.received), rest)
      expect(answer, server.lastWords()).toMatchObject({ status: 201 })
      raw.socket.close()
    },
  )

  it('a thousand uploads at once: each is told what became of it, none is half there, and memory is a fraction of them', async () => {
    const notes = Buffer.from('all work and no play makes a dull file\n'.repeat(10_000))
    const page = Buffer.concat([Buffer.from('<!doctype html>'), notes])
    /** Every tenth is a page, every tenth one byte longer than it was announced. */
    const kindOf = (nth: number) => (nth % 10 === 0 ? 'page' : nth % 10 === 5 ? 'longer' : 'notes')
    const before = new Set([...everyFile(join(server.dataDir, 'files'))].map(({ path }) => path))
    const people = await Promise.all(Array.from({ length: 40 }, () => signedInSocket(shop)))
    const uploads = await Promise.all(
      Array.from({ length: 1_000 }, async (_, nth) => {
        const bytes = kindOf(nth) === 'page' ? page : notes
        const size = bytes.length - (kindOf(nth) === 'longer' ? 1 : 0)
        return { nth, bytes, ...(await announce(people[nth % 40] as RawSocket, `notes-${nth}.txt`, size)) }
      }),
    )
    const idle = residentOf(server.pid)
    let peak = idle
    const watch = setInterval(() => {
      peak = Math.max(peak, residentOf(server.pid))
    }, 50)
    const agent = new Agent({ keepAlive: true })
    const told = await Promise.all(
      uploads.map(async ({ nth, path, bytes }) => {
        const { status, body } = await put(path, bytes, kindOf(nth) === 'longer' ? CHUNKED : {}, agent)
        return `${kindOf(nth)}: ${status} ${status === 201 ? '' : JSON.parse(body).error.code}`.trim()
      }),
    )
    clearInterval(watch)
    agent.destroy()
    const counts = Object.fromEntries(
      [...new Set(told)].sort().map((one) => [one, told.filter((other) => other === one).length]),
    )
    expect(counts).toEqual({
      'longer: 413 file-too-large': 100,
      'notes: 201': 800,
      'page: 422 file-active': 100,
    })
    const kept = [...everyFile(join(server.dataDir, 'files'))].filter(({ path }) => !before.has(path))
    if (!onTwoNodes) {
      expect(kept.length).toBe(800)
      expect(kept.every(({ bytes }) => bytes.equals(notes))).toBe(true)
    }
    const heldWhole = uploads.reduce((sum, { bytes }) => sum + bytes.length, 0)
    console.log(`1,000 uploads, ${(heldWhole / MB).toFixed(0)} MB: ${((peak - idle) / MB).toFixed(0)} MB above idle`)
    // A piece of 64 KiB for each, and a young generation that grew; a second piece of each would be above it.
    expect(peak - idle).toBeLessThan(heldWhole * 0.4)
    for (const { socket } of people) socket.close()
  })
})
