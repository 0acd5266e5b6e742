import type { Metric, Registry } from 'prom-client'

/** What the registry asks for at a scrape. */
interface Scraped {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'histogram'
  readonly aggregator: 'sum'
  readonly values: readonly {
    readonly metricName?: string
    readonly labels: Record<string, string | number>
    readonly value: number
  }[]
}

/**
 * Counted some ten times for each message: a number in a map, and no object, until somebody asks. The library's own would make a
 * text of all labels at each count.
 * @param label of its values; absent: there is one value, under the empty name
 */
export class HotCounter {
  readonly #counts = new Map<string, number>()

  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly label?: string,
  ) {}

  add(value = '', by = 1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + by)
  }

  async get(): Promise<Scraped> {
    const { name, help, label } = this
    const counts: Iterable<[string, number]> = this.#counts.size === 0 && label === undefined ? [['', 0]] : this.#counts
    const values = [...counts].map(([value, count]) => ({
      labels: label === undefined ? {} : { [label]: value },
      value: count,
    }))
    return { name, help, type: 'counter', aggregator: 'sum', values }
  }
}

interface Durations {
  /** How many fell into each bucket and into no earlier one; the last is beyond all bounds. */
  readonly counts: number[]
  sum: number
}

/** A histogram as cheap as `HotCounter`. */
export class HotHistogram {
  readonly #durations = new Map<string, Durations>()

  /** @param bounds of the buckets, ascending */
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly label: string,
    private readonly bounds: readonly number[],
  ) {}

  observe(value: string, measured: number): void {
    const { bounds } = this
    const known = this.#durations.get(value)
    const durations = known ?? { counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 }
    if (known === undefined) this.#durations.set(value, durations)
    let bucket = 0
    while (bucket < bounds.length && measured > (bounds[bucket] ?? 0)) bucket += 1
    durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1
    durations.sum += measured
  }

  async get(): Promise<Scraped> {
    const { name, help, label } = this
    const values = [...this.#durations].flatMap(([value, { counts, sum }]) => {
      const labels = { [label]: value }
      let total = 0
      const buckets = counts.map((count, index) => {
        total += count
        return { metricName: `${name}_bucket`, labels: { le: this.bounds[index] ?? '+Inf', ...labels }, value: total }
      })
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: total },
      ]
    })
    return { name, help, type: 'histogram', aggregator: 'sum', values }
  }
}

/** The registry asks nothing of a metric but its name and `get`. */
export function register<M extends HotCounter | HotHistogram>(registry: Registry, metric: M): M {
  registry.registerMetric(metric as unknown as Metric<string>)
  return metric
}
