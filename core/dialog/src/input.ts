import type { JsonObject } from '@baton/base'
import type { TransferFailure } from '@baton/bot'
import type { NeedAnswer } from './need.ts'
import type { Location, Values } from './script.ts'

/** All that can happen to a dialog. `at` is in milliseconds since 1970 and never runs backwards within a run. */
export type Input =
  | OpeningInput
  | MessageInput
  | ClickInput
  | LocationInput
  | FileInput
  | FileResultInput
  | EventInput
  | AnswerInput
  | TimeInput
  | StuckInput

/** The bot takes its seat: a conversation begins, or comes to it by transfer. */
export interface OpeningInput {
  readonly kind: 'opening'
  readonly at: number
  /** What the bot is told; absent: its own greeting; `null`: nothing, it waits for the consumer. */
  readonly greeting?: string | null
  /** What was said last, whoever said it: where it begins a dialog the bot goes by it, else it greets (dialogs R7.34). */
  readonly lastLine?: string
  /** From the bot that had the conversation before (dialogs R7.38). */
  readonly transferContext?: { readonly intentId?: string; readonly userMessage?: string; readonly dialog?: string }
}

/** The consumer wrote. */
export interface MessageInput {
  readonly kind: 'message'
  readonly at: number
  readonly text: string
  readonly metadata?: readonly JsonObject[]
}

/** The consumer tapped a button or a quick reply. */
export interface ClickInput {
  readonly kind: 'click'
  readonly at: number
  readonly on: 'button' | 'quickReply'
  /** What the tap says in the consumer's name. */
  readonly text: string
  /** What is on it. */
  readonly label: string
  readonly metadata?: readonly JsonObject[]
}

export interface LocationInput {
  readonly kind: 'location'
  readonly at: number
  readonly location: Location
}

/** The consumer sent a file; its bytes are in the file store. */
export interface FileInput {
  readonly kind: 'file'
  readonly at: number
  readonly file: ReceivedFile
}
export interface ReceivedFile {
  readonly fileId: string
  readonly name: string
  /** As its bytes say, not only as it was declared (dialogs R8.11). */
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  readonly caption?: string
}

/** An upload to the brand's store came to its end. */
export interface FileResultInput {
  readonly kind: 'fileResult'
  readonly at: number
  readonly uploadId: string
  readonly succeeded: boolean
}

/** The platform tells the bot something in words, such as `__agent_escalation_failed__` (dialogs R9.7). */
export interface EventInput {
  readonly kind: 'event'
  readonly at: number
  readonly text: string
  /**
   * Of a transfer that failed: who sends it counts such failures and says when it is enough (dialogs R7.20), as a conversation does.
   * Absent: the run counts for itself, as when a bot is played alone.
   */
  readonly counted?: true
  /** Why it failed, for whoever reads the record of the turn. */
  readonly why?: TransferFailure
}

export interface AnswerInput {
  readonly kind: 'answer'
  readonly at: number
  readonly needId: number
  readonly answer: NeedAnswer
}

/** Time went by; ends a session that is over. */
export interface TimeInput {
  readonly kind: 'time'
  readonly at: number
}

/** The bot did not answer (dialogs R3.45): begin anew, or hand over. */
export interface StuckInput {
  readonly kind: 'stuck'
  readonly at: number
  readonly step: 'restart' | 'escalate'
}

/** What is known of the conversation; handed in with the start of a run and whenever it changes. */
export interface Facts {
  readonly accountId: string
  readonly conversationId: string
  readonly consumerId: string
  /** As scripts are told of it, such as `lp_web`; text-only channels get lists instead of buttons (dialogs R2.19). */
  readonly channel: string
  /** The bot's seat: what `{$chatBotUserPlatformId}` and `{$firstname}` tell. */
  readonly botUser?: { readonly id: string; readonly firstName: string }
  readonly environment?: Readonly<Record<string, string>>
  readonly engagementAttributes?: Values
  readonly personalInfo?: JsonObject
  readonly customerInfo?: JsonObject
  readonly webViewVariables?: Values
  /** False where files are switched off; what asks for one is told so at once. */
  readonly takesFiles?: boolean
  /** The bot is in a group that works together (dialogs R1.6). */
  readonly collaborates?: boolean
}
