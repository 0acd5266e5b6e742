import type { AgentId, BotId, EpochMs, SkillId } from '@baton/base'
import type { TransferContext } from '@baton/bot'
import type { Occasion, Silences } from './automatic.ts'
import type { ResponseTimes } from './conversation.ts'
import type { TransferFailure } from './events.ts'

/*
 * What settings, presences and hours come to at this moment. Whoever makes a command finds it out; the rules are given its answers.
 */

/** What the brand says by itself on this occasion, in the conversation's language, behind the event (messaging R3.16). */
export interface SaidByItself {
  readonly kind: Occasion
  readonly text: string
}

/** A skill as the settings have it now, with the bot that sits on it, if one does. */
export interface Destination {
  readonly skillId: SkillId
  readonly responseTimes: ResponseTimes
  readonly autoCloseMs: number
  readonly bot?: BotSeat
  /** Who waits here is told something by the brand's automatic words. */
  readonly announces?: true
  /** What a bot passes on fails when nobody has taken it after this time; absent: it waits. */
  readonly failAfterMs?: number
  /** How long somebody who is suggested is waited for; absent: `SUGGESTED_MS`. */
  readonly suggestedMs?: number
  /** Said to whom a person or a bot passes on to here. */
  readonly says?: SaidByItself
  /** Its people are not there at this time, and are again then; absent: it is open, or nobody knows when it opens. */
  readonly opensAt?: EpochMs
  readonly silences?: Silences
}

export interface BotSeat {
  readonly botId: BotId
  /** Greet when a running conversation is passed to it (connector R3.7). */
  readonly welcome: boolean
  /** All the time that one turn may take. */
  readonly turnBudgetMs: number
  /** Show the consumer that the bot writes while it is asked (connector R5.5). */
  readonly typingWhileWaiting: boolean
  /** Tell it when the conversation starts, moves on and ends (connector R3.14). */
  readonly hears: boolean
}

export interface SurveyPlan {
  readonly bot: BotSeat
  readonly timeoutMs: number
}

/** What a bot's settings say for the case that it fails; texts are already in the conversation's language. */
export interface Escalation {
  readonly toConsumer?: string
  readonly toAgent?: string
  /** Told to the consumer when there is no skill to go to. */
  readonly failed?: string
  /** Told to the consumer when a survey's bot fails; the survey ends there (connector R3.18). */
  readonly surveyFailed?: string
  /** Absent when the default skill is gone. */
  readonly destination?: Destination
}

/** What a bot's wish means in this account at this moment. */
export interface Resolution {
  /** Where `action: transfer` leads; a text instead says why it leads nowhere. */
  readonly transfer?: ResolvedTransfer
  /** For the case that a transfer fails, or that the bot says nothing at all. */
  readonly ifFails?: TransferFails
  /** Present when the conversation's skill asks its consumers afterwards. */
  readonly survey?: SurveyPlan
  readonly escalation: Escalation
  /** Settings of this bot's own seat, for the turn that may follow. */
  readonly seat: BotSeat
}

export type ResolvedTransfer =
  | {
      readonly ok: true
      readonly destination: Destination
      readonly suggestedAgentId?: AgentId
      /** What a bot behind it is told. */
      readonly context?: TransferContext
    }
  | { readonly ok: false; readonly cause: string; readonly why?: TransferFailure; readonly skillId?: SkillId }

/** What happens when a transfer leads to nobody (dialogs R7.20–R7.22). */
export interface TransferFails {
  /** The bot that is told of it. */
  readonly seat: BotSeat
  /** How often in a row it is told. */
  readonly retries: number
  /** Told to the consumer in its place afterwards; empty: nothing is. */
  readonly stopped: string
  /** Where the conversation goes when the bot says nothing in its time; `none`: that counts as a failed transfer (dialogs R7.6). */
  readonly ifSilent?: Destination | 'none'
}
