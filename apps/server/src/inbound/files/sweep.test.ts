import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foundAcme, openServer, type TestServer } from '../../testing/openServer.ts'
import { SteppedClock } from '../../testing/steppedClock.ts'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
const MINUTE = 60_000

const clock = new SteppedClock()
let house: TestServer
beforeAll(async () => {
  house = await openServer({ clock, alarm: clock })
  await foundAcme(house)
}, 120_000)
afterAll(() => house?.stop())

const announced = async (name: string, size = PDF.length) => {
  const { socket } = await house.consumer()
  const link = await socket.ask({ type: 'upload', name, mediaType: 'application/pdf', size })
  return { socket, link }
}
const put = (path: string) => fetch(`${house.url}${path}`, { method: 'PUT', body: new Uint8Array(PDF) })
/** As who does not say how much will come, and stops in the middle. */
const putPart = (path: string) => {
  const half = { method: 'PUT', body: new Blob([new Uint8Array(PDF)]).stream(), duplex: 'half' } as RequestInit
  return fetch(`${house.url}${path}`, half)
}
/** All that lies in the store, finished or not. */
const onDisk = () =>
  readdirSync(join(house.dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
const isGone = (fileId: string) => !onDisk().some((name) => name.includes(fileId))

it('messaging R6.2: a link lives for a minute, up and down', async () => {
  const { socket, link } = await announced('late.pdf')
  clock.advance(61_000)
  expect((await put(link.path)).status).toBe(401)
  const again = await socket.ask({ type: 'resumeUpload', fileId: link.fileId })
  expect((await put(again.path)).status).toBe(201)
  const sent = await socket.ask({
    ...{ type: 'send', clientId: 'late' },
    content: { kind: 'file', fileId: link.fileId },
  })
  const down = await socket.ask({
    type: 'download',
    as: 'file',
    conversationId: sent.conversationId,
    fileId: link.fileId,
  })
  clock.advance(61_000)
  expect((await fetch(`${house.url}${down.path}`)).status).toBe(401)
})

it('what is not sent within an hour goes, finished or not; what was sent stays', async () => {
  const sent = await announced('sent.pdf')
  const unsent = await announced('unsent.pdf')
  const unfinished = await announced('unfinished.pdf', PDF.length + 100)
  expect((await put(sent.link.path)).status).toBe(201)
  expect((await put(unsent.link.path)).status).toBe(201)
  expect((await putPart(unfinished.link.path)).status).toBe(400) // less came than was announced; it may go on
  const said = { type: 'send', clientId: 'kept', content: { kind: 'file', fileId: sent.link.fileId } }
  expect((await sent.socket.ask(said)).type).toBe('accepted')
  expect(onDisk().some((name) => name.includes(unfinished.link.fileId))).toBe(true)

  clock.advance(59 * MINUTE)
  await expect.poll(async () => (await house.call('GET', '/readyz')).status).toBe(200)
  expect([isGone(unsent.link.fileId), isGone(unfinished.link.fileId)]).toEqual([false, false])
  clock.advance(5 * MINUTE) // the next round
  await expect
    .poll(() => [isGone(unsent.link.fileId), isGone(unfinished.link.fileId)], { timeout: 10_000 })
    .toEqual([true, true])
  expect(isGone(sent.link.fileId)).toBe(false)
})
