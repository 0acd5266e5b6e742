import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentFrame, consumerFrame } from './parse.ts'
import { isPlainWords } from './plainWords.ts'

const plain = {
  type: 'send',
  frameId: 'f1',
  clientId: 'a-1',
  conversationId: '6f1c3a52-0d6e-4a7e-9a3f-2b6f0d1c9e11',
  content: { kind: 'text', text: 'Hello' },
}

/** What may stand in the place of a field, right and wrong. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(...Object.values(plain), 'structured', '', '__proto__', null, undefined, 1, [], {}),
  fc.string({ maxLength: 70 }),
  fc.uuid(),
  fc.record({ kind: fc.constantFrom('text', 'file', 'video'), text: fc.string() }, { requiredKeys: [] }),
  fc.jsonValue(),
)
const field = fc.constantFrom(...Object.keys(plain), 'metadata', 'attributes', 'audience', '__proto__', 'other')
const changed = fc.array(fc.tuple(field, anything), { maxLength: 3 }).map((changes) => {
  const json = JSON.stringify(Object.fromEntries([...Object.entries(plain), ...changes]))
  return JSON.parse(json) as unknown
})

describe('plain words', () => {
  it('are known without the schema', () => {
    expect(isPlainWords(plain)).toBe(true)
  })

  it('are read by both schemas as they are: the short way lets in nothing else', () => {
    fc.assert(
      fc.property(changed, (frame) => {
        if (!isPlainWords(frame)) return
        expect(consumerFrame.parse(frame)).toEqual(frame)
        expect(agentFrame.parse(frame)).toEqual(frame)
      }),
      { numRuns: 2_000 },
    )
  })
})
