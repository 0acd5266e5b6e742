import type { ConversationId } from '@baton/base'
import type { FileContent } from '@baton/content'
import type { DownloadFrame, FileRefusalCode, FileRules, FilesPageFrame } from '@baton/protocol'
import type { Answer, Asks, RefusalCode } from './asks.ts'
import type { Environment } from './environment.ts'
import { type BytesSent, sendBytes } from './sendBytes.ts'

/** Attempts to get one file across, over cut lines; after the last one the person is asked. */
const ATTEMPTS = 6
const PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

export interface UploadWish {
  /** Agents name it; a consumer's file without it goes where their next words go. */
  readonly conversationId?: ConversationId | undefined
  /** As it is called; absent: as the file says, or `file`. */
  readonly name?: string | undefined
  /** @param share from 0 to 1; it falls back where a cut line loses bytes */
  readonly onProgress?: ((share: number) => void) | undefined
  /** Ends it; what arrived is taken away. */
  readonly signal?: AbortSignal | undefined
  /** Goes on with an upload that failed before, where the server still has what came of it. */
  readonly fileId?: string | undefined
}

export type Uploaded =
  /** It is there, and was looked at; `send(file)` says it, with a caption if there is one. */
  | { readonly ok: true; readonly file: FileContent }
  /** `fileId`: under it the server keeps what came for a while; a later `upload` goes on from there. */
  | { readonly ok: false; readonly code: RefusalCode | 'offline' | 'cancelled'; readonly fileId?: string | undefined }

/** Files of a person: up, down, and what there are. */
export interface FileOrders {
  /** Gets a file to the server, and goes on where a cut line interrupted. Nobody sees it before it is sent as a message. */
  upload(file: Blob, wish?: UploadWish): Promise<Uploaded>
  /** Takes back one that was not sent. */
  cancel(fileId: string): Promise<Answer>
  /** An address for one use within a minute. @param as `file`: to save it; `show`: as a picture; `preview`: the small picture */
  link(
    conversationId: ConversationId,
    fileId: string,
    as: DownloadFrame['as'],
  ): Promise<Answer<{ readonly url: string }>>
  /** The bytes themselves. @returns nothing where they are not to be had at the moment */
  fetch(conversationId: ConversationId, fileId: string, as: DownloadFrame['as']): Promise<Blob | undefined>
  /** The files of a conversation, newest first. */
  list(conversationId: ConversationId, before?: number, limit?: number): Promise<Answer<FilesPageFrame>>
}

/**
 * What can be told of a file before anything is sent.
 * @returns the code of what is wrong with it
 */
export function problemOfFile(file: Blob, rules: FileRules | undefined): FileRefusalCode | undefined {
  if (rules === undefined) return 'files-not-enabled'
  if (file.size === 0) return 'file-empty'
  if (file.size > rules.maxBytes) return 'file-too-large'
  // A browser that does not know a type says nothing of it; then the bytes decide, at the server.
  const type = (file.type.split(';')[0] ?? '').trim().toLowerCase()
  return type === '' || rules.mediaTypes.includes(type) ? undefined : 'file-type-not-allowed'
}

export function createFiles(
  url: string,
  asks: Asks,
  { fetch, setTimer }: Pick<Environment, 'fetch' | 'setTimer'>,
): FileOrders {
  const base = url.replace(/\/+$/, '')
  const pause = (ms: number) => new Promise<void>((resolve) => setTimer(resolve, ms))

  async function upload(file: Blob, wish: UploadWish = {}): Promise<Uploaded> {
    const { conversationId, signal, onProgress } = wish
    const name = wish.name ?? (file instanceof File ? file.name : 'file')
    const tell = (sent: number) => onProgress?.(Math.min(1, sent / file.size))
    let { fileId } = wish
    let code: RefusalCode | 'offline' = 'offline'
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) await pause(Math.min(PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS))
      if (signal?.aborted) return cancelled(fileId)
      const asked =
        fileId === undefined
          ? await asks.ask('uploadLink', {
              ...{ type: 'upload', name, mediaType: file.type, size: file.size },
              ...(conversationId !== undefined && { conversationId }),
            })
          : await asks.ask('uploadLink', { type: 'resumeUpload', fileId })
      if (!asked.ok) {
        code = asked.code
        // What came before is not kept for ever: then it begins anew.
        if (code === 'file-gone' && fileId !== undefined) fileId = undefined
        else if (!isWorthAnother(asked.code)) return { ok: false, code }
        continue
      }
      fileId = asked.frame.fileId
      const { received: from, path } = asked.frame
      tell(from)
      const sent = await sendBytes(
        { url: `${base}${path}`, body: file.slice(from), from, signal, onProgress: (count) => tell(from + count) },
        fetch,
      )
      if (signal?.aborted) return cancelled(fileId)
      if (sent.ok) return { ok: true, file: toContent(sent.body) }
      code = codeOf(sent)
      if (!isWorthAnother(code)) return { ok: false, code }
    }
    return { ok: false, code, fileId }
  }

  async function cancelled(fileId: string | undefined): Promise<Uploaded> {
    if (fileId !== undefined) void asks.ask('accepted', { type: 'cancelUpload', fileId })
    return { ok: false, code: 'cancelled' }
  }

  const link: FileOrders['link'] = async (conversationId, fileId, as) => {
    const answer = await asks.ask('fileLink', { type: 'download', conversationId, fileId, as })
    return answer.ok ? { ok: true, frame: { url: `${base}${answer.frame.path}` } } : answer
  }

  return {
    upload,
    cancel: (fileId) => asks.ask('accepted', { type: 'cancelUpload', fileId }),
    link,
    async fetch(conversationId, fileId, as) {
      const answer = await link(conversationId, fileId, as)
      if (!answer.ok) return undefined
      try {
        const got = await fetch(answer.frame.url)
        return got.ok ? await got.blob() : undefined
      } catch {
        return undefined // the line is gone; whoever looks again asks again
      }
    },
    list: (conversationId, before, limit = 50) =>
      asks.ask('files', { type: 'files', conversationId, limit, ...(before !== undefined && { before }) }),
  }
}

/** The line was cut, the link grew old, or the server has too much to do. */
const AGAIN = new Set<string>([
  'offline',
  'unavailable',
  'wrong-offset',
  'wrong-length',
  'link-invalid',
  'too-many-requests',
])
const isWorthAnother = (code: string): boolean => AGAIN.has(code)

function codeOf({ status, code }: Extract<BytesSent, { ok: false }>): RefusalCode | 'offline' {
  if (code !== undefined) return code as RefusalCode
  return status === 0 ? 'offline' : 'unavailable'
}

function toContent(body: unknown): FileContent {
  const { fileId, name, mediaType, size, image } = body as Omit<FileContent, 'kind'>
  return { kind: 'file', fileId, name, mediaType, size, ...(image && { image }) }
}
