import type { Brand } from './ids.ts'

/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = Brand<number, 'EpochMs'>

/** The only way to know the time; tests hand in one that they advance themselves. */
export interface Clock {
  now(): EpochMs
}

export const systemClock: Clock = { now: () => Date.now() as EpochMs }

export function after(instant: EpochMs, durationMs: number): EpochMs {
  return (instant + durationMs) as EpochMs
}

export const seconds = (n: number): number => n * 1_000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000
export const days = (n: number): number => n * 86_400_000
