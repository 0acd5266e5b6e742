import type { AccountId, ConversationId, EpochMs } from '@baton/base'

/** What is known of files; their bytes are elsewhere. One code for both dialects. */
export interface FilesStore {
  /**
   * Takes note of a file that is about to come.
   * @returns false when this sender has `most` under way or unsent already
   */
  announceFile(file: NewFile, most: number): Promise<boolean>
  findFile(accountId: AccountId, id: string): Promise<KnownFile | undefined>
  /**
   * From here on this node receives its bytes. What another node received before, or still does, has an older number, and is not kept.
   * @returns the file with the number of this reception; undefined where no bytes are expected, or nodes took turns too often
   */
  beginReception(accountId: AccountId, id: string, nodeId: string): Promise<KnownFile | undefined>
  /**
   * The bytes of this reception are here, and were looked at.
   * @returns false when the file was taken back meanwhile, or another node receives it
   */
  keepFile(
    accountId: AccountId,
    id: string,
    seen: Pick<KnownFile, 'name' | 'mediaType' | 'image' | 'reception'> & { readonly expiresAt: EpochMs },
  ): Promise<boolean>
  /**
   * It is not to be sent any more; its bytes are still to be taken away.
   * @param reception only while this one is the last; absent: whichever
   * @returns false for one that was sent, or is unknown
   */
  dropFile(accountId: AccountId, id: string, reception?: number): Promise<boolean>
  /** Files of one conversation, newest first; erased ones are not among them. */
  listFiles(accountId: AccountId, conversationId: ConversationId, page: FilesPage): Promise<KnownFile[]>
  /** Whose time is over: never sent, taken back, or erased. The oldest first. */
  listExpired(now: EpochMs, limit: number): Promise<KnownFile[]>
  /** Their bytes of this conversation are still to be taken away. */
  listDoomed(accountId: AccountId, conversationId: ConversationId, limit: number): Promise<KnownFile[]>
  /** The bytes of a doomed file are gone; so is what was known of them. */
  forgetFile(accountId: AccountId, id: string): Promise<void>
  /** @returns false when this link was used before */
  useLink(nonce: string, expiresAt: EpochMs): Promise<boolean>
  /** What is too old to be used need not be remembered as used. */
  forgetLinks(expiredBefore: EpochMs): Promise<void>
}

export interface FilesPage {
  /** At most 200. */
  readonly limit: number
  /** Those whose message stands before this place. */
  readonly before?: number | undefined
}

export interface KnownFile {
  readonly accountId: AccountId
  readonly id: string
  /** `consumer:<id>` or `agent:<id>`. */
  readonly sender: string
  /** Where it may be sent, or was; absent: into whichever conversation its sender's words open. */
  readonly conversationId?: ConversationId
  /** Place of the message that says it; absent until it is sent. */
  readonly seq?: number
  /** `receiving`: bytes are still to come. `kept`: may be sent, once. `doomed`: its bytes are to be taken away. */
  readonly state: 'receiving' | 'kept' | 'sent' | 'doomed'
  readonly name: string
  /** What its sender said that it is; believed by nobody. */
  readonly declaredType: string
  /** As its bytes say; empty until they are here. */
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  /** How often another node took over while its bytes came; absent: never. Part of the name under which its bytes lie. */
  readonly reception?: number
  /** Of an image that can be shown small, in pixels. */
  readonly image?: { readonly width: number; readonly height: number }
  readonly createdAt: EpochMs
  /** When it goes, unless it is sent before; absent for one that was sent. */
  readonly expiresAt?: EpochMs
}

export type NewFile = Omit<KnownFile, 'seq' | 'state' | 'mediaType' | 'image' | 'expiresAt' | 'reception'> & {
  readonly expiresAt: EpochMs
}
