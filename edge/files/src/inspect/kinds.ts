/** What people may send each other (messaging R6.3), by what a file is and not by what it is called. */
export const FILE_KINDS = ['jpeg', 'png', 'gif', 'pdf', 'docx', 'pptx', 'xlsx', 'txt'] as const
export type FileKind = (typeof FILE_KINDS)[number]

interface KindFacts {
  readonly mediaType: string
  /** Endings of names that fit; the first one is given where there is none. */
  readonly endings: readonly string[]
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'

export const KIND_FACTS: Readonly<Record<FileKind, KindFacts>> = {
  jpeg: { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { mediaType: 'image/png', endings: ['png'] },
  gif: { mediaType: 'image/gif', endings: ['gif'] },
  pdf: { mediaType: 'application/pdf', endings: ['pdf'] },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, endings: ['docx'] },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, endings: ['pptx'] },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, endings: ['xlsx'] },
  txt: { mediaType: 'text/plain', endings: ['txt', 'text', 'log'] },
}

export const isImage = (kind: FileKind): boolean => kind === 'jpeg' || kind === 'png' || kind === 'gif'

/** Shown in a browser's window without a program of its own, and without anything in it coming to life. */
export const isSafeInline = (mediaType: string): boolean => /^image\/(?:jpeg|png|gif)$/.test(mediaType)
