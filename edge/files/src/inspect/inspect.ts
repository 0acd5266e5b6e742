import { fileTypeFromBuffer } from 'file-type'
import type { Glance } from '../reading.ts'
import { cleanName, endingOf } from './cleanName.ts'
import { FILE_KINDS, type FileKind, isImage, KIND_FACTS } from './kinds.ts'
import { openOffice } from './officeFile.ts'
import { pixelsOf } from './pixelsOf.ts'
import { readAsText } from './plainText.ts'
import { refuse, type Verdict } from './verdict.ts'

/** What an account lets be sent. */
export interface Permitted {
  readonly kinds: readonly FileKind[]
  readonly macros: boolean
}

/** Enough for every signature that is looked for. */
const HEAD_BYTES = 4_100
/** A zip's directory ends in its last 64 KiB; so long may its comment be. */
const TAIL_BYTES = 65_557
/** More would take a viewer's memory, not only ours. */
export const MAX_PIXELS = 64_000_000
const END_OF_ZIP = Buffer.from([0x50, 0x4b, 0x05, 0x06])
/** Readers of PDF look for it in the first kilobyte, whatever stands before. */
const START_OF_PDF = '%PDF-'
const MARKUP = /<(?:!doctype\s+html|html|script|svg|iframe|body)\b/i
/** Programs, by how they begin. */
const PROGRAM = /^(?:MZ|\x7fELF|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|#!|\0asm)/

/**
 * Says what a file is, by its bytes: neither its name nor what its sender says of it is believed (dialogs R8.11, messaging R6.3).
 * @param name as its sender calls it
 */
export async function inspect(glance: Glance, name: string, permitted: Permitted): Promise<Verdict> {
  if (glance.size === 0) return refuse('file-empty')
  const head = await glance.at(0, HEAD_BYTES)
  if (PROGRAM.test(head.toString('latin1'))) return refuse('file-active')
  const found = await kindOf(glance, head, permitted)
  if (typeof found !== 'string') return found
  if (!permitted.kinds.includes(found)) return refuse('file-type-not-allowed')
  const called = nameFor(cleanName(name), found)
  if (called === undefined) return refuse('file-type-mismatch')
  const { mediaType } = KIND_FACTS[found]
  if (!isImage(found)) return { ok: true, seen: { kind: found, mediaType, name: called } }
  const pixels = await pixelsOf(glance, found)
  if (pixels === undefined) return refuse('file-damaged')
  if (pixels.width * pixels.height > MAX_PIXELS) return refuse('image-too-large')
  return { ok: true, seen: { kind: found, mediaType, name: called, pixels } }
}

type Refusal = Extract<Verdict, { ok: false }>

const BY_MEDIA_TYPE = new Map<string, FileKind>(FILE_KINDS.map((kind) => [KIND_FACTS[kind].mediaType, kind]))

async function kindOf(glance: Glance, head: Buffer, { macros }: Permitted): Promise<FileKind | Refusal> {
  if (head.subarray(0, 2).toString('latin1') === 'PK') {
    const opened = await openOffice(glance)
    if (!opened.ok) return opened
    if (head.includes(START_OF_PDF)) return refuse('file-ambiguous')
    return opened.hasMacros && !macros ? refuse('file-active') : opened.kind
  }
  const signature = await fileTypeFromBuffer(head).catch(() => undefined)
  const kind = BY_MEDIA_TYPE.get(signature?.mime ?? '')
  if (kind !== undefined) return (await isAlsoSomethingElse(glance, head, kind)) ? refuse('file-ambiguous') : kind
  const text = await readAsText(glance)
  if (text === 'active') return refuse('file-active')
  return text === 'text' && signature === undefined ? 'txt' : refuse('file-type-not-allowed')
}

/** A picture with a page or a document in front, a document with an archive behind. */
async function isAlsoSomethingElse(glance: Glance, head: Buffer, kind: FileKind): Promise<boolean> {
  if (MARKUP.test(head.toString('latin1'))) return true
  if (kind !== 'pdf' && head.includes(START_OF_PDF)) return true
  const tail = await glance.at(Math.max(0, glance.size - TAIL_BYTES), TAIL_BYTES)
  return tail.includes(END_OF_ZIP)
}

/**
 * The name with an ending that fits. Pictures are often called after another kind of picture; that is mended.
 * @returns undefined when the name says that it is something else
 */
function nameFor(name: string, kind: FileKind): string | undefined {
  const ending = endingOf(name)
  const [usual = kind, ...more] = KIND_FACTS[kind].endings
  if (ending === usual || more.includes(ending)) return name
  if (ending === '') return `${name}.${usual}`
  const isPicture = FILE_KINDS.some((other) => isImage(other) && KIND_FACTS[other].endings.includes(ending))
  return isImage(kind) && isPicture ? `${name.slice(0, -ending.length)}${usual}` : undefined
}
