import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Blobs } from './blobs.ts'
import { asFileFault, FileMissing } from './faults.ts'
import { inspect, type Permitted } from './inspect/inspect.ts'
import { isImage } from './inspect/kinds.ts'
import { refuse, type Seen, type Verdict } from './inspect/verdict.ts'
import { Limiter } from './limiter.ts'
import { MAX_PREVIEW_PIXELS } from './preview/preview.ts'
import type { Preview, Previewer } from './preview/previewer.ts'
import { type Glance, glanceAt, type Range, readSealed, streamOf } from './reading.ts'
import { receptionsOf } from './receptions.ts'
import type { Scanner } from './scan/clamd.ts'
import { receivedOf, storedBytes, write } from './writing.ts'

/** A file's name in the store: its account, and an id that nobody guesses. */
export interface FileKey {
  readonly accountId: string
  readonly fileId: string
  /** How often another node took over while its bytes came; absent: never. */
  readonly reception?: number | undefined
}

export interface Receiving {
  /** Of the whole file, as it was announced. */
  readonly size: number
  /** Place of the first byte that comes. */
  readonly from: number
  readonly signal?: AbortSignal | undefined
}

export type Looked = { readonly ok: true; readonly seen: LookedAt } | Extract<Verdict, { ok: false }>
export interface LookedAt extends Seen {
  /** There is a preview; how large the image is as it is looked at, in pixels. */
  readonly image?: { readonly width: number; readonly height: number }
}

/** Keeps files: takes bytes as they come, looks at what they are, and hands them out again. Holds none in memory. */
export interface FileStore {
  /** How many bytes of an unfinished file are here, of this reception or those before; the next one to come is of this number. */
  received(key: FileKey): Promise<number>
  /**
   * @param bytes are the store's own from here on: a piece that was written is empty afterwards
   * @throws WrongOffset, WrongLength, FileStoreUnavailable; what came before stays, but after too many bytes
   */
  receive(key: FileKey, bytes: Readable, receiving: Receiving): Promise<void>
  /**
   * Looks at a file that is here whole: what it is, whether it does harm; makes a preview of an image.
   * @throws FileMissing, FileStoreUnavailable
   */
  look(key: FileKey, name: string, permitted: Permitted): Promise<Looked>
  /** From here on it is safe. @throws FileStoreUnavailable */
  keep(key: FileKey): Promise<void>
  /** @throws FileMissing, FileDamaged, FileStoreUnavailable */
  read(key: FileKey, range?: Range): Promise<Readable>
  /** @throws FileMissing, FileDamaged, FileStoreUnavailable */
  readPreview(key: FileKey): Promise<Readable>
  /** All that is of it, finished or not, of this reception and of those before. @throws FileStoreUnavailable */
  remove(key: FileKey): Promise<void>
  close(): Promise<void>
}

export interface FileStoreOptions {
  readonly blobs: Blobs
  /** Where unfinished files lie; on the same disk as `blobs` where they are a directory. */
  readonly spoolDir: string
  /** Files are sealed with it; absent: they lie there as they are. */
  readonly sealingKey?: Buffer
  /** Absent: nobody asks. */
  readonly scanner?: Scanner
  readonly previewer: Previewer
}

/** Files that are looked at or scanned at the same time; the others wait on the disk. */
const LOOKED_AT_ONCE = 4
/** Pieces that are held at the same time on their way to the disk; which of the files they are of, changes with each. */
const WRITTEN_ONCE = 8

export function createFileStore({ blobs, spoolDir, sealingKey, scanner, previewer }: FileStoreOptions): FileStore {
  const looking = new Limiter(LOOKED_AT_ONCE)
  const turns = new Limiter(WRITTEN_ONCE)
  const spool = (key: FileKey, what = 'part'): string => join(spoolDir, `${key.accountId}.${numbered(key)}.${what}`)
  const partsOf = (key: FileKey) => receptionsOf((reception) => spool({ ...key, reception }), key.reception)
  /** A sealed file has another name, so that either can be read whatever is set now. */
  const names = (key: FileKey, what = '') => {
    const plain = `${key.accountId}/${key.fileId.slice(0, 2)}/${numbered(key)}${what}`
    return { plain, sealed: `${plain}.sealed` }
  }

  async function readEither(key: FileKey, what: string, range?: Range): Promise<Readable> {
    const { plain, sealed } = names(key, what)
    const readPlain = () => (range === undefined ? blobs.read(plain, 0) : blobs.read(plain, range.start, range.end - 1))
    if (sealingKey === undefined) return readPlain()
    try {
      return await readSealed(blobs, sealed, sealingKey, range)
    } catch (fault) {
      if (fault instanceof FileMissing) return readPlain()
      throw fault
    }
  }

  async function adopt(key: FileKey, what: string, path: string): Promise<void> {
    const { plain, sealed } = names(key, what)
    await blobs.adopt(sealingKey === undefined ? plain : sealed, path)
  }

  async function scan(glance: Glance): Promise<Extract<Verdict, { ok: false }> | undefined> {
    if (scanner === undefined) return undefined
    const found = await scanner.scan(streamOf(glance))
    if (found === 'clean') return undefined
    return refuse(found === 'infected' ? 'file-infected' : 'scan-unavailable')
  }

  async function preview(key: FileKey, glance: Glance, { kind, pixels }: Seen): Promise<Preview | undefined> {
    if (pixels === undefined || !isImage(kind)) return undefined
    const count = pixels.width * pixels.height
    if (count > MAX_PREVIEW_PIXELS) return undefined
    const made = await previewer.make(() => glance.at(0, glance.size), kind === 'jpeg', count)
    if (made === undefined) return undefined
    const path = spool(key, 'preview')
    await rm(path, { force: true })
    if (sealingKey === undefined) await writeFile(path, made.preview, { mode: 0o600 })
    else await write(oneChunk(made.preview), { path, size: made.preview.length, from: 0 }, sealingKey)
    await adopt(key, '.preview', path)
    return made
  }

  return {
    async received(key) {
      const path = await partsOf(key).newest()
      return path === undefined ? 0 : receivedOf(path, sealingKey !== undefined)
    },
    async receive(key, bytes, receiving) {
      const isSealed = sealingKey !== undefined
      if (receiving.from > 0) await partsOf(key).goOn(storedBytes(receiving.from, isSealed))
      await write(bytes, { path: spool(key), ...receiving }, sealingKey, turns)
    },
    look: (key, name, permitted) =>
      looking.run(() =>
        glanceAt(spool(key), sealingKey, async (glance): Promise<Looked> => {
          const verdict = await inspect(glance, name, permitted)
          if (!verdict.ok) return verdict
          const harm = await scan(glance)
          if (harm !== undefined) return harm
          const { seen } = verdict
          const made = await preview(key, glance, seen)
          return { ok: true, seen: { ...seen, ...(made && { image: { width: made.width, height: made.height } }) } }
        }).catch((fault: unknown) => {
          throw asFileFault(fault)
        }),
      ),
    async keep(key) {
      await adopt(key, '', spool(key))
      await partsOf(key).removeEarlier()
    },
    read: (key, range) => readEither(key, '', range),
    readPreview: (key) => readEither(key, '.preview'),
    async remove({ reception: last = 0, ...file }) {
      for (let reception = 0; reception <= last; reception += 1) {
        const key = { ...file, reception }
        for (const what of ['part', 'part.copy', 'preview']) await rm(spool(key, what), { force: true })
        for (const what of ['', '.preview']) {
          const { plain, sealed } = names(key, what)
          await blobs.remove(plain)
          await blobs.remove(sealed)
        }
      }
    },
    async close() {
      await previewer.close()
      await blobs.close()
    },
  }
}

/** What nobody took over has no number, as it was before there were any. */
const numbered = ({ fileId, reception = 0 }: FileKey): string => (reception === 0 ? fileId : `${fileId}.${reception}`)

const oneChunk = (bytes: Uint8Array): Readable => Readable.from([Buffer.from(bytes)])
