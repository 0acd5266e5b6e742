import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type AccountId, after, type ConversationId, hours } from '@baton/base'
import { type FileContent, MAX_FILE_BYTES } from '@baton/content'
import {
  cleanName,
  FILE_KINDS,
  type FileKey,
  type FileKind,
  FileMissing,
  type FileRefusal,
  type FileStore,
  KIND_FACTS,
  type Range,
  WrongLength,
  WrongOffset,
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
    return file.state === 'receiving' ? { file, received: await this.store.received(keyOf(file)) } : undefined
  }

  /** The sender does not want to send it after all. @returns false when there is no such unsent file of theirs */
  async cancel(accountId: AccountId, sender: string, fileId: string): Promise<boolean> {
    const found = await this.unsent(accountId, sender, fileId)
    if (found === undefined) return false
    this.receptions.end(fileId)
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
    const received = await this.receptions.alone(key.fileId, (ended) =>
      this.receiveAlone(key, bytes, { from, length, signal: AbortSignal.any([signal, ended]) }),
    )
    return received ?? { ok: false, code: 'too-many-files' }
  }

  private async receiveAlone(
    { accountId, fileId }: { readonly accountId: AccountId; readonly fileId: string },
    bytes: Readable,
    { from, length, signal }: { from: number; length: number | undefined; signal: AbortSignal },
  ): Promise<Received> {
    const { files } = this.around.storage
    const file = await files.beginReception(accountId, fileId, this.around.nodeId)
    if (file === undefined) {
      const found = await files.findFile(accountId, fileId)
      return found?.state === 'kept' ? { ok: true, file: found } : { ok: false, code: 'file-gone' }
    }
    const { size } = file
    if (from + (length ?? 0) > size) return { ok: false, code: 'file-too-large' }
    if (length !== undefined && from + length < size) return { ok: false, code: 'wrong-length' }
    try {
      await this.store.receive(keyOf(file), bytes, { size, from, signal })
      return await this.look(file)
    } catch (fault) {
      await this.leaveNothing(file).catch((cause: unknown) => {
        this.around.log.warn({ accountId, fileId, cause: String(cause) }, 'what came of a file could not be taken away')
      })
      // Whoever has it now had no use for it here.
      if (fault instanceof FileMissing) return this.tooLate(file)
      if (fault instanceof WrongOffset) return { ok: false, code: 'wrong-offset', received: fault.received }
      if (!(fault instanceof WrongLength)) throw fault
      return { ok: false, code: fault.which === 'too-long' ? 'file-too-large' : 'wrong-length' }
    }
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
  read(file: KnownFile, range?: Range): Promise<Readable> {
    return this.store.read(keyOf(file), range)
  }

  /** As it goes to a service of the brand's: opened when the call begins, or as a link. */
  toSend(file: KnownFile): SentFile {
    const { accountId, id, name, mediaType, size } = file
    return { name, mediaType, size, open: () => this.read(file), link: () => this.fetchAddress(accountId, id) }
  }

  /** @throws FileMissing, FileDamaged, FileStoreUnavailable */
  readPreview(file: KnownFile): Promise<Readable> {
    return this.store.readPreview(keyOf(file))
  }

  /**
   * Bytes first: as long as the row is there, somebody will try again.
   * @param file doomed before, so that nobody begins to receive it meanwhile
   * @throws FileStoreUnavailable
   */
  async takeAway({ accountId, id }: Pick<KnownFile, 'accountId' | 'id'>): Promise<void> {
    const { files } = this.around.storage
    const doomed = await files.findFile(accountId, id)
    if (doomed?.state !== 'doomed') return
    await this.store.remove(keyOf(doomed))
    await files.forgetFile(accountId, id)
  }

  /** Where nobody expects its bytes any more, nobody else will take away what came of them in this reception, and those before. */
  private async leaveNothing(file: KnownFile): Promise<void> {
    const now = await this.around.storage.files.findFile(file.accountId, file.id)
    // Who receives it goes on from there; and it may have been kept although nobody could tell us so any more.
    const isKept = now !== undefined && now.state !== 'doomed' && isSameReception(now, file)
    if (now?.state !== 'receiving' && !isKept) await this.store.remove(keyOf(file))
    await this.takeAway(file)
  }

  private async look(file: KnownFile): Promise<Received> {
    const { accountId, id: fileId } = file
    const { files } = this.around.storage
    const account = await this.directory.account(accountId)
    if (!account?.files?.enabled) return { ok: false, code: 'files-not-enabled' }
    const by = file.sender.startsWith('agent:') ? 'agent' : 'consumer'
    const permitted = { kinds: kindsOf(account, by), macros: account.files.macros === true }
    const looked = await this.store.look(keyOf(file), file.name, permitted)
    if (!looked.ok) {
      this.around.log.info({ accountId, fileId, code: looked.why }, 'a file was refused')
      if (await files.dropFile(accountId, fileId, file.reception ?? 0)) await this.takeAway(file)
      else await this.leaveNothing(file)
      return { ok: false, code: looked.why }
    }
    // Most are found out here, before they move anything; the others by the row, which alone decides.
    const now = await files.findFile(accountId, fileId)
    if (now?.state !== 'receiving' || !isSameReception(now, file)) return this.tooLate(file)
    await this.store.keep(keyOf(file))
    const { name, mediaType, image } = looked.seen
    const { reception } = file
    const expiresAt = after(this.around.clock.now(), KEPT_UNSENT_MS)
    const seen = { name, mediaType, expiresAt, ...(image && { image }), ...(reception !== undefined && { reception }) }
    if (await files.keepFile(accountId, fileId, seen)) return { ok: true, file: { ...file, ...seen, state: 'kept' } }
    await this.store.remove(keyOf(file))
    return this.tooLate(file)
  }

  /** Taken back while it came, or another node received it meanwhile, and goes on or is ready. */
  private async tooLate(file: KnownFile): Promise<Received> {
    await this.leaveNothing(file)
    const now = await this.unsent(file.accountId, file.sender, file.id)
    return now === undefined
      ? { ok: false, code: 'file-gone' }
      : { ok: false, code: 'wrong-offset', received: now.received }
  }
}

const isSameReception = (a: KnownFile, b: KnownFile): boolean => (a.reception ?? 0) === (b.reception ?? 0)

/** Under which its bytes lie. */
const keyOf = ({ accountId, id, reception }: KnownFile): FileKey => ({ accountId, fileId: id, reception })

function kindsOf({ files }: Account, by: Announcement['by']): FileKind[] {
  const listed = by === 'consumer' ? files?.fromConsumers : files?.fromAgents
  return listed === undefined ? [...FILE_KINDS] : FILE_KINDS.filter((kind) => listed.includes(kind))
}
