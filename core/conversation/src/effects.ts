import type { AgentId, BotId, EffectId, EpochMs, JsonObject, SkillId, TurnId } from '@baton/base'
import type { HeldBack } from './commands.ts'
import type { Copy } from './copy.ts'

/** What the world is to do, as rows that are committed with the events that cause them (design: three kinds). */
export type EffectChange =
  | { readonly do: 'perform'; readonly effect: TurnWork | Job }
  /** Takes a row back that may be waiting or under way; what is under way is aborted. */
  | { readonly do: 'cancel'; readonly effectId: EffectId }
  /** Setting a name again replaces what was set. */
  | { readonly do: 'setTimer'; readonly timer: Timer }
  | { readonly do: 'clearTimer'; readonly name: string }
  | SeatChange
  /** Durable: a dispatcher will look at this skill's queue. */
  | { readonly do: 'wakeDispatcher'; readonly skillId: SkillId }

/** Work inside the conversation's turn: one at a time per conversation, in order. */
export interface TurnWork {
  readonly kind: 'turn'
  readonly name: 'askBot'
  readonly id: EffectId
  readonly turnId: TurnId
  /** Which part of the turn it is to go on with; absent: the first. */
  readonly segment?: number
  readonly botId: BotId
  /** The whole turn must be over by then. */
  readonly deadline: EpochMs
}

/** Work beside the conversation: in parallel, bounded. */
export type Job = TellBot | CopyFile | InvokeFunction

export interface TellBot {
  readonly kind: 'job'
  readonly name: 'tellBot'
  readonly id: EffectId
  readonly botId: BotId
  readonly what: 'STARTED' | 'TRANSFERRED' | 'CLOSED'
}

/** Brings a file to the brand's own service; bot and consumer go on talking meanwhile (dialogs R8.4). */
export interface CopyFile extends Copy {
  readonly kind: 'job'
  readonly name: 'copyFile'
  readonly id: EffectId
  readonly botId: BotId
}

/** A function of the account's own that a bot asked for; what comes of it goes nowhere (connector R4.26). */
export interface InvokeFunction {
  readonly kind: 'job'
  readonly name: 'invokeFunction'
  readonly id: EffectId
  readonly botId: BotId
  /** The turn that asked for it, long over when it ends. */
  readonly turnId: TurnId
  readonly skillId: SkillId
  readonly functionId: string
  readonly payload: JsonObject
  readonly failOnError: boolean
}

export type Timer = { readonly name: string; readonly dueAt: EpochMs } & (
  | { readonly on: 'turnBudget'; readonly turnId: TurnId }
  | { readonly on: 'delay'; readonly turnId: TurnId; readonly rest: HeldBack }
  | { readonly on: 'offer'; readonly agentId: AgentId }
  | { readonly on: 'agentGone'; readonly agentId: AgentId }
  | { readonly on: 'survey' }
  | { readonly on: 'idle' }
  | { readonly on: 'announce' }
  | { readonly on: 'silence' }
  | { readonly on: 'transfer'; readonly attempt: number }
  | { readonly on: 'suggestion'; readonly agentId: AgentId }
)

/** An agent's seats: reserved before the agent is promised the conversation, checked against the capacity in the commit. */
export type SeatChange =
  | {
      readonly do: 'reserve'
      readonly agentId: AgentId
      /** Share of one place, 0.1 to 1. */
      readonly weight: number
      /** Takeovers and explicit transfers may exceed the capacity, and are marked. */
      readonly mayExceed: boolean
    }
  | { readonly do: 'release'; readonly agentId: AgentId }
