import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANNELS, checkPayload, MAX_PROBLEMS, PAYLOAD_KINDS, type PayloadRules, PROFILES, RULES } from './index.ts'
import { gateAndMeasure } from './jsonGate.ts'
import { breakAt, GONE, valueAt } from './testing/breakAt.ts'
import { FIXTURES } from './testing/fixtures.ts'

const rulesOfAll = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  profile: fc.constantFrom(...PROFILES),
  imageHosts: fc.constantFrom(undefined, ['img.example']),
  at: fc.constantFrom(undefined, 0),
  maxBytes: fc.constantFrom(undefined, 100_000),
})

/** A verdict that keeps its promises: words for everything, and places that are there. */
function expectGoodVerdict(payload: unknown, kind: (typeof PAYLOAD_KINDS)[number], given: object): void {
  const rules = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as PayloadRules
  const { valid, problems } = checkPayload(payload, kind, rules)
  expect(problems.every(({ severity }) => severity === 'warning')).toBe(valid)
  for (const { path, rule, message } of problems) {
    expect(RULES).toHaveProperty([rule])
    expect(message).toMatch(/\.$/)
    expect(valueAt(payload, path) === undefined && path !== '', `${path} ${message}`).toBe(false)
  }
}

/** Every pointer of a payload. */
function pointersIn(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at]
  const keys = Object.entries(value)
  return [
    at,
    ...keys.flatMap(([key, part]) => pointersIn(part, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)),
  ]
}

describe('whatever it is given', () => {
  it('gives a verdict whose problems stand at places of the input', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(...PAYLOAD_KINDS), rulesOfAll, expectGoodVerdict),
      { numRuns: 500 },
    )
  })

  it('gives such a verdict for content that is nearly right', () => {
    const all = CHANNELS.flatMap((channel) =>
      PAYLOAD_KINDS.flatMap((kind) => FIXTURES[channel][kind].map(({ payload }) => ({ channel, kind, payload }))),
    )
    const part = fc.oneof(
      fc.constant(GONE),
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(...all.map(({ payload }) => payload)),
    )
    const property = fc.property(
      fc.constantFrom(...all),
      fc.nat(),
      part,
      rulesOfAll,
      ({ channel, kind, payload }, place, to, rules) => {
        const pointers = pointersIn(payload).slice(1)
        const at = pointers[place % Math.max(pointers.length, 1)]
        const broken = at === undefined ? payload : breakAt(payload, at, to)
        // A member that is taken out of a list leaves a hole, which JSON cannot hold.
        expectGoodVerdict(JSON.parse(JSON.stringify(broken)), kind, { ...rules, channel })
      },
    )
    fc.assert(property, { numRuns: 1_000 })
  })

  it('gives one for a megabyte', () => {
    const elements = Array(40_000).fill({ type: 'text', text: 'x' })
    const wide = { type: 'vertical', elements }
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    for (const payload of [
      wide,
      deep,
      'x'.repeat(1_000_000),
      Object.fromEntries(elements.map((_, n) => [`m${n}`, n])),
    ]) {
      for (const kind of PAYLOAD_KINDS) expectGoodVerdict(payload, kind, { channel: 'web' })
    }
  })
})

it('lists a thousand problems, and says how many more there are', () => {
  const payload = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`m${n}`, 1]))
  const { problems } = checkPayload({ type: 'text', text: 'x', ...payload }, 'body')
  expect(problems).toHaveLength(MAX_PROBLEMS + 1)
  expect(problems.at(-1)).toMatchObject({
    path: '',
    rule: 'more-problems',
    message: expect.stringMatching(/^500 more/),
  })
})

it('structured content SC2.8: counts bytes as JSON writes them', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 300 }), (value, words) => {
      const payload = { value, words, more: '"\\\u0001ü🙂\ud800'.repeat(300) }
      fc.pre(!/__proto__|prototype|constructor/.test(JSON.stringify(payload))) // names that no payload may have
      const bytes = new TextEncoder().encode(JSON.stringify(payload)).length
      expect(gateAndMeasure(payload, '', { maxBytes: bytes })).toBe(bytes)
      expect(gateAndMeasure(payload, '', { maxBytes: bytes - 1 })).toMatchObject({ rule: 'too-large' })
    }),
    { numRuns: 200 },
  )
})
