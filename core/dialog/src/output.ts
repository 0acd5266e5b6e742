import type { JsonObject } from '@baton/base'
import type { QuickReplies, StructuredContent } from '@baton/content'
import type { HttpRequest, TransferContext } from './need.ts'
import type { ContextEffect } from './script.ts'

/** What the bot does, in this order. What is said still goes through the one gate for all bots. */
export type Output =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly quickReplies?: QuickReplies
      /** Travels inside the transfer that comes after it: nothing without that (dialogs R7.2). */
      readonly of?: 'transfer'
    }
  /** For agents and managers only. */
  | { readonly kind: 'private'; readonly text: string }
  | {
      readonly kind: 'structured'
      readonly content: StructuredContent
      readonly metadata?: readonly JsonObject[]
      readonly quickReplies?: QuickReplies
    }
  | { readonly kind: 'image'; readonly url: string }
  /** Holds back what comes next. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** A transfer that was accepted; nothing is said after it in this turn. */
  | {
      readonly kind: 'transfer'
      readonly skillId: string
      readonly agentId?: string
      readonly message?: string
      readonly context?: TransferContext
      readonly unintended: boolean
    }
  /** To another bot of the group, or by a script. */
  | {
      readonly kind: 'transferToBot'
      readonly botId: string
      readonly dialog?: string
      readonly context: TransferContext
    }
  | { readonly kind: 'close'; readonly survey: boolean }
  /** Move a file to the brand's own store, beside the conversation; comes back as `fileResult`. */
  | {
      readonly kind: 'upload'
      readonly uploadId: string
      readonly fileId: string
      readonly integration: { readonly id: string; readonly name: string }
      readonly request: HttpRequest
      /** The request's body is the file, unless the body names `{{file_url}}` (dialogs R8.24). */
      readonly sends: 'bytes' | 'link'
    }
  | { readonly kind: 'userProfile'; readonly profile: JsonObject }
  | { readonly kind: 'surveyAnswer'; readonly measures: string; readonly question: string; readonly value: string }
  | { readonly kind: 'surveyAnswer'; readonly measures: string; readonly question: string; readonly skipped: true }
  | { readonly kind: 'customEvent'; readonly event: string; readonly userMessage: string; readonly detail?: string }
  | { readonly kind: 'escalationEvent'; readonly of: string; readonly userMessage: string }
  | { readonly kind: 'context'; readonly write: ContextEffect }
  /** A message that reached nobody who understood it; for the review list (dialogs R9.1). */
  | { readonly kind: 'unrecognized'; readonly text: string }
  /** A message was dropped by a rule of the bot and not read. */
  | { readonly kind: 'skipped'; readonly reason: 'interrupted' | 'busy' | 'ended' }
  | {
      readonly kind: 'log'
      readonly level: 'debug' | 'info' | 'warning' | 'error'
      readonly code: string
      readonly text: string
    }

export type OutputKind = Output['kind']
