import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { createFileStore, createPreviewer, directoryBlobs, type Scanner, sealingKey } from '@baton/files'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { brand, type House, openHouse, soon } from '../examples/house.ts'
import type { FileDesk } from './fileDesk.ts'

/** Two nodes on one storage, which keep files in one folder, as where it is mounted on both. */
let house: House
let folder: string
let sealed: boolean
let closing: (() => Promise<void>)[]

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:1')
  folder = mkdtempSync(join(tmpdir(), 'baton-two-nodes-'))
  sealed = false
  closing = []
})
afterEach(async () => {
  await house.close()
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

async function node(nodeId: string, { scanner, own }: { scanner?: Scanner; own?: string } = {}): Promise<FileDesk> {
  const store = createFileStore({
    blobs: directoryBlobs(join(folder, 'kept')),
    spoolDir: join(folder, own ?? 'incoming'),
    previewer: createPreviewer(),
    ...(sealed && { sealingKey: sealingKey('a secret of the operator, long enough') }),
    ...(scanner && { scanner }),
  })
  closing.push(() => store.close())
  const parts = { store, linkKey: randomBytes(32), baseUrl: () => 'http://127.0.0.1' }
  const { files } = await house.run({ nodeId, exclusive: false, files: parts })
  if (files === undefined) throw new Error('this node takes files')
  return files
}

const SENDER = 'consumer:ada'
const SIZE = 200_000
/** Text that says who sent it, so that it shows whose bytes are kept. */
const written = (letter: string): Buffer => Buffer.alloc(SIZE, letter)

async function announced(desk: FileDesk): Promise<string> {
  const file = { accountId: brand, by: 'consumer', sender: SENDER, name: 'note.txt', mediaType: 'text/plain' } as const
  const answer = await desk.announce({ ...file, size: SIZE })
  if (!answer.ok) throw new Error(answer.code)
  return answer.fileId
}

function put(desk: FileDesk, fileId: string, bytes: Readable, from = 0) {
  const signal = new AbortController().signal
  return desk.receive({ accountId: brand, fileId }, bytes, { from, length: undefined, signal })
}
const stream = (bytes: Buffer) => Readable.from([Buffer.from(bytes)], { objectMode: false })

async function receivedAt(desk: FileDesk, fileId: string): Promise<number> {
  return (await desk.unsent(brand, SENDER, fileId))?.received ?? -1
}

async function kept(desk: FileDesk, fileId: string): Promise<string> {
  const file = await house.storage.files.findFile(brand, fileId)
  if (file?.state !== 'kept') throw new Error(`it is ${file?.state}`)
  return Buffer.concat(await (await desk.read(file)).toArray()).toString()
}

const lying = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

describe.each([
  ['as it is', false],
  ['sealed', true],
])('a file that is resumed at another node while the first one still receives it, %s', (_how, isSealed) => {
  beforeEach(() => {
    sealed = isSealed
  })

  /** The first node has something of it, and its line hangs: it does not know yet that nothing will come. */
  async function hanging() {
    const [here, there] = [await node('here'), await node('there')]
    const fileId = await announced(here)
    const line = new PassThrough()
    const first = put(here, fileId, line)
    line.write(written('a').subarray(0, 140_000))
    await soon(async () => expect(await receivedAt(there, fileId)).toBeGreaterThan(100_000))
    return { here, there, fileId, line, first, received: await receivedAt(there, fileId) }
  }

  it('goes on there from where it was, and what still comes to the first node changes nothing', async () => {
    const { here, there, fileId, line, first, received } = await hanging()
    const rest = new PassThrough()
    const second = put(there, fileId, rest, received)
    rest.write(written('b').subarray(0, 10_000))
    await soon(async () => expect((await house.storage.files.findFile(brand, fileId))?.reception).toBe(1))
    line.end(written('c').subarray(140_000))
    expect(await first, 'its sender may ask how far the other node is').toMatchObject({
      ok: false,
      code: 'wrong-offset',
    })
    rest.end(written('b').subarray(received + 10_000))
    expect(await second).toMatchObject({ ok: true })
    const text = 'a'.repeat(received) + 'b'.repeat(SIZE - received)
    expect(await kept(here, fileId)).toBe(text)
    expect(await kept(there, fileId)).toBe(text)
    expect(lying(), 'nothing else is left').toHaveLength(1)
  })

  it('and which wakes up when the other has kept it: nothing of it is taken away, nor replaced', async () => {
    const { there, fileId, line, first, received } = await hanging()
    expect(await put(there, fileId, stream(written('b').subarray(received)), received)).toMatchObject({ ok: true })
    line.end(written('c').subarray(140_000))
    expect(await first).toEqual({ ok: false, code: 'wrong-offset', received: SIZE })
    expect(await kept(there, fileId)).toBe('a'.repeat(received) + 'b'.repeat(SIZE - received))
    expect(lying()).toHaveLength(1)
  })

  it('or taken back there: the first node keeps nothing, and leaves nothing', async () => {
    const { there, fileId, line, first } = await hanging()
    expect(await there.cancel(brand, SENDER, fileId)).toBe(true)
    line.end(written('a').subarray(140_000))
    expect(await first).toEqual({ ok: false, code: 'file-gone' })
    expect(lying()).toEqual([])
    expect(await house.storage.files.findFile(brand, fileId)).toBeUndefined()
  })
})

/** Finds what it is told to, when it is told to. */
function slowScanner(found: 'clean' | 'infected') {
  let go = (): void => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  let scans = 0
  const scanner: Scanner = {
    async scan(bytes) {
      scans += 1
      for await (const _piece of bytes);
      await gate
      return found
    },
  }
  return { scanner, go: () => go(), scans: () => scans }
}

it.each(['clean', 'infected'] as const)(
  'a node that is still looking at a file, and finds it %s, neither keeps nor dooms what another one has kept',
  async (found) => {
    const slow = slowScanner(found)
    const here = await node('here', { scanner: slow.scanner, own: 'incoming here' })
    const there = await node('there', { own: 'incoming there' })
    const fileId = await announced(here)
    const first = put(here, fileId, stream(written('a')))
    await soon(() => expect(slow.scans()).toBe(1))
    // As with a bucket: each node has what is unfinished on a disk of its own, and the other one begins anew.
    expect(await receivedAt(there, fileId)).toBe(0)
    expect(await put(there, fileId, stream(written('b')))).toMatchObject({ ok: true })
    slow.go()
    expect(await first).toMatchObject({ ok: false })
    expect(await kept(there, fileId)).toBe(written('b').toString())
    await soon(() => expect(lying()).toHaveLength(1))
  },
)

it('on one node a second sender waits until the first one’s bytes were looked at, and a third one, too', async () => {
  const slow = slowScanner('clean')
  const here = await node('here', { scanner: slow.scanner })
  const fileId = await announced(here)
  const first = put(here, fileId, stream(written('a')))
  await soon(() => expect(slow.scans()).toBe(1))
  const others = [put(here, fileId, stream(Buffer.alloc(0)), SIZE), put(here, fileId, stream(Buffer.alloc(0)), SIZE)]
  slow.go()
  for (const answer of await Promise.all([first, ...others])) expect(answer).toMatchObject({ ok: true })
  expect(slow.scans()).toBe(1)
  expect(await kept(here, fileId)).toBe(written('a').toString())
})
