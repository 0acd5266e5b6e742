import { Agent, request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import type { AnyFrame, TestSocket } from '../../testing/testSocket.ts'

let house: TestServer
let acme: Acme
beforeAll(async () => {
  house = await openServer()
  acme = await foundAcme(house)
}, 60_000)
afterAll(() => house.stop())

const PDF = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
/** Two pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAFElEQVR4AQEJAPb/AAD37ubd1czEGSsGDovHt3YAAAAASUVORK5CYII=',
  'base64',
)

const announce = (socket: TestSocket, bytes: Buffer, more: object = {}) =>
  socket.ask({ type: 'upload', name: 'proof.pdf', mediaType: 'application/pdf', size: bytes.length, ...more })

const put = (path: string, bytes: Buffer | string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}${path}`, { method: 'PUT', body: new Uint8Array(Buffer.from(bytes)), headers })

async function upload(socket: TestSocket, bytes: Buffer, more: object = {}) {
  const link = await announce(socket, bytes, more)
  const answer = await put(link.path, bytes)
  return { link, status: answer.status, body: (await answer.json()) as AnyFrame }
}

const sendFile = (socket: TestSocket, fileId: string, more: object = {}) =>
  socket.ask({
    type: 'send',
    clientId: `f-${Math.random().toString(36).slice(2)}`,
    content: { kind: 'file', fileId, ...more },
  })

async function linkOf(socket: TestSocket, conversationId: string, fileId: string, as = 'file') {
  return socket.ask({ type: 'download', conversationId, fileId, as })
}

it('messaging R6.1: a consumer announces a file, puts its bytes, says it, and an agent fetches the same bytes', async () => {
  const { socket } = await house.consumer()
  expect((await socket.say('hello')).type).toBe('accepted')
  const { body, status } = await upload(socket, PDF)
  expect([status, body.name, body.mediaType, body.size]).toEqual([201, 'proof.pdf', 'application/pdf', PDF.length])

  const sent = await sendFile(socket, body.fileId, { caption: 'my proof', name: 'lie.exe', size: 1 })
  expect(sent.type).toBe('accepted')
  const message = await socket.next('events', ({ events }) =>
    events.some((one: AnyFrame) => one.event.content?.kind === 'file'),
  )
  const { content } = message.events.find((one: AnyFrame) => one.event.content?.kind === 'file').event
  expect(content).toEqual({
    kind: 'file',
    fileId: body.fileId,
    name: 'proof.pdf',
    mediaType: 'application/pdf',
    size: PDF.length,
    caption: 'my proof',
  })

  const agent = await house.agent(acme.managerToken)
  const link = await linkOf(agent, sent.conversationId, body.fileId)
  const got = await fetch(`${house.url}${link.path}`)
  expect(Buffer.from(await got.arrayBuffer()).equals(PDF)).toBe(true)
  expect(got.headers.get('content-disposition')).toContain('attachment; filename="proof.pdf"')
  expect(got.headers.get('content-security-policy')).toContain('sandbox')
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  // messaging R6.2: once.
  expect((await fetch(`${house.url}${link.path}`)).status).toBe(401)

  const page = await agent.ask({ type: 'files', conversationId: sent.conversationId, limit: 10 })
  expect(page.files).toMatchObject([{ fileId: body.fileId, name: 'proof.pdf', from: 'consumer', seq: sent.seq }])
})

it('messaging R6.2: an image has a preview that is made anew, and is shown inline', async () => {
  const { socket } = await house.consumer()
  const { body } = await upload(socket, PNG, { name: 'photo.png', mediaType: 'image/png' })
  expect(body.image).toEqual({ width: 2, height: 1 })
  const { conversationId } = await sendFile(socket, body.fileId)
  const preview = await fetch(`${house.url}${(await linkOf(socket, conversationId, body.fileId, 'preview')).path}`)
  expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect((await preview.arrayBuffer()).byteLength).toBeLessThan(30 * 1_024)
  const shown = await fetch(`${house.url}${(await linkOf(socket, conversationId, body.fileId, 'show')).path}`)
  expect(shown.headers.get('content-disposition')).toMatch(/^inline/)
})

it('messaging R6.4: what others have is as good as absent', async () => {
  const { socket: ada } = await house.consumer()
  const { socket: eve } = await house.consumer()
  await eve.say('hello')
  const { body } = await upload(ada, PDF)
  expect((await sendFile(eve, body.fileId)).code).toBe('file-gone')
  expect((await eve.ask({ type: 'cancelUpload', fileId: body.fileId })).code).toBe('file-gone')
  expect((await eve.ask({ type: 'resumeUpload', fileId: body.fileId })).code).toBe('file-gone')
  const { conversationId } = await sendFile(ada, body.fileId)
  expect((await linkOf(eve, conversationId, body.fileId)).code).toBe('conversation-not-found')
  const hers = (await eve.ask({ type: 'history', limit: 1 })).conversationId
  expect((await linkOf(eve, hers, body.fileId)).code).toBe('file-gone')
})

it('messaging R6.4: to another account a file is as good as absent, and so is a conversation that is over, to upload to', async () => {
  const { socket: ada, token } = await house.consumer()
  const { body } = await upload(ada, PDF)
  const { conversationId } = await sendFile(ada, body.fileId)
  const link = (await linkOf(ada, conversationId, body.fileId)).path as string
  const other = await foundAcme(house, 'other')
  const spy = await house.agent(other.managerToken)
  expect((await linkOf(spy, conversationId, body.fileId)).code).toBe('conversation-not-found')
  expect((await spy.ask({ type: 'files', conversationId, limit: 10 })).code).toBe('conversation-not-found')
  expect((await announce(spy, PDF, { conversationId })).code).toBe('conversation-not-found')
  expect((await spy.ask({ type: 'resumeUpload', fileId: body.fileId })).code).toBe('file-gone')
  // The same link under the other account's address is no link.
  expect((await fetch(`${house.url}${link.replace('/files/acme/', '/files/other/')}`)).status).toBe(401)

  // An agent who sees the conversation may read what is in it; who does not take part may send nothing into it.
  const agent = await house.agent(acme.agentToken)
  expect((await announce(agent, PDF, { conversationId })).type).toBe('refused')
  const manager = await house.agent(acme.managerToken)
  expect((await linkOf(manager, conversationId, body.fileId)).type).toBe('fileLink')
  await house.call('POST', `/api/v1/accounts/acme/conversations/${conversationId}/close`, {})
  const { socket: again } = await house.consumer(token)
  expect((await announce(again, PDF, { conversationId })).code).toBe('conversation-closed')
  expect((await linkOf(again, conversationId, body.fileId)).type).toBe('fileLink')
})

it('messaging R6.1: a link is good for its own file and its own purpose, and for nothing when it is changed', async () => {
  const { socket } = await house.consumer()
  const one = await announce(socket, PDF)
  const other = await announce(socket, PDF)
  const link = one.path.split('link=')[1]
  expect((await put(`/files/acme/${other.fileId}?link=${link}`, PDF)).status).toBe(401)
  expect((await fetch(`${house.url}${one.path}`)).status).toBe(401)
  expect((await put(`${other.path}x`, PDF)).status).toBe(401)
  expect((await put(one.path, PDF)).status).toBe(401) // the GET has used it up
})

it('messaging R6.2: sizes are checked as announced, as said, and as they come', async () => {
  const { socket } = await house.consumer()
  const most = 5 * 1_024 * 1_024
  expect((await announce(socket, PDF, { size: most + 1 })).code).toBe('file-too-large')
  expect((await announce(socket, PDF, { size: 0 })).code).toBe('file-empty')
  const longer = await announce(socket, PDF, { size: PDF.length - 5 })
  expect((await put(longer.path, PDF)).status).toBe(413)
  const shorter = await announce(socket, PDF, { size: PDF.length + 5 })
  expect((await put(shorter.path, PDF)).status).toBe(400)
  const whole = Buffer.concat([PDF, Buffer.alloc(most - PDF.length, 0x20)])
  expect((await upload(socket, whole)).status).toBe(201)
})

it('who is refused in the middle of a file sends the next one over the same line at once', async () => {
  const { socket } = await house.consumer()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const over = (path: string, bytes: Buffer): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { 'transfer-encoding': 'chunked' } // nobody says how much will come
      const sending = request(`${house.url}${path}`, { method: 'PUT', agent, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode))
      })
      sending.once('error', reject).end(bytes)
    })
  try {
    const { path: refused } = await announce(socket, PDF, { size: 100_000 })
    const { path: taken } = await announce(socket, PDF)
    const first = over(refused, Buffer.concat([PDF, Buffer.alloc(3_000_000, 0x20)]))
    expect([await first, await over(taken, PDF)]).toEqual([413, 201])
  } finally {
    agent.destroy()
  }
}, 20_000)

it('an upload that was cut goes on where it stopped', async () => {
  const { socket } = await house.consumer()
  const whole = Buffer.concat([PDF, Buffer.alloc(400_000, 0x20)])
  const first = await announce(socket, whole)
  const cut = new AbortController()
  const half = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(whole.subarray(0, 200_000))),
  })
  const sending = { method: 'PUT', body: half, duplex: 'half', signal: cut.signal } as RequestInit
  const ended = expect(fetch(`${house.url}${first.path}`, sending)).rejects.toThrow()
  const received = async () => (await socket.ask({ type: 'resumeUpload', fileId: first.fileId })).received
  await expect.poll(received).toBe(200_000)
  cut.abort()
  await ended
  const again = await socket.ask({ type: 'resumeUpload', fileId: first.fileId })
  expect(again.received).toBe(200_000)
  const wrong = await put(again.path, whole)
  expect([wrong.status, ((await wrong.json()) as AnyFrame).error.received]).toEqual([409, 200_000])
  const last = await socket.ask({ type: 'resumeUpload', fileId: first.fileId })
  const rest = await put(last.path, whole.subarray(200_000), { 'upload-offset': '200000' })
  expect(rest.status).toBe(201)
  await sendFile(socket, first.fileId)
})

it('messaging R6.3: what a file is decides, not what it is called', async () => {
  const { socket } = await house.consumer()
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  const refusedAs = async (bytes: Buffer, name: string) => {
    const { status, body } = await upload(socket, bytes, { name, mediaType: 'image/png' })
    return `${status} ${body.error?.code}`
  }
  expect(await refusedAs(html, 'photo.png')).toBe('422 file-active')
  expect(await refusedAs(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'logo.svg')).toBe('422 file-active')
  expect(await refusedAs(Buffer.from('MZ\x90\0'), 'setup.pdf')).toBe('422 file-active')
  expect(await refusedAs(PDF, 'photo.png')).toBe('422 file-type-mismatch')
  expect(await refusedAs(Buffer.from([0, 1, 2, 3]), 'a.txt')).toBe('415 file-type-not-allowed')
})

it('dialogs R8.2: an account whose files are off takes none, and tells nobody that it might', async () => {
  await house.call('PATCH', '/api/v1/accounts/acme', { files: { enabled: false } })
  try {
    const { socket } = await house.consumer()
    expect(socket.frames[0].files).toBeUndefined()
    expect((await announce(socket, PDF)).code).toBe('files-not-enabled')
  } finally {
    await house.call('PATCH', '/api/v1/accounts/acme', { files: { enabled: true } })
  }
  const { socket } = await house.consumer()
  expect(socket.frames[0].files).toMatchObject({ maxBytes: 5 * 1_024 * 1_024 })
})

it('messaging R6.3, FIL-07: what consumers and agents may send are two lists; whose list is empty is given no address to send to', async () => {
  const { socket: before } = await house.consumer()
  const { conversationId } = await before.say('hello')
  const manager = await house.agent(acme.managerToken)
  expect((await manager.ask({ type: 'act', act: 'takeOver', conversationId })).type).toBe('accepted')
  expect((await announce(manager, PDF, { conversationId })).type).toBe('uploadLink')
  await house.call('PATCH', '/api/v1/accounts/acme', {
    files: { enabled: true, fromConsumers: ['pdf'], fromAgents: [] },
  })
  try {
    expect((await announce(manager, PDF, { conversationId })).code).toBe('files-not-enabled')
    expect((await house.agent(acme.managerToken)).frames[0].files).toBeUndefined() // no button either (R6.6)
    const { socket } = await house.consumer()
    expect(socket.frames[0].files.mediaTypes).toEqual(['application/pdf'])
    const refused = await upload(socket, PNG, { name: 'photo.png', mediaType: 'image/png' })
    expect([refused.status, refused.body.error.code]).toEqual([415, 'file-type-not-allowed'])
    expect((await upload(socket, PDF)).status).toBe(201)
  } finally {
    await house.call('PATCH', '/api/v1/accounts/acme', { files: { enabled: true } })
  }
})

it('messaging R6.5: an erased conversation leaves no byte of its files', async () => {
  const { socket } = await house.consumer()
  const { body } = await upload(socket, PNG, { name: 'ada.png' })
  const { conversationId } = await sendFile(socket, body.fileId)
  const link = await linkOf(socket, conversationId, body.fileId)
  await house.call('POST', `/api/v1/accounts/acme/conversations/${conversationId}/erase`)
  expect((await fetch(`${house.url}${link.path}`)).status).toBe(404)
  const { storage, runtime } = house.server
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await storage.files.findFile('acme' as never, body.fileId)) === undefined) break
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  expect(await storage.files.findFile('acme' as never, body.fileId)).toBeUndefined()
  await expect(runtime.files?.store.read({ accountId: 'acme', fileId: body.fileId })).rejects.toThrow()
})
