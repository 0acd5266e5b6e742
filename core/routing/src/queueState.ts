import type { EpochMs } from '@baton/base'
import { type AvailableAgent, hasRoom } from './choose.ts'

/** How a skill's queue stands (messaging R4.21). Times in milliseconds, unless they say otherwise. */
export interface QueueState {
  readonly inQueue: number
  /** Of them, who may be offered to somebody. */
  readonly actionable: number
  readonly onlineAgents: number
  readonly freeSlots: number
  /** Of those who wait now; absent while nobody waits, and while no agent is logged in. */
  readonly avgWaitMs?: number
  readonly maxWaitMs?: number
  /** Of those who were assigned in the last 24 hours: half of them, and nine in ten, waited no longer. */
  readonly median?: number
  readonly ninetieth?: number
  /** In seconds, for whoever comes now; see `estimateWait`. */
  readonly estimatedWait: number
}

export interface QueueNow {
  readonly waiting:
    | {
        readonly inQueue: number
        readonly actionable: number
        readonly sinceMean: EpochMs
        readonly sinceFirst: EpochMs
      }
    | undefined
  /** Those who are logged in and can do the skill. */
  readonly agents: readonly AvailableAgent[]
  /** How long each waited who was assigned in the last 24 hours. */
  readonly waits: readonly number[]
  /** How many were assigned within `PACE_MS`. */
  readonly takenLately: number
}

/** Somebody is free now. */
export const FREE_NOW = 0
/** Nobody is online. */
export const NOBODY_ONLINE = -1
/** Too few were assigned lately. */
export const NOT_ENOUGH_DATA = -2

/** How far back the pace of a queue is looked at, in milliseconds. */
export const PACE_MS = 1_800_000
/** With fewer an estimate would be a guess. */
const ENOUGH = 3

/** No times are reported while no agent is logged in: they would speak of a service that is not there. */
export function queueState({ waiting, agents, waits, takenLately }: QueueNow, now: EpochMs): QueueState {
  const online = agents.filter(({ status }) => status === 'online')
  const inQueue = waiting?.inQueue ?? 0
  const actionable = waiting?.actionable ?? 0
  const sorted = agents.length === 0 ? [] : [...waits].sort((a, b) => a - b)
  const times = waiting === undefined || inQueue === 0 || agents.length === 0 ? undefined : waiting
  return {
    inQueue,
    actionable,
    onlineAgents: online.length,
    freeSlots: online.reduce((sum, { capacity, load }) => sum + Math.max(0, Math.floor(capacity - load + ROUNDING)), 0),
    ...(times && {
      avgWaitMs: Math.max(0, now - times.sinceMean),
      maxWaitMs: Math.max(0, now - times.sinceFirst),
    }),
    ...(sorted.length > 0 && { median: percentile(sorted, 0.5), ninetieth: percentile(sorted, 0.9) }),
    estimatedWait: waitForNext(online, actionable, takenLately),
  }
}

function waitForNext(online: readonly AvailableAgent[], actionable: number, takenLately: number): number {
  if (online.length === 0) return NOBODY_ONLINE
  if (actionable === 0 && online.some(hasRoom)) return FREE_NOW
  return estimateWait(actionable + 1, takenLately)
}

/**
 * Position ÷ pace of the last half hour (messaging R4.21).
 * @returns whole seconds; `NOT_ENOUGH_DATA` when too few were assigned to tell
 */
export function estimateWait(position: number, takenLately: number): number {
  if (takenLately < ENOUGH) return NOT_ENOUGH_DATA
  return Math.max(0, Math.round((position * PACE_MS) / takenLately / 1_000))
}

/** The smallest value that so large a share does not exceed. @param sorted in ascending order, not empty */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

const ROUNDING = 1e-6
