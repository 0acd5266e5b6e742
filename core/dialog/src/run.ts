import type { AnswerInput, Facts, Input, ReceivedFile } from './input.ts'
import type { Need, NeedAnswer } from './need.ts'
import type { Location, Values } from './script.ts'

/** One conversation's walk through a bot: plain JSON, saved beside the log, complete at every step. */
export interface Run {
  readonly v: 1
  readonly botId: string
  readonly facts: Facts
  /** Of the latest input. */
  readonly at: number
  /** Where chance comes from; drawn from by every script. */
  readonly seed: number
  /** Counts inputs that are not answers; 0 is the opening. */
  readonly turn: number
  /** Counts needs, so that an answer that comes twice or too late is told apart. */
  readonly needs: number
  readonly phase: 'talking' | 'transferred' | 'closed'
  /** Absent before the first input and after its end. */
  readonly session?: Session
  /** Transfers that failed one after the other; absent: none (dialogs R7.20). */
  readonly transferFailures?: number
  /** The bot is still answering, by its own delays. */
  readonly answering?: { readonly since: number; readonly until: number }
  /** It was stuck and began anew, and nothing was answered since (dialogs R3.45). */
  readonly restarted?: true
  /** 180 days, of the consumer; the keeper of runs carries them over (scripting §4.2). */
  readonly permanent: Values
  /** A turn that waits for something: it is gone through again from its beginning, with the answers so far. */
  readonly underWay?: TurnUnderWay
}

export interface TurnUnderWay {
  readonly input: Exclude<Input, AnswerInput>
  readonly answers: readonly NeedAnswer[]
  readonly need: Need
  /** How many outputs and entries of the trace were handed over already. */
  readonly told: number
  readonly traced: number
}

/** What is lost when the consumer is idle for too long (dialogs R5.5). */
export interface Session {
  readonly startedAt: number
  readonly activeAt: number
  /** The newest dialog is the last one; all below it wait at a question (dialogs R3.31). */
  readonly stack: readonly Frame[]
  readonly variables: Values
  readonly slots: Values
  /** Custom data fields by `integration.field`; a list goes on with the lists of the other fields, index by index. */
  readonly fields: Values
  readonly lastCall?: { readonly successful: boolean; readonly status: number }
  readonly starterIntent?: string
  readonly disambiguated?: { readonly id: string; readonly name: string }
  readonly location?: Location
  readonly file?: ReceivedFile
  readonly userName?: string
  readonly email?: string
  /** What scripts have set for the next transfer (dialogs R7.39). */
  readonly transferWords: { readonly intentId?: string; readonly userMessage?: string }
  /** Uploads to the brand's store whose end is not known yet, by their ids (dialogs R8.5). */
  readonly uploads: Readonly<Record<string, string>>
  /** Long texts are not split (scripting §4.4). */
  readonly wholeTexts: boolean
}

/** One dialog on the stack. */
export interface Frame {
  readonly dialogId: string
  /** The interaction that spoke last. */
  readonly current?: string
  /** It put a question that waits for the consumer. */
  readonly isWaiting: boolean
  /** Answers in a row that nothing understood (dialogs R3.40). */
  readonly failures: number
  /** With these words the dialog began; slots are filled from them (dialogs R5.9). */
  readonly startedBy: string
  /** They live as long as the dialog. */
  readonly variables: Values
  /** When it ends, what is below stays where it is and says nothing. */
  readonly isQuiet?: boolean
  /** What a disambiguation offers: labels, with what they stand for. */
  readonly offered?: readonly { readonly label: string; readonly intentId: string }[]
}

export interface IntentScore {
  readonly intentId: string
  readonly score: number
}

/** @param seed any number; the same seed and the same inputs give the same run */
export function newRun(botId: string, facts: Facts, seed: number, permanent: Values = {}): Run {
  return { v: 1, botId, facts, at: 0, seed, turn: -1, needs: 0, phase: 'talking', permanent }
}
