import type { InteractionOf } from '../../definition.ts'
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
export function refuseFile(
  upload: InteractionOf<'fileUpload'>,
  file: { readonly type: string; readonly size: number },
  words: Words,
): string | undefined {
  const accepted = upload.acceptedTypes.map(canonical)
  if (accepted.length > 0 && !accepted.includes(canonical(file.type))) {
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
