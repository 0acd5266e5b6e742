import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './csv.ts'

it('no cell ever begins as a formula does, and every text comes back whole', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
      const cells = parse(csvLine(texts))
      expect(cells).toHaveLength(texts.length)
      for (const [index, text] of texts.entries()) {
        const plain = text.replaceAll('\u0000', '')
        expect(cells[index]).not.toMatch(/^[=+\-@\t\r\n]/)
        expect([plain, `'${plain}`]).toContain(cells[index])
      }
    }),
  )
})

it('numbers stay numbers, and nothing is nothing', () => {
  expect(csvLine([-1, undefined, 'a', ''])).toBe('-1,,"a",""\r\n')
})

/** RFC 4180, for cells that are all quoted. */
function parse(line: string): string[] {
  return [...line.slice(0, -2).matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'))
}
