import type { ConversationId, EpochMs } from '@baton/base'
import type { Asking } from './asking.ts'

/**
 * A file is about to come: may it? Answered by `uploadLink`, where its bytes go by `PUT`; afterwards `send` names the file. Without
 * a conversation it goes into the one that the consumer's next words belong to.
 */
export interface UploadFrame extends Asking {
  readonly type: 'upload'
  /** Agents always name it. */
  readonly conversationId?: ConversationId
  readonly name: string
  /** What the sender believes that it is; its bytes decide. */
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
}
/** The line was cut: where to go on, by a fresh `uploadLink`. */
export interface ResumeUploadFrame extends Asking {
  readonly type: 'resumeUpload'
  readonly fileId: string
}
/** The file is not to be sent after all. Answered by `accepted`. */
export interface CancelUploadFrame extends Asking {
  readonly type: 'cancelUpload'
  readonly fileId: string
}
/** Somebody wants to see or keep a file of a message. Answered by `fileLink`. */
export interface DownloadFrame extends Asking {
  readonly type: 'download'
  readonly conversationId: ConversationId
  readonly fileId: string
  /** `file`: to be saved. `show`: as a picture in the window. `preview`: the small picture. */
  readonly as: 'file' | 'show' | 'preview'
}
/** The files of a conversation, newest first; `before`: those whose message stands before this place. Answered by `files`. */
export interface FilesFrame extends Asking {
  readonly type: 'files'
  readonly conversationId: ConversationId
  readonly before?: number
  /** At most 200. */
  readonly limit: number
}
export type AboutFiles = UploadFrame | ResumeUploadFrame | CancelUploadFrame | DownloadFrame | FilesFrame

export interface FileRules {
  readonly mediaTypes: readonly string[]
  /** Of one file, inclusive. */
  readonly maxBytes: number
}

/** Why a file may not come, or did not come in; the codes of the address for bytes too. */
export type FileRefusalCode =
  | 'files-not-enabled'
  | 'file-gone'
  | 'file-empty'
  | 'file-too-large'
  | 'file-type-not-allowed'
  | 'file-type-mismatch'
  | 'file-active'
  | 'file-ambiguous'
  | 'file-damaged'
  | 'file-unpacks-too-large'
  | 'image-too-large'
  | 'file-infected'
  | 'scan-unavailable'
  | 'too-many-files'
  | 'wrong-length'
  | 'wrong-offset'
  | 'link-invalid'

/** Where the bytes of a file go: once, and begun before `expiresAt`. */
export interface UploadLinkFrame {
  readonly type: 'uploadLink'
  readonly frameId: string
  readonly fileId: string
  /** Below the server's own address. */
  readonly path: string
  /** How many bytes are here already; the next one to send is of this number. */
  readonly received: number
  /** By the server's clock. */
  readonly expiresAt: EpochMs
}
/** Where a file is to be had: once, and before `expiresAt`. */
export interface FileLinkFrame {
  readonly type: 'fileLink'
  readonly frameId: string
  readonly fileId: string
  readonly path: string
  readonly expiresAt: EpochMs
}
export interface FilesPageFrame {
  readonly type: 'files'
  readonly frameId: string
  readonly conversationId: ConversationId
  readonly files: readonly ViewFile[]
  readonly more: boolean
}
/** A file that was sent in a conversation. */
export interface ViewFile {
  readonly fileId: string
  /** Place of the message that says it. */
  readonly seq: number
  readonly from: 'consumer' | 'agent'
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly image?: { readonly width: number; readonly height: number }
  readonly at: EpochMs
}
