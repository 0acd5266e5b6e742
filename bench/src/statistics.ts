/** Numbers of one stretch of load. Rates are per second, latencies in milliseconds. */
export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * The value below which a share of all values lies (nearest rank).
 * @param sorted ascending
 * @param share 0 … 1
 * @returns NaN of nothing
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.ceil(share * sorted.length) - 1
  return sorted[Math.min(Math.max(rank, 0), sorted.length - 1)] ?? Number.NaN
}

/** Of an even number, the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (Number.isInteger(middle)) return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
  return sorted[Math.floor(middle)] ?? Number.NaN
}

export function spreadOf(latencies: readonly number[]): Spread {
  const sorted = Float64Array.from(latencies).sort()
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: quantile(sorted, 1) }
}

/**
 * How a thing compares to another that was measured right before or after it: the median over the rounds of the ratio inside
 * each round. What slows the machine for a while slows both sides of a round, and falls out.
 * @param rounds of equal length
 */
export function pairedRatio(measured: readonly number[], against: readonly number[]): number {
  if (measured.length !== against.length) throw new RangeError('each round needs both sides')
  return median(measured.map((value, round) => value / (against[round] ?? Number.NaN)))
}
