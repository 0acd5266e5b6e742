import type { JsonObject } from '@baton/base'
import type { Click } from './click.ts'
import type { StructuredContent } from './structured.ts'

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
}

/** Suggested answers; they belong to the newest message only (messaging R3.3). */
export interface QuickReplies {
  readonly type: 'quickReplies'
  /** 1 to 8 on the web (connector R4.10). */
  readonly itemsPerRow?: number
  readonly replies: readonly QuickReply[]
}

export interface QuickReply {
  readonly type: 'button'
  readonly title: string
  readonly tooltip?: string
  readonly click: Click
  readonly style?: JsonObject
}

/** Who may see a message: everyone, or agents and managers only (messaging R3.14). */
export type Audience = 'ALL' | 'AGENTS_AND_MANAGERS'
