import { checkPayload, type PayloadKind } from '@baton/content'
import { contentSamples, hostilePayloads } from '../content/samples.ts'
import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'
import { median, pairedRatio } from '../statistics.ts'

const BAR = 1.4
const WORST_BAR_MS = 5
/** Both sides are measured when their code is compiled. */
const WARM_UP_MS = 1_000
/** Of one side, before the other has its turn. */
const SLICE_MS = 50

interface Sample {
  readonly kind: PayloadKind
  readonly text: string
  readonly value: unknown
}

/** Checking content that is right, against reading the same text with `JSON.parse`; and the slowest check there is. */
export async function measureContent({ rounds, stretchMs }: BenchOptions): Promise<Row[]> {
  const samples = contentSamples().map(({ kind, text }): Sample => ({ kind, text, value: JSON.parse(text) }))
  const wrong = samples.find(({ kind, value }) => !checkAll(kind, value))
  if (wrong !== undefined) throw new Error(`a sample is not valid: ${wrong.text.slice(0, 200)}`)
  return [compare(samples, rounds, stretchMs), measureWorst()]
}

function compare(samples: readonly Sample[], rounds: number, stretchMs: number): Row {
  const parse = () => {
    for (const { text } of samples) JSON.parse(text)
  }
  const check = () => {
    for (const { kind, value } of samples) checkAll(kind, value)
  }
  run(parse, WARM_UP_MS)
  run(check, WARM_UP_MS)
  const parsed: number[] = []
  const checked: number[] = []
  for (let round = 0; round < Math.max(rounds, Math.ceil((rounds * stretchMs) / (4 * SLICE_MS))); round += 1) {
    parsed.push(run(parse, SLICE_MS) / samples.length)
    checked.push(run(check, SLICE_MS) / samples.length)
  }
  const ratio = pairedRatio(checked, parsed)
  const bytes = samples.reduce((sum, { text }) => sum + text.length, 0) / samples.length
  return {
    what: `check of a mean web card (${Math.round(bytes)} bytes, ${samples.length} samples)`,
    floor: `${micro(median(parsed))} JSON.parse`,
    baton: micro(median(checked)),
    ratio: `${ratio.toFixed(2)}×`,
    bar: `≤ ${BAR}×`,
    holds: ratio <= BAR,
    data: { ratio, parsed, checked, bytes },
  }
}

/** Once warm: the best of a few, since whatever else the machine does can only make it slower. */
function measureWorst(): Row {
  const took = hostilePayloads().map(({ name, kind, value }) => {
    let best = Number.POSITIVE_INFINITY
    for (let turn = 0; turn < 30; turn += 1) {
      const began = performance.now()
      checkPayload(value, kind)
      best = Math.min(best, performance.now() - began)
    }
    return { name, ms: best }
  })
  const worst = took.reduce((one, other) => (other.ms > one.ms ? other : one))
  return {
    what: `slowest check of ${took.length} hostile payloads: ${worst.name}`,
    baton: `${worst.ms.toFixed(2)} ms`,
    bar: `≤ ${WORST_BAR_MS} ms`,
    holds: worst.ms <= WORST_BAR_MS,
    data: { took },
  }
}

const checkAll = (kind: PayloadKind, value: unknown): boolean => checkPayload(value, kind).valid

/** @returns milliseconds of one pass */
function run(pass: () => void, ms: number): number {
  const began = performance.now()
  let passes = 0
  let now = began
  while (now - began < ms) {
    pass()
    passes += 1
    now = performance.now()
  }
  return (now - began) / passes
}

const micro = (ms: number): string => `${(ms * 1000).toFixed(1)} µs`
