import type { BotId, JsonObject, Problem, SkillId } from '@baton/base'
import type { Audience, Content, Metadata } from '@baton/content'
import type { TransferFailure } from './transferFailure.ts'
import type { TransferContext } from './turn.ts'

/** What a bot answered, after `validateReply` has read it; nothing else may speak for a bot. */
export interface Reply {
  /** Carried out in this order; `action` comes last (connector R4.29). */
  readonly items: readonly ReplyItem[]
  /** At most one (connector R4.28). */
  readonly action?: BotAction
  readonly intents: readonly Intent[]
  /** What the consumer answered to questions of a survey, as the bot that asked them understood it. */
  readonly surveyAnswers?: readonly SurveyAnswer[]
  readonly failedTransfers?: readonly FailedTransfer[]
}

export interface SurveyAnswer {
  /** `fcr`, `csat`, `nps`, or the author's own name for it. */
  readonly measures: string
  readonly question: string
  /** In the consumer's words; absent where the question was skipped. */
  readonly answer?: string
  readonly number?: number
  readonly skipped?: true
}

export type ReplyItem = SayItem | DelayItem

export interface SayItem {
  readonly kind: 'say'
  readonly content: Content
  readonly audience: Audience
  readonly metadata?: Metadata
  /** Opaque base64 text, passed on unchanged (connector R4.34). */
  readonly encodedMetadata?: string
  /** Travels inside the transfer of this reply: it is said if that comes about, and only then (dialogs R7.2). */
  readonly of?: 'transfer'
}

/** Holds back the next item. */
export interface DelayItem {
  readonly kind: 'delay'
  readonly durationMs: number
  /** Show the typing indicator meanwhile. */
  readonly typing: boolean
}

export type BotAction =
  | {
      readonly kind: 'transfer'
      /** Case-sensitive; absent means the bot's default skill (connector R4.17, R4.18). */
      readonly skillName?: string
      /** Numeric id of a suggested agent, as the bot gave it. */
      readonly agentId?: string
      /** What a bot that takes over is told in place of this turn's messages. */
      readonly context?: TransferContext
      /** Instead of a name: what a bot that is written here has chosen. No other bot can say this. */
      readonly chosen?: ChosenTransfer
    }
  | { readonly kind: 'close'; readonly withSurvey: boolean }
  | { readonly kind: 'changePriority'; readonly priority: PriorityType; readonly responseMs?: number }
  /** A function of the account's own runs beside the conversation (connector R4.26). */
  | {
      readonly kind: 'invokeFunction'
      readonly functionId: string
      readonly payload: JsonObject
      /** People take over when it fails. */
      readonly failOnError: boolean
    }

/** Where a bot that is written here wants the conversation to go. */
export interface ChosenTransfer {
  readonly skillId?: SkillId
  /** Another bot, wherever it sits. */
  readonly botId?: BotId
  readonly context?: TransferContext
}

/** One that a bot which is written here has tried on its way, in vain; its dialog went on by its own rule (dialogs R7.14). */
export interface FailedTransfer {
  readonly why: TransferFailure
  readonly cause: string
  readonly skillId?: SkillId
}

/** How soon an answer is due. `custom` comes with its own time. */
export type PriorityType = 'urgent' | 'normal' | 'prioritized' | 'custom'

/** What a bot understood; the first of a list is the primary one (connector R4.36). */
export interface Intent {
  readonly id: string
  readonly name: string
  /** 0 … 1 */
  readonly confidenceScore: number
}

/** The verdict of the one gate for all bots. A rejected reply is not carried out at all, not even in part. */
export type ReplyVerdict =
  | { readonly ok: true; readonly reply: Reply; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly code: ReplyRejection; readonly problems: readonly Problem[] }

/** Stable codes, also the log's (connector R5.T1, T11, T12, T14, T18). */
export type ReplyRejection =
  | 'reply-empty'
  | 'reply-invalid'
  | 'reply-multiple-actions'
  | 'reply-unsupported-action'
  | 'reply-nothing-left'
