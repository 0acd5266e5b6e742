import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentHash, hashOfWords } from './contentHash.ts'

it('hashes bare words as it hashes them in their content', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(hashOfWords(text)).toBe(contentHash({ content: { kind: 'text', text } }))
    }),
  )
})
