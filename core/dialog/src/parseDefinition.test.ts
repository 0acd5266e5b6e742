import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMAT } from './definition.ts'
import { parseDefinition } from './parseDefinition.ts'

const bot = (dialogs: unknown[] = [], more: object = {}) => ({
  format: FORMAT,
  id: 'b1',
  name: 'Coffee',
  language: 'en-US',
  dialogs,
  ...more,
})
const welcome = {
  id: 'd1',
  name: 'Welcome',
  kind: 'standard',
  interactions: [{ type: 'text', id: 'i1', name: 'hello', text: 'Hello' }],
}

describe('parseDefinition', () => {
  it('gives back what came in', () => {
    const whole = bot([welcome])
    expect(parseDefinition(whole)).toEqual({ definition: whole, problems: [] })
  })

  it('keeps keys that nobody knows, and tells where they are', () => {
    const odd = bot([{ ...welcome, interactions: [{ ...welcome.interactions[0], colour: 'red' }] }], { 'x/y': 1 })
    const { definition, problems } = parseDefinition(odd)
    expect(definition).toEqual(odd)
    expect(problems.map(({ path, rule, severity }) => [path, rule, severity])).toEqual([
      ['/dialogs/0/interactions/0/colour', 'unknown-key', 'warning'],
      ['/x~1y', 'unknown-key', 'warning'],
    ])
  })

  it('tells every problem with the pointer to its place', () => {
    const broken = bot(
      [{ ...welcome, kind: 'strange', interactions: [{ type: 'text', id: 'i1', name: 'hello' }, { type: 'nobody' }] }],
      { language: 7 },
    )
    const { definition, problems } = parseDefinition(broken)
    expect(definition).toBeUndefined()
    expect(problems.map(({ path }) => path).sort()).toEqual([
      '/dialogs/0/interactions/0/text',
      '/dialogs/0/interactions/1/type',
      '/dialogs/0/kind',
      '/language',
    ])
  })

  it.each([[null], [[]], ['text'], [7], [{}]])('refuses %j and does not throw', (untrusted) => {
    const { definition, problems } = parseDefinition(untrusted)
    expect(definition).toBeUndefined()
    expect(problems.length).toBeGreaterThan(0)
  })

  it('refuses what is nested too deeply, without being drawn into it', () => {
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level += 1) deep = { extra: deep }
    expect(parseDefinition(bot([], { extra: deep })).problems[0]?.rule).toBe('definition-depth')
  })

  it('is total', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(parseDefinition(value).problems)))
  })
})
