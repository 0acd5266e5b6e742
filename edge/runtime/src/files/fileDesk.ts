import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type AccountId, after, type ConversationId, hours } from '@baton/base'
import { type FileContent, MAX_FILE_BYTES } from '@baton/content'
import {
  cleanName,
  FILE_KINDS,
  type FileKind,
  type FileRefusal,
  type FileStore,
  KIND_FACTS,
  type Range,
} from '@baton/files'
import type { SentFile } from '@baton/outbound'
import type { Account, KnownFile } from '@baton/storage'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import { FileLinks } from './fileLinks.ts'
import type { FileParts } from './fileParts.ts'
import { Receptions } from './receptions.ts'

/** An unfinished or unsent file goes after so long. */
const KEPT_UNSENT_MS = hours(1)
/** Files of one sender that are under way or not sent yet. */
const MOST_UNSENT = 30
const MOST_AT_ONCE = 1_024

export interface Announcement {
  readonly accountId: AccountId
  readonly by: 'consumer' | 'agent'
  /** `consumer:<id>` or `agent:<id>`; of a try, `try:` and who tries. */
  readonly sender: string
  /** Absent: into the conversation that the sender's next words belong to. */
  readonly conversationId?: ConversationId
  readonly name: string
  /** What the sender believes that it is. */
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
}

/** Why a file may not come. */
export type UploadRefusal =
  | FileRefusal
  | 'files-not-enabled'
  | 'file-gone'
  | 'too-many-files'
  | 'wrong-length'
  | 'wrong-offset'

export type Announced =
  | { readonly ok: true; readonly fileId: string }
  | { readonly ok: false; readonly code: UploadRefusal }

export type Received =
  | { readonly ok: true; readonly file: KnownFile }
  | {
      readonly ok: false
      readonly code: UploadRefusal
      /** With `wrong-offset`: the number of the byte that is to come next. */
      readonly received?: number
    }

/** Files on their way: announced, received, looked at, kept, and handed out to whoever holds a link. */
export class FileDesk {
  readonly links: FileLinks
  readonly store: FileStore
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly parts: FileParts
  private readonly receptions: Receptions
  private readonly mask: (accountId: AccountId, text: string) => Promise<string>

  constructor(
    around: Surroundings,
    directory: Directory,
    parts: FileParts,
    mask: (accountId: AccountId, text: string) => Promise<string>,
  ) {
    this.around = around
    this.directory = directory
    this.parts = parts
    this.mask = mask
    this.store = parts.store
    this.links = new FileLinks(parts.linkKey, around.clock, around.storage.files)
    this.receptions = new Receptions(parts.mostAtOnce ?? MOST_AT_ONCE)
  }

  /** For programs that are somewhere else; good for a few minutes. */
  fetchAddress(accountId: AccountId, fileId: string): string {
    return `${this.parts.baseUrl()}${this.links.issue({ accountId, fileId, purpose: 'fetch' }).path}`
  }

  async areEnabled(accountId: AccountId): Promise<boolean> {
    return (await this.directory.account(accountId))?.files?.enabled === true
  }

  /** What may be sent, as media types; empty when files are off. */
  async permittedTypes(accountId: AccountId, by: Announcement['by']): Promise<string[]> {
    const account = await this.directory.account(accountId)
    return account?.files?.enabled ? kindsOf(account, by).map((kind) => KIND_FACTS[kind].mediaType) : []
  }

  /** Before a byte comes: may this sender send that much of this kind? What it really is, its bytes will tell. */
  async announce({ by, name, mediaType, ...file }: Announcement): Promise<Announced> {
    const account = await this.directory.account(file.accountId)
    // messaging R6.4, FIL-07: who may send nothing is told so before a byte comes.
    if (!account?.files?.enabled || kindsOf(account, by).length === 0) return { ok: false, code: 'files-not-enabled' }
    if (file.size <= 0) return { ok: false, code: 'file-empty' }
    if (file.size > MAX_FILE_BYTES) return { ok: false, code: 'file-too-large' }
    const now = this.around.clock.now()
    const fileId = randomUUID()
    const isNoted = await this.around.storage.files.announceFile(
      {
        ...file,
        id: fileId,
        name: await this.mask(file.accountId, cleanName(name)),
        declaredType: mediaType.slice(0, 200),
        createdAt: now,
        expiresAt: after(now, KEPT_UNSENT_MS),
      },
      MOST_UNSENT,
    )
    return isNoted ? { ok: true, fileId } : { ok: false, code: 'too-many-files' }
  }

  /** A file that this sender has announced and not sent, with what is here of it. */
  async unsent(accountId: AccountId, sender: string, fileId: string) {
    const file = await this.around.storage.files.findFile(accountId, fileId)
    if (file === undefined || file.sender !== sender) return undefined
    if (file.state === 'kept') return { file, received: file.size }
    return file.state === 'receiving' ? { file, received: await this.store.received({ accountId, fileId }) } : undefined
  }

  /** The sender does not want to send it after all. @returns false when there is no such unsent file of theirs */
  async cancel(accountId: AccountId, sender: string, fileId: string): Promise<boolean> {
    const found = await this.unsent(accountId, sender, fileId)
    if (found === undefined) return false
    this.receptions.end({ accountId, fileId })
    if (await this.around.storage.files.dropFile(accountId, fileId)) await this.takeAway(found.file)
    return true
  }

  /**
   * Takes bytes as they come; of the last one on, looks at them and keeps the file.
   * @param from place of the first byte that comes
   * @param length how many the sender says will come; unknown where nobody says
   * @throws FileStoreUnavailable when the disk takes no more; and what broke the stream, where the sender went
   */
  async receive(
    key: { readonly accountId: AccountId; readonly fileId: string },
    bytes: Readable,
    { from, length, signal }: { from: number; length: number | undefined; signal: AbortSignal },
  ): Promise<Received> {
    const file = await this.around.storage.files.findFile(key.accountId, key.fileId)
    if (file?.state === 'kept') return { ok: true, file }
    if (file?.state !== 'receiving') return { ok: false, code: 'file-gone' }
    if (from + (length ?? 0) > file.size) return { ok: false, code: 'file-too-large' }
    if (length !== undefined && from + length < file.size) return { ok: false, code: 'wrong-length' }
    const came = await this.receptions.receive(this.store, key, bytes, { size: file.size, from, signal })
    return came.ok ? this.look(file) : came
  }

  /** What a message may say that names a file of this sender; sent ones too, for a message that is sent again. */
  async contentOf(
    accountId: AccountId,
    sender: string,
    fileId: string,
    caption: string | undefined,
  ): Promise<FileContent | undefined> {
    const file = await this.around.storage.files.findFile(accountId, fileId)
    if (file === undefined || file.sender !== sender || (file.state !== 'kept' && file.state !== 'sent'))
      return undefined
    const { name, mediaType, size, image } = file
    return {
      ...{ kind: 'file', fileId, name, mediaType, size },
      ...(caption !== undefined && caption !== '' && { caption }),
      ...(image && { image }),
    }
  }

  /** A file of this conversation, as good as absent everywhere else. */
  async sentIn(accountId: AccountId, conversationId: ConversationId, fileId: string): Promise<KnownFile | undefined> {
    const file = await this.around.storage.files.findFile(accountId, fileId)
    return file?.state === 'sent' && file.conversationId === conversationId ? file : undefined
  }

  /** @throws FileMissing, FileDamaged, FileStoreUnavailable */
  read(key: { readonly accountId: AccountId; readonly fileId: string }, range?: Range): Promise<Readable> {
    return this.store.read(key, range)
  }

  /** As it goes to a service of the brand's: opened when the call begins, or as a link. */
  toSend({ accountId, id: fileId, name, mediaType, size }: KnownFile): SentFile {
    const open = () => this.read({ accountId, fileId })
    return { name, mediaType, size, open, link: () => this.fetchAddress(accountId, fileId) }
  }

  /** Bytes first: as long as the row is there, somebody will try again. @throws FileStoreUnavailable */
  async takeAway({ accountId, id }: KnownFile): Promise<void> {
    await this.store.remove({ accountId, fileId: id })
    await this.around.storage.files.forgetFile(accountId, id)
  }

  private async look(file: KnownFile): Promise<Received> {
    const { accountId, id: fileId } = file
    const { files } = this.around.storage
    const account = await this.directory.account(accountId)
    if (!account?.files?.enabled) return { ok: false, code: 'files-not-enabled' }
    const by = file.sender.startsWith('agent:') ? 'agent' : 'consumer'
    const permitted = { kinds: kindsOf(account, by), macros: account.files.macros === true }
    const looked = await this.store.look({ accountId, fileId }, file.name, permitted)
    if (!looked.ok) {
      this.around.log.info({ accountId, fileId, code: looked.why }, 'a file was refused')
      if (await files.dropFile(accountId, fileId)) await this.takeAway(file)
      return { ok: false, code: looked.why }
    }
    await this.store.keep({ accountId, fileId })
    const { name, mediaType, image } = looked.seen
    const expiresAt = after(this.around.clock.now(), KEPT_UNSENT_MS)
    const seen = { name, mediaType, expiresAt, ...(image && { image }) }
    if (!(await files.keepFile(accountId, fileId, seen))) {
      await this.takeAway(file)
      return { ok: false, code: 'file-gone' }
    }
    return { ok: true, file: { ...file, ...seen, state: 'kept' } }
  }
}

function kindsOf({ files }: Account, by: Announcement['by']): FileKind[] {
  const listed = by === 'consumer' ? files?.fromConsumers : files?.fromAgents
  return listed === undefined ? [...FILE_KINDS] : FILE_KINDS.filter((kind) => listed.includes(kind))
}
