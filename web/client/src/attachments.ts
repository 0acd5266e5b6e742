import type { ConversationId } from '@baton/base'
import type { FileContent } from '@baton/content'
import type { FileRules } from '@baton/protocol'
import { uuid } from './environment.ts'
import { type FileOrders, problemOfFile, type Uploaded } from './files.ts'

/** Files on their way at the same time; the others wait for their turn. */
const AT_ONCE = 3
/** As many as may lie here unsent; the server has a limit of its own, a little above. */
const MOST = 20

export type AttachmentProblem = Extract<Uploaded, { ok: false }>['code']

/** A file that a person has chosen and not said yet: it goes to the server and is checked there while they still write. */
export interface Attachment {
  readonly key: string
  /** For a look at it before it is said. */
  readonly file: Blob
  readonly name: string
  readonly state: 'waiting' | 'sending' | 'checking' | 'ready' | 'failed'
  /** How much of it has left, from 0 to 1. */
  readonly share: number
  /** Why it failed. */
  readonly code?: AttachmentProblem
  /** Trying again may help. */
  readonly canRetry?: boolean
  /** As the server knows it, once it is ready. */
  readonly content?: FileContent
}

export interface AttachmentsState {
  readonly items: readonly Attachment[]
  /** They were said, and go as soon as the last of them is checked. */
  readonly isSaying: boolean
  /** How often files went with words: the words may leave the field. */
  readonly said: number
}

/** What a person is about to send along, in one place of writing. */
export interface Attachments {
  readonly state: AttachmentsState
  /** @returns takes the listener away */
  subscribe(listener: (state: AttachmentsState) => void): () => void
  /** Takes them in and begins; what cannot be sent is listed with its reason. */
  add(files: Iterable<Blob>): void
  remove(key: string): void
  retry(key: string): void
  /**
   * Says all that did not fail, each as a message of its own, once all are ready; one that fails meanwhile stops it, so that the
   * person decides.
   * @param words of the message around them: the caption of the first
   * @returns whether there was something to say
   */
  say(words: string): boolean
  /** Takes everything back. */
  stop(): void
}

export interface AttachmentsOptions {
  readonly client: {
    readonly files: FileOrders
    readonly state: { readonly connection: string; readonly fileRules?: FileRules }
    subscribe(listener: () => void): () => void
  }
  /** Absent: where the next words go. */
  readonly conversationId?: ConversationId
  /** Makes of a file what leaves; a picture that is too large may become smaller by it. Absent: it leaves as it is. */
  prepare?(file: Blob): Promise<Blob>
  /** Says one of them. @returns false when nothing more can be said at the moment */
  send(content: FileContent): boolean
  /** All are said: the words may leave the field. */
  onSaid?(): void
}

const PASSING = new Set<AttachmentProblem>([
  'offline',
  'unavailable',
  'too-many-requests',
  'scan-unavailable',
  'too-many-files',
])

export function createAttachments(options: AttachmentsOptions): Attachments {
  const { client, conversationId, prepare, send, onSaid } = options
  const listeners = new Set<(state: AttachmentsState) => void>()
  const underWay = new Map<string, AbortController>()
  /** Under which the server keeps the beginning of one that failed. */
  const begun = new Map<string, string>()
  /** What leaves of each that is on its way: the same bytes when it goes on. */
  const leaving = new Map<string, Blob>()
  let state: AttachmentsState = { items: [], isSaying: false, said: 0 }
  let caption = ''
  let wasOnline = client.state.connection === 'online'

  function become(next: Partial<AttachmentsState>): void {
    state = { ...state, ...next }
    for (const listener of [...listeners]) listener(state)
  }
  function change(key: string, next: Partial<Attachment>): void {
    become({ items: state.items.map((item) => (item.key === key ? { ...item, ...next } : item)) })
  }

  function taken(file: Blob, place: number): Attachment {
    const name = file instanceof File && file.name !== '' ? file.name : 'file'
    const found = place >= MOST ? 'too-many-files' : problemOfFile(file, client.state.fileRules)
    const mayShrink = found === 'file-too-large' && prepare !== undefined && file.type.startsWith('image/')
    const code = mayShrink ? undefined : found
    const item = { key: uuid(), file, name, share: 0 }
    return code === undefined ? { ...item, state: 'waiting' } : { ...item, state: 'failed', code }
  }

  function beginNext(): void {
    for (const { key, file, state: at } of state.items) {
      if (underWay.size >= AT_ONCE) return
      if (at === 'waiting') void bring(key, file)
    }
  }

  async function bring(key: string, file: Blob): Promise<void> {
    const abort = new AbortController()
    underWay.set(key, abort)
    change(key, { state: 'sending', share: 0 })
    const prepared = leaving.get(key) ?? (prepare === undefined ? file : await prepare(file))
    const uploaded = await upload(key, prepared, abort.signal)
    if (underWay.get(key) === abort) underWay.delete(key)
    begun.delete(key)
    leaving.delete(key)
    if (uploaded.ok) change(key, { state: 'ready', share: 1, content: uploaded.file })
    else if (uploaded.code !== 'cancelled') {
      const { code, fileId } = uploaded
      if (fileId !== undefined) {
        begun.set(key, fileId)
        leaving.set(key, prepared)
      }
      change(key, { state: 'failed', code, canRetry: PASSING.has(code) })
      become({ isSaying: false })
    }
    sayReady()
    beginNext()
  }

  function upload(key: string, prepared: Blob, signal: AbortSignal): Promise<Uploaded> {
    const code = signal.aborted ? 'cancelled' : problemOfFile(prepared, client.state.fileRules)
    if (code !== undefined) return Promise.resolve({ ok: false, code })
    return client.files.upload(prepared, {
      ...{ conversationId, signal, fileId: begun.get(key) },
      onProgress: (share) => change(key, { share, state: share < 1 ? 'sending' : 'checking' }),
    })
  }

  /** In the order in which they were chosen, and all together. */
  function sayReady(): void {
    if (!state.isSaying) return
    const sayable = state.items.filter(({ state: at }) => at !== 'failed')
    if (sayable.length === 0) return become({ isSaying: false })
    if (sayable.some(({ state: at }) => at !== 'ready')) return
    const said = new Set<string>()
    for (const { key, content } of sayable) {
      const words = said.size === 0 && caption !== '' ? { caption } : {}
      if (content === undefined || !send({ ...content, ...words })) break
      said.add(key)
    }
    const isSaid = said.size > 0
    if (isSaid) onSaid?.()
    become({
      items: state.items.filter(({ key }) => !said.has(key)),
      isSaying: false,
      said: state.said + (isSaid ? 1 : 0),
    })
  }

  function retry(key: string): void {
    const item = state.items.find((one) => one.key === key)
    if (item?.state !== 'failed' || item.canRetry !== true) return
    const { code: _code, canRetry: _canRetry, ...rest } = item
    become({ items: state.items.map((one) => (one.key === key ? { ...rest, state: 'waiting', share: 0 } : one)) })
    beginNext()
  }

  function remove(key: string): void {
    const item = state.items.find((one) => one.key === key)
    underWay.get(key)?.abort()
    begun.delete(key)
    leaving.delete(key)
    // It is kept there for an hour otherwise, and counts among those that are not sent.
    if (item?.content !== undefined) void client.files.cancel(item.content.fileId)
    become({ items: state.items.filter((one) => one.key !== key) })
    sayReady()
  }

  // What a lost line interrupted goes on by itself when the line is back.
  const leave = client.subscribe(() => {
    const isOnline = client.state.connection === 'online'
    const isBack = isOnline && !wasOnline
    wasOnline = isOnline
    if (isBack) for (const { key, code } of state.items) if (code === 'offline') retry(key)
  })

  return {
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    add(files) {
      const before = state.items.length
      const added = Array.from(files, (file, nth) => taken(file, before + nth))
      become({ items: [...state.items, ...added], isSaying: false })
      beginNext()
    },
    remove,
    retry,
    say(words) {
      if (state.items.every(({ state: at }) => at === 'failed')) return false
      caption = words
      become({ isSaying: true })
      sayReady()
      return true
    },
    stop() {
      leave()
      for (const { key } of state.items) remove(key)
      listeners.clear()
    },
  }
}
