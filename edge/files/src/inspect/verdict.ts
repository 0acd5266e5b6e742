import type { FileKind } from './kinds.ts'

/** Why a file is not kept; told to its sender. */
export type FileRefusal =
  | 'file-empty'
  | 'file-too-large'
  | 'file-type-not-allowed'
  /** Its name ends as something else does. */
  | 'file-type-mismatch'
  /** It holds what a machine would carry out: a page, a program, a macro. */
  | 'file-active'
  /** It is two things at once, and each reader sees another. */
  | 'file-ambiguous'
  | 'file-damaged'
  /** Small here, far too large once it is unpacked. */
  | 'file-unpacks-too-large'
  | 'image-too-large'
  | 'file-infected'
  /** Nobody could look whether it does harm; nothing passes unseen. */
  | 'scan-unavailable'

export interface Seen {
  readonly kind: FileKind
  readonly mediaType: string
  /** Cleaned, with the ending of what it is. */
  readonly name: string
  /** Of an image, in pixels, as it is stored. */
  readonly pixels?: { readonly width: number; readonly height: number }
}

export type Verdict = { readonly ok: true; readonly seen: Seen } | { readonly ok: false; readonly why: FileRefusal }

export const refuse = (why: FileRefusal): Extract<Verdict, { ok: false }> => ({ ok: false, why })
