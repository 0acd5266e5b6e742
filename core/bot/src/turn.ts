import type { BotId, EpochMs, JsonObject, TurnId } from '@baton/base'
import type { Content, Metadata } from '@baton/content'
import type { TransferFailure } from './transferFailure.ts'

/** Why a bot is given the floor. */
export type TriggerKind =
  | 'message' // the consumer wrote
  | 'seated' // a running conversation was passed to the bot
  | 'start' // a conversation began without words
  | 'survey' // the main phase ended and this bot holds the survey
  | 'platformEvent'
  | 'fileResult'
  | 'stepUp'
  | 'timeout'

/** What a bot is told by the platform itself: its transfer broke down after it was accepted (dialogs R7.17). */
export type PlatformEvent = 'transferFailed'

/** What the bot that had the conversation before lets the next one know (dialogs R7.37, R7.40). */
export interface TransferContext {
  readonly intentId?: string
  readonly userMessage?: string
  /** Name of the dialog that it begins with (scripting 4.5, `transferToBotDialog`); goes before the other two. */
  readonly dialog?: string
}

/** One of the consumer's messages as a bot is given it. */
export interface TurnMessage {
  readonly seq: number
  readonly at: EpochMs
  /** Absent when the body was erased meanwhile. */
  readonly content?: Content
  readonly metadata?: Metadata
  /** Place of the message whose button or quick reply said this. */
  readonly clickOn?: number
}

/** What every bot is asked, wherever it lives. */
export interface Turn {
  readonly turnId: TurnId
  readonly botId: BotId
  readonly trigger: TriggerKind
  /** In the order of the conversation; more than one when messages were combined or waited. */
  readonly messages: readonly TurnMessage[]
  /** What the consumer said last before the bot was seated. */
  readonly lastConsumerMessage?: TurnMessage
  /** What was said last to or by the consumer, whoever said it; with the trigger `seated`, where it is a text. */
  readonly lastLine?: { readonly by: 'consumer' | 'bot' | 'agent' | 'system'; readonly text: string }
  /** With the trigger `platformEvent`. */
  readonly tells?: PlatformEvent
  /** Beside it: why that came about. */
  readonly why?: TransferFailure
  /** With the trigger `seated`, once; stands for the messages that it was made of. */
  readonly transferContext?: TransferContext
  /** What came of files that the bot wanted to be with the brand; with the trigger `fileResult`. */
  readonly fileResults?: readonly { readonly uploadId: string; readonly succeeded: boolean }[]
  readonly attributes?: JsonObject
  readonly language: string
}
