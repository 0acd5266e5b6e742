import type { ConversationId } from '@baton/base'
import type { FileContent } from '@baton/content'
import type { MessageItem } from '../groupThread.ts'

/** How files of messages are looked at and saved: whoever draws a thread brings it, since only they know where bytes are. */
export interface FileSight {
  /** Address of the small picture. @returns nothing where it is not to be had at the moment */
  small(conversationId: ConversationId, fileId: string): Promise<string | undefined>
  /** Address of the picture as it was sent; given back with `URL.revokeObjectURL`. */
  full(conversationId: ConversationId, fileId: string): Promise<string | undefined>
  /** @returns whether it is on its way to where the browser puts downloads */
  save(conversationId: ConversationId, fileId: string): Promise<boolean>
}

/** A message's file that can be asked for: the server has it as part of a conversation. */
export interface SentFile {
  readonly file: FileContent
  readonly place: readonly [conversationId: ConversationId, fileId: string]
}

export function sentFile({ content, conversationId, seq }: MessageItem): SentFile | undefined {
  if (content?.kind !== 'file' || conversationId === undefined || seq === undefined) return undefined
  return { file: content, place: [conversationId, content.fileId] }
}
