import { type BoundaryObserver, type Clock, type EpochMs, passSilently } from '@baton/base'
import type { Connector } from '@baton/connector'
import type { Storage } from '@baton/storage'
import type { AuthoredParts } from './authored/authoredParts.ts'
import type { FileParts } from './files/fileParts.ts'

/** Where the runtime tells what people who run it should know. Never holds what consumers said. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Numbers for whoever exports them; names are stable. */
export interface Meter {
  count(name: CounterName, by?: number): void
  /** @param ms duration in milliseconds */
  time(name: TimerName, ms: number): void
}
export type CounterName =
  | 'orders'
  | 'orders-refused'
  | 'commits'
  | 'commits-stale'
  | 'bot-calls'
  | 'bot-failures'
  | 'bot-retries'
  | 'late-replies'
  | 'timers'
  | 'dead-letters'
  | 'storage-outages'
export type TimerName = 'commit' | 'bot-call'

/** Rings at an instant of the clock; tests hand in one that rings when they advance their clock. */
export interface Alarm {
  /** @returns how to take it back */
  at(instant: EpochMs, ring: () => void): () => void
}

export interface RuntimeOptions {
  readonly storage: Storage
  readonly connector: Connector
  readonly clock: Clock
  /** Names this process in claims; a new one for every start. */
  readonly nodeId: string
  readonly log: Log
  /** True where only one process works on the storage: at the start, all that is claimed is free again. */
  readonly exclusive?: boolean
  /** What bots need that are written here; absent: their turns fail. */
  readonly authored?: AuthoredParts
  /** Absent: no files are taken. */
  readonly files?: FileParts
  readonly observe?: BoundaryObserver
  readonly meter?: Meter
  readonly alarm?: Alarm
  readonly limits?: Partial<RuntimeLimits>
}

export interface RuntimeLimits {
  /** Turns under way on this node: overall, of one account, of one bot. */
  readonly turns: number
  readonly turnsPerAccount: number
  readonly turnsPerBot: number
  /** Jobs under way on this node: overall, of one account, of one bot. */
  readonly jobs: number
  readonly jobsPerAccount: number
  readonly jobsPerBot: number
  /** Timers carried out at the same time. */
  readonly timers: number
  /** Orders that may queue before one conversation or one consumer; the next is refused. */
  readonly queuedOrders: number
  /** Conversations whose state is kept in memory. */
  readonly cachedConversations: number
  /** How long work belongs to this node without a word from it, in milliseconds. */
  readonly claimMs: number
  /** Tries to decide and save one thing against other writers. */
  readonly tries: number
  /** How long the record of a written bot's turn is kept, in days, where the conversation is not erased before. */
  readonly journalDays: number
  /** How long marks may be in memory only, in milliseconds. */
  readonly marksMs: number
  /** Pauses between questions whether the storage works again, in milliseconds: the first, and the longest. */
  readonly probeMs: number
  readonly longestProbeMs: number
}

export const DEFAULT_LIMITS: RuntimeLimits = {
  turns: 512,
  turnsPerAccount: 256,
  turnsPerBot: 64,
  jobs: 64,
  jobsPerAccount: 32,
  jobsPerBot: 8,
  timers: 64,
  queuedOrders: 100,
  cachedConversations: 20_000,
  claimMs: 30_000,
  tries: 10,
  journalDays: 90,
  marksMs: 1_000,
  probeMs: 200,
  longestProbeMs: 5_000,
}

/** What every part of the runtime is given. */
export interface Surroundings extends Required<Omit<RuntimeOptions, 'limits' | 'exclusive' | 'authored' | 'files'>> {
  readonly limits: RuntimeLimits
}

export function surroundings(options: RuntimeOptions): Surroundings {
  const { storage, connector, clock, nodeId, log } = options
  return {
    storage,
    connector,
    clock,
    nodeId,
    log,
    observe: options.observe ?? passSilently,
    meter: options.meter ?? { count: () => {}, time: () => {} },
    alarm: options.alarm ?? timeoutAlarm(clock),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  }
}

/** The longest time that `setTimeout` can count, in milliseconds. */
const LONGEST_TIMEOUT = 2_147_483_647

/** Rings by the machine's own time. */
export function timeoutAlarm(clock: Clock): Alarm {
  return {
    at(instant, ring) {
      const timer = setTimeout(ring, Math.min(Math.max(instant - clock.now(), 0), LONGEST_TIMEOUT))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
