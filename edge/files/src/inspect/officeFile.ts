import type { Readable } from 'node:stream'
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl'
import { type Glance, streamOf } from '../reading.ts'
import type { FileKind } from './kinds.ts'
import { type FileRefusal, refuse } from './verdict.ts'

/** Of all parts together, unpacked. */
const MAX_UNPACKED = 150 * 1_024 * 1_024
/** A part that is larger than a megabyte may be so many times its packed size; text packs well, but not that well. */
const MAX_RATIO = 250
const RATIO_COUNTS_FROM = 1_024 * 1_024
const MOST_PARTS = 5_000

const MAIN_PART: Readonly<Record<string, FileKind>> = {
  'word/document.xml': 'docx',
  'ppt/presentation.xml': 'pptx',
  'xl/workbook.xml': 'xlsx',
}
const CONTENT_TYPES = '[Content_Types].xml'
const MACROS = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|macrosheets\/|activeX\/)/i
const MACRO_TYPE = /macroEnabled|vnd\.ms-office\.vbaProject/i

export type Opened =
  | { readonly ok: true; readonly kind: FileKind; readonly hasMacros: boolean }
  | { readonly ok: false; readonly why: FileRefusal }

/** Opens an office document, which is a packed folder, and unpacks every part of it once: what it says of itself may be a lie. */
export async function openOffice(glance: Glance): Promise<Opened> {
  let zip: ZipFile
  try {
    zip = await openZip(glance)
  } catch {
    return refuse('file-damaged')
  }
  try {
    return await readParts(zip)
  } catch (fault) {
    return refuse(fault instanceof Refused ? fault.why : 'file-damaged')
  } finally {
    zip.close()
  }
}

class Refused extends Error {
  constructor(readonly why: FileRefusal) {
    super(why)
  }
}

class GlanceReader extends RandomAccessReader {
  readonly #glance: Glance
  constructor(glance: Glance) {
    super()
    this.#glance = glance
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return streamOf(this.#glance, start, end)
  }
}

function openZip(glance: Glance): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
    fromRandomAccessReader(new GlanceReader(glance), glance.size, options, (fault, zip) =>
      zip === undefined || fault ? reject(fault ?? new Error('no zip')) : resolve(zip),
    )
  })
}

async function readParts(zip: ZipFile): Promise<Opened> {
  if (zip.entryCount > MOST_PARTS) throw new Refused('file-unpacks-too-large')
  let unpacked = 0
  let hasTypes = false
  let hasMacros = false
  const kinds = new Set<FileKind>()
  for (;;) {
    const entry = await nextEntry(zip)
    if (entry === undefined) break
    if (entry.isEncrypted()) throw new Refused('file-damaged')
    unpacked += entry.uncompressedSize
    if (unpacked > MAX_UNPACKED || isBomb(entry)) throw new Refused('file-unpacks-too-large')
    const kind = MAIN_PART[entry.fileName]
    if (kind !== undefined) kinds.add(kind)
    if (MACROS.test(entry.fileName)) hasMacros = true
    const text = await unpack(zip, entry, entry.fileName === CONTENT_TYPES)
    if (entry.fileName === CONTENT_TYPES) {
      hasTypes = true
      hasMacros ||= MACRO_TYPE.test(text)
    }
  }
  const [kind, ...others] = kinds
  if (!hasTypes || kind === undefined) return refuse('file-type-not-allowed')
  return others.length > 0 ? refuse('file-ambiguous') : { ok: true, kind, hasMacros }
}

const isBomb = ({ uncompressedSize, compressedSize }: Entry): boolean =>
  uncompressedSize > RATIO_COUNTS_FROM && uncompressedSize > compressedSize * MAX_RATIO

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
      then()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(undefined)))
    zip.once('error', (fault: Error) => settle(() => reject(fault)))
    zip.readEntry()
  })
}

/** To its end: a part that is longer or shorter than it says is found out. @returns its text, where that is wanted */
async function unpack(zip: ZipFile, entry: Entry, wantsText: boolean): Promise<string> {
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(entry, (fault, opened) =>
      opened === undefined || fault ? reject(fault ?? new Error('no stream')) : resolve(opened),
    ),
  )
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (wantsText && bytes <= RATIO_COUNTS_FROM) parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
