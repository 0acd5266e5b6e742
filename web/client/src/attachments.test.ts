import type { FileContent } from '@baton/content'
import { beforeEach, expect, it } from 'vitest'
import { type Attachments, createAttachments } from './attachments.ts'
import type { FileOrders, Uploaded, UploadWish } from './files.ts'

interface UnderWay {
  readonly file: Blob
  readonly wish: UploadWish
  end(uploaded: Uploaded): void
}

let uploads: UnderWay[]
let cancelled: string[]
let said: FileContent[]
let connection: string
let ring: () => void
let attachments: Attachments

const RULES = { mediaTypes: ['image/png', 'application/pdf'], maxBytes: 100 }
const pdf = (name: string, size = 10) => new File(['x'.repeat(size)], name, { type: 'application/pdf' })
const there = (name: string): Uploaded => ({
  ok: true,
  file: { kind: 'file', fileId: `id of ${name}`, name, mediaType: 'application/pdf', size: 10 },
})
const states = () => attachments.state.items.map(({ state }) => state)
const keyOf = (nth: number) => attachments.state.items[nth]?.key ?? ''
async function ends(nth: number, uploaded: Uploaded): Promise<void> {
  uploads[nth]?.end(uploaded)
  await Promise.resolve().then(() => {})
}

beforeEach(() => open())

function open(prepare?: (file: Blob) => Promise<Blob>): void {
  uploads = []
  cancelled = []
  said = []
  connection = 'online'
  const files = {
    upload: (file: Blob, wish: UploadWish) =>
      new Promise<Uploaded>((end) => {
        uploads.push({ file, wish, end })
        wish.signal?.addEventListener('abort', () => end({ ok: false, code: 'cancelled' }))
      }),
    cancel: async (fileId: string) => void cancelled.push(fileId),
  } as unknown as FileOrders
  attachments = createAttachments({
    client: {
      files,
      get state() {
        return { connection, fileRules: RULES }
      },
      subscribe(listener) {
        ring = listener
        return () => {}
      },
    },
    ...(prepare && { prepare }),
    send: (content) => said.push(content) > 0,
  })
}

it('messaging R6.7: what cannot be sent is told at once, and nothing of it leaves', () => {
  attachments.add([pdf('large.pdf', 101), pdf('empty.pdf', 0), new File(['x'], 'page.html', { type: 'text/html' })])
  expect(attachments.state.items.map(({ code }) => code)).toEqual([
    'file-too-large',
    'file-empty',
    'file-type-not-allowed',
  ])
  expect(uploads).toEqual([])
  expect(attachments.say('look')).toBe(false)
})

it('brings three at a time, and tells how far each one is', async () => {
  attachments.add(['a', 'b', 'c', 'd'].map((name) => pdf(name)))
  expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting'])
  uploads[0]?.wish.onProgress?.(0.5)
  expect(attachments.state.items[0]).toMatchObject({ state: 'sending', share: 0.5 })
  uploads[0]?.wish.onProgress?.(1)
  expect(attachments.state.items[0]?.state).toBe('checking')
  await ends(0, there('a'))
  expect(states()).toEqual(['ready', 'sending', 'sending', 'sending'])
})

it('says all of them in their order when the last one is checked, the words with the first', async () => {
  attachments.add([pdf('a'), pdf('b')])
  expect(attachments.say('my papers')).toBe(true)
  await ends(1, there('b'))
  expect(said).toEqual([])
  await ends(0, there('a'))
  expect(said.map(({ name, caption }) => [name, caption])).toEqual([
    ['a', 'my papers'],
    ['b', undefined],
  ])
  expect(attachments.state).toEqual({ items: [], isSaying: false, said: 1 })
})

it('one that fails meanwhile stops the others, so that the person decides', async () => {
  attachments.add([pdf('a'), pdf('b')])
  attachments.say('my papers')
  await ends(0, { ok: false, code: 'file-infected' })
  await ends(1, there('b'))
  expect(said).toEqual([])
  expect(attachments.state.isSaying).toBe(false)
  attachments.say('my papers')
  expect(said.map(({ name, caption }) => [name, caption])).toEqual([['b', 'my papers']])
  expect(states()).toEqual(['failed'])
})

it('what was taken out is stopped, or taken away where it is there already', async () => {
  attachments.add([pdf('a'), pdf('b')])
  await ends(1, there('b'))
  attachments.remove(keyOf(0))
  expect(uploads[0]?.wish.signal?.aborted).toBe(true)
  attachments.remove(keyOf(0))
  expect(cancelled).toEqual(['id of b'])
  expect(attachments.state.items).toEqual([])
})

it('goes on where it was interrupted once the line is back, without being asked', async () => {
  attachments.add([pdf('a')])
  connection = 'offline'
  ring()
  await ends(0, { ok: false, code: 'offline', fileId: 'begun' })
  expect(attachments.state.items[0]).toMatchObject({ state: 'failed', code: 'offline', canRetry: true })
  connection = 'online'
  ring()
  expect(states()).toEqual(['sending'])
  expect(uploads[1]?.wish.fileId).toBe('begun')
})

it('takes no more than twenty at once', () => {
  attachments.add(Array.from({ length: 21 }, (_, nth) => pdf(`${nth}`)))
  expect(attachments.state.items[20]?.code).toBe('too-many-files')
})

it('messaging R6.6: a picture that is too large may be made smaller before it leaves, and is the same when it goes on', async () => {
  const small = new File(['small'], 'photo.png', { type: 'image/png' })
  let made = 0
  open(async (file) => {
    made += 1
    return file.type === 'image/png' ? small : file
  })
  attachments.add([new File(['x'.repeat(1_000)], 'photo.png', { type: 'image/png' }), pdf('large.pdf', 101)])
  expect(attachments.state.items.map(({ code }) => code)).toEqual([undefined, 'file-too-large'])
  await expect.poll(() => uploads.length).toBe(1)
  await ends(0, { ok: false, code: 'offline', fileId: 'begun' })
  await expect.poll(() => states()[0]).toBe('failed')
  attachments.retry(keyOf(0))
  expect(uploads.map(({ file, wish }) => [file === small, wish.fileId])).toEqual([
    [true, undefined],
    [true, 'begun'],
  ])
  expect(made).toBe(1)
})
