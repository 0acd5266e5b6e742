import type { Click } from './click.ts'
import type { StructuredContent } from './structured.ts'
import type { Style } from './style.ts'

/** What one message says. */
export type Content = TextContent | StructuredMessage | FileContent

export interface TextContent {
  readonly kind: 'text'
  readonly text: string
  readonly quickReplies?: QuickReplies
}

export interface StructuredMessage {
  readonly kind: 'structured'
  readonly structured: StructuredContent
  readonly quickReplies?: QuickReplies
}

/** A reference: the bytes live in the file store, and go away with the body that names them. */
export interface FileContent {
  readonly kind: 'file'
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  readonly caption?: string
  /** Of an image that can be shown small, in pixels; a preview of it is to be had. */
  readonly image?: { readonly width: number; readonly height: number }
}

/** Suggested answers; they belong to the newest message only (messaging R3.3; structured content, section 10). */
export interface QuickReplies {
  readonly type: 'quickReplies'
  /** 1 to 8; asked of authors since the rules of section 10, absent in older messages. */
  readonly itemsPerRow?: number
  readonly replies: readonly QuickReply[]
}

export interface QuickReply {
  readonly type: 'button'
  readonly title: string
  readonly subtitle?: string
  readonly class?: 'text' | 'button'
  readonly tooltip?: string
  readonly alt?: string
  readonly rtl?: boolean
  readonly click: Click
  readonly style?: Style
}

/** Who may see a message: everyone, or agents and managers only (messaging R3.14). */
export type Audience = 'ALL' | 'AGENTS_AND_MANAGERS'
