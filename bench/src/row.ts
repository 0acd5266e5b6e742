import type { Rounds } from './rounds.ts'

/** One line of the table, and all that stands behind it. */
export interface Row {
  readonly what: string
  readonly floor?: string
  readonly baton: string
  readonly ratio?: string
  readonly bar: string
  readonly holds: boolean
  /** p50 / p99 in milliseconds, the floor's first. */
  readonly latency?: string
  /** CPU milliseconds per 1,000 messages, the floor's first. */
  readonly cpu?: string
  readonly data: object
}

export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`
export const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

export const latencyOf = ({ latency: { p50, p99 } }: Rounds): string => `${p50.toFixed(1)}/${p99.toFixed(1)}`
export const cpuOf = ({ cpuMs }: Rounds): string => cpuMs.toFixed(0)
