import type { InteractionOf } from '../../definition.ts'
import type { ReceivedFile } from '../../input.ts'
import type { InteractionKind, Words } from '../../kind.ts'
import { DEFAULT_TEXTS } from '../../texts.ts'

/** Inclusive (dialogs R8.10). */
export const MAX_FILE_BYTES = 5 * 1_024 * 1_024

/** Asks for a file; what becomes of it is told by events of the platform (dialogs section 8). */
export const fileUpload: InteractionKind<'fileUpload'> = {
  category: 'question',
  produce: ({ text }, words) => [{ kind: 'text', text: words.text(text) }],
}

/** Types that are the same under two names. */
const SAME: Readonly<Record<string, string>> = { jpg: 'jpeg', tif: 'tiff', htm: 'html' }

/** @returns what the consumer is told, if the file is not what was asked for (dialogs R8.5) */
export function refuseFile(upload: InteractionOf<'fileUpload'>, file: ReceivedFile, words: Words): string | undefined {
  const accepted = upload.acceptedTypes.map(canonical)
  if (accepted.length > 0 && !accepted.includes(typeOf(file))) {
    const own = upload.wrongType === undefined ? '' : words.text(upload.wrongType)
    return own !== '' ? own : DEFAULT_TEXTS.uploadWrongType.replace('{types}', upload.acceptedTypes.join(', '))
  }
  return file.size > MAX_FILE_BYTES ? words.text(upload.failure ?? DEFAULT_TEXTS.uploadFailed) : undefined
}

function canonical(type: string): string {
  const plain = type
    .toLowerCase()
    .replace(/^\./, '')
    .replace(/^[a-z]+\//, '')
  return SAME[plain] ?? plain
}

/** Media types whose second half does not say how people call them. */
const CALLED: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/msword': 'doc',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.ms-excel': 'xls',
  'text/plain': 'txt',
  'image/svg+xml': 'svg',
}
/** What a look at the bytes alone cannot tell apart; the name's ending may. */
const VAGUE: Readonly<Record<string, RegExp>> = {
  'application/zip': /^(?:docx|pptx|xlsx|zip)$/,
  'application/octet-stream': /^[a-z0-9]+$/,
  'text/plain': /^(?:txt|csv|md)$/,
}

/** By its bytes; by the ending of its name only where the bytes leave it open (dialogs R8.11). */
function typeOf({ name, mediaType }: ReceivedFile): string {
  const plain = (mediaType.split(';')[0] ?? '').trim().toLowerCase()
  const ending = canonical(/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? '')
  if (VAGUE[plain]?.test(ending)) return ending
  return CALLED[plain] ?? canonical(plain)
}
