import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import S3rver from 's3rver'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { directoryBlobs } from './blobs/directoryBlobs.ts'
import { s3Blobs } from './blobs/s3Blobs.ts'
import type { Blobs } from './blobs.ts'
import { PDF, PNG } from './examples/files.ts'
import { FileDamaged, FileMissing, FileStoreUnavailable, WrongLength, WrongOffset } from './faults.ts'
import { createFileStore, type FileStore } from './fileStore.ts'
import { FILE_KINDS } from './inspect/kinds.ts'
import { createPreviewer } from './preview/previewer.ts'
import { clamdScanner, type Scanner } from './scan/clamd.ts'
import { sealingKey } from './seal.ts'

const SECRET = 'a secret of the operator, long enough'
const permitted = { kinds: FILE_KINDS, macros: false }
const key = { accountId: 'acme', fileId: '0f0e0d0c-0000-4000-8000-000000000001' }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'baton-files-'))
  closing.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

interface Means {
  readonly blobs?: Blobs
  readonly sealed?: boolean
  readonly scanner?: Scanner
  readonly at?: string
}

function store({ blobs, sealed = false, scanner, at = directory() }: Means = {}): FileStore & { readonly at: string } {
  const made = createFileStore({
    blobs: blobs ?? directoryBlobs(join(at, 'kept')),
    spoolDir: join(at, 'incoming'),
    previewer: createPreviewer(),
    ...(sealed && { sealingKey: sealingKey(SECRET) }),
    ...(scanner && { scanner }),
  })
  closing.push(() => made.close())
  return Object.assign(made, { at })
}

const stream = (bytes: Buffer, piece = 10_000): Readable =>
  Readable.from(
    (function* () {
      for (let from = 0; from < bytes.length; from += piece) yield Buffer.from(bytes.subarray(from, from + piece))
    })(),
    { objectMode: false },
  )
const receive = (files: FileStore, bytes: Buffer, size = bytes.length, from = 0) =>
  files.receive(key, stream(bytes), { size, from })
const whole = async (bytes: Readable): Promise<Buffer> => Buffer.concat(await bytes.toArray())
const everything = (at: string): string =>
  (readdirSync(at, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n')

let s3: S3rver
let s3Port: number
let s3Dir: string
beforeAll(async () => {
  s3Dir = mkdtempSync(join(tmpdir(), 'baton-s3-'))
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: s3Dir,
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  s3Port = (await s3.run()).port
}, 60_000)
afterAll(async () => {
  await s3?.close()
  rmSync(s3Dir, { recursive: true, force: true })
})
const bucket = () =>
  s3Blobs({
    ...{ bucket: 'files', prefix: 'baton/', region: 'us-east-1', endpoint: `http://127.0.0.1:${s3Port}` },
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  })

describe.each([
  ['in a directory', async () => store()],
  ['sealed in a directory', async () => store({ sealed: true })],
  ['in a bucket', async () => store({ blobs: await bucket() })],
  ['sealed in a bucket', async () => store({ blobs: await bucket(), sealed: true })],
] as const)('a file %s', (_where, open) => {
  it('comes out as it went in, whole and from any place on', async () => {
    const files = await open()
    const bytes = Buffer.concat([PDF, randomBytes(300_000)])
    await receive(files, bytes)
    await files.keep(key)
    expect((await whole(await files.read(key))).equals(bytes)).toBe(true)
    for (const [start, end] of [
      [0, 2],
      [65_535, 65_537],
      [131_072, 131_073],
      [299_999, bytes.length],
      [5, 200_000],
    ] as const) {
      expect((await whole(await files.read(key, { start, end }))).equals(bytes.subarray(start, end)), `${start}`).toBe(
        true,
      )
    }
    await files.remove(key)
    await expect(files.read(key)).rejects.toThrow(FileMissing)
  })

  it('that was cut is gone on with, and is whole', async () => {
    const files = await open()
    const bytes = randomBytes(200_000)
    await expect(receive(files, bytes.subarray(0, 150_000), bytes.length)).rejects.toThrow(WrongLength)
    const received = await files.received(key)
    expect(received).toBeGreaterThan(100_000)
    await expect(receive(files, bytes, bytes.length, 0)).rejects.toThrow(WrongOffset)
    await receive(files, bytes.subarray(received), bytes.length, received)
    await files.keep(key)
    expect((await whole(await files.read(key))).equals(bytes)).toBe(true)
    await files.remove(key)
  })

  it('has a preview, if it is a picture', async () => {
    const files = await open()
    await receive(files, PNG)
    const looked = await files.look(key, 'photo.png', permitted)
    expect(looked).toMatchObject({ ok: true, seen: { kind: 'png', image: { width: 2, height: 1 } } })
    await files.keep(key)
    expect((await whole(await files.readPreview(key))).subarray(0, 2).toString('hex')).toBe('ffd8')
    await files.remove(key)
    await expect(files.readPreview(key)).rejects.toThrow(FileMissing)
  })
})

describe('what is received', () => {
  it('is counted as it comes: one byte too many, and nothing of it stays', async () => {
    const files = store()
    await expect(receive(files, randomBytes(70_001), 70_000)).rejects.toThrow(WrongLength)
    expect(await files.received(key)).toBe(0)
    expect(everything(files.at)).toBe('')
  })

  it('is looked at where it lies, sealed or not, and its words are nowhere else', async () => {
    const files = store({ sealed: true })
    const bytes = Buffer.from(`the secret of Ada\n${'x'.repeat(100_000)}`)
    await receive(files, bytes)
    expect(await files.look(key, 'note.txt', permitted)).toMatchObject({ ok: true, seen: { kind: 'txt' } })
    await files.keep(key)
    expect(everything(files.at)).not.toContain('secret of Ada')
  })

  it('is refused by the store when the disk takes no more, and told as that', async () => {
    const files = createFileStore({
      blobs: directoryBlobs('/dev/full/kept'),
      spoolDir: '/dev/full/incoming',
      previewer: createPreviewer(),
    })
    await expect(receive(files, PDF)).rejects.toThrow()
  })
})

describe('a sealed file', () => {
  async function sealed() {
    const files = store({ sealed: true })
    const bytes = randomBytes(150_000)
    await receive(files, bytes)
    await files.keep(key)
    const path = join(files.at, 'kept', 'acme', '0f', `${key.fileId}.sealed`)
    return { files, bytes, path }
  }

  it('tells that a bit of it was changed', async () => {
    const { files, path } = await sealed()
    const stored = readFileSync(path)
    stored[70_000] = (stored[70_000] ?? 0) ^ 1
    writeFileSync(path, stored)
    await expect(whole(await files.read(key))).rejects.toThrow(FileDamaged)
  })

  it('tells that its end was cut off, even between two frames', async () => {
    const { files, path } = await sealed()
    truncateSync(path, 24 + 65_552)
    await expect(whole(await files.read(key))).rejects.toThrow(FileDamaged)
    truncateSync(path, statSync(path).size - 5)
    await expect(whole(await files.read(key))).rejects.toThrow(FileDamaged)
  })

  it('is not opened with another secret', async () => {
    const { files } = await sealed()
    const other = createFileStore({
      blobs: directoryBlobs(join(files.at, 'kept')),
      spoolDir: join(files.at, 'incoming'),
      previewer: createPreviewer(),
      sealingKey: sealingKey('another secret, which is long enough'),
    })
    await expect(other.read(key).then(whole)).rejects.toThrow(FileDamaged)
  })

  it('is read beside those that were kept before sealing was switched on', async () => {
    const before = store()
    await receive(before, PDF)
    await before.keep(key)
    const after = store({ sealed: true, at: before.at })
    expect((await whole(await after.read(key))).equals(PDF)).toBe(true)
  })
})

describe('a scan for harmful software (messaging R6.5)', () => {
  /** Speaks the daemon's protocol, and answers as it is told. */
  async function daemon(answer: string | undefined): Promise<{ scanner: Scanner; heard: () => Buffer }> {
    let heard = Buffer.alloc(0)
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (piece) => {
        heard = Buffer.concat([heard, piece])
        if (answer !== undefined && heard.subarray(-4).equals(Buffer.alloc(4))) socket.end(`${answer}\0`)
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    closing.push(() => void server.close())
    const { port } = server.address() as import('node:net').AddressInfo
    const timeoutMs = answer === undefined ? 500 : 30_000
    return { scanner: clamdScanner({ address: `tcp://127.0.0.1:${port}`, timeoutMs }), heard: () => heard }
  }
  async function lookedAt(scanner: Scanner) {
    const files = store({ scanner })
    await receive(files, PDF)
    const looked = await files.look(key, 'a.pdf', permitted)
    return looked.ok ? 'kept' : looked.why
  }

  it('lets pass what is clean, and was heard whole', async () => {
    const { scanner, heard } = await daemon('stream: OK')
    expect(await lookedAt(scanner)).toBe('kept')
    expect(heard().subarray(0, 10).toString()).toBe('zINSTREAM\0')
    expect(heard().readUInt32BE(10)).toBe(PDF.length)
    expect(
      heard()
        .subarray(14, 14 + PDF.length)
        .equals(PDF),
    ).toBe(true)
  })

  it.each([
    ['stream: Win.Test.EICAR_HDB-1 FOUND', 'file-infected'],
    ['stream: INSTREAM size limit exceeded. ERROR', 'scan-unavailable'],
    ['INSTREAM size limit exceeded. ERROR', 'scan-unavailable'],
    ['OK', 'scan-unavailable'],
    ['', 'scan-unavailable'],
    [undefined, 'scan-unavailable'], // never answers
  ])('fails closed: %j means %s', async (answer, expected) => {
    expect(await lookedAt((await daemon(answer)).scanner)).toBe(expected)
  })

  it('fails closed where nobody is there', async () => {
    expect(await lookedAt(clamdScanner({ address: 'tcp://127.0.0.1:1' }))).toBe('scan-unavailable')
    expect(await lookedAt(clamdScanner({ address: 'unix:///nowhere/clamd.ctl' }))).toBe('scan-unavailable')
  })
})

it('a bucket that cannot be reached is told as a store that takes nothing', async () => {
  const files = store({
    blobs: await s3Blobs({
      bucket: 'none',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
  })
  await receive(files, PDF)
  await expect(files.keep(key)).rejects.toThrow(FileStoreUnavailable)
})
