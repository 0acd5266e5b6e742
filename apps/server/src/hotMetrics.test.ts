import { Counter, Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { HotCounter, HotHistogram, register } from './hotMetrics.ts'

const NAME = 'baton_test'
const lines = (text: string): string[] => text.trim().split('\n').sort()

describe('what is counted with every message', () => {
  it('reads at a scrape like a counter of the library', async () => {
    const [ours, theirs] = [new Registry(), new Registry()]
    const hot = register(ours, new HotCounter(NAME, 'Orders', 'kind'))
    const usual = new Counter({ name: NAME, help: 'Orders', labelNames: ['kind'], registers: [theirs] })
    for (const kind of ['a', 'b', 'a', 'with "quotes"']) {
      hot.add(kind)
      usual.inc({ kind })
    }
    hot.add('b', 5)
    usual.inc({ kind: 'b' }, 5)
    expect(lines(await ours.metrics())).toEqual(lines(await theirs.metrics()))
  })

  it('says 0 where nothing was counted and there is no label', async () => {
    const [ours, theirs] = [new Registry(), new Registry()]
    register(ours, new HotCounter(NAME, 'Orders'))
    new Counter({ name: NAME, help: 'Orders', registers: [theirs] })
    expect(lines(await ours.metrics())).toEqual(lines(await theirs.metrics()))
  })

  it('puts durations into the same buckets as a histogram of the library', async () => {
    const [ours, theirs] = [new Registry(), new Registry()]
    const buckets = [0.01, 0.1, 1]
    const hot = register(ours, new HotHistogram(NAME, 'Durations', 'kind', buckets))
    const usual = new Histogram({ name: NAME, help: 'Durations', labelNames: ['kind'], buckets, registers: [theirs] })
    for (const [kind, seconds] of [
      ['a', 0],
      ['a', 0.01],
      ['a', 0.5],
      ['b', 1],
      ['b', 7],
    ] as const) {
      hot.observe(kind, seconds)
      usual.observe({ kind }, seconds)
    }
    expect(lines(await ours.metrics())).toEqual(lines(await theirs.metrics()))
  })
})
