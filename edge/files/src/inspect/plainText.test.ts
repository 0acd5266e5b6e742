import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Glance } from '../reading.ts'
import { readAsText } from './plainText.ts'

const glanceOf = (bytes: Buffer): Glance => ({
  size: bytes.length,
  at: async (position, length) => bytes.subarray(position, position + length),
})
const read = (bytes: Buffer | string) => readAsText(glanceOf(Buffer.from(bytes as string)))

/** The same by the slow way: as a whole, by the decoder and an expression. */
function slowly(bytes: Buffer): 'text' | 'binary' {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffe\uffff]/.test(text) ? 'binary' : 'text'
  } catch {
    return 'binary'
  }
}

describe('text (messaging R6.3)', () => {
  it('is well-formed to its end and without control characters, wherever a piece ends', async () => {
    const nearly = 65_536 - 2
    for (const character of ['é', '€', '🥐']) {
      for (let more = 0; more < 4; more += 1) {
        const bytes = Buffer.from(`${'a'.repeat(nearly + more)}${character} and so on`)
        expect(await read(bytes)).toBe('text')
        expect(await read(bytes.subarray(0, nearly + more + 1))).toBe('binary') // cut inside of the character
      }
    }
  })

  it('is what the decoder says, whatever the bytes are', async () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(Buffer.from([0xef, 0xbf, 0xbf]), Buffer.from([0xc3]), Buffer.from([0x1b]), Buffer.from([0x0b])),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 4 }), async (parts) => {
        const bytes = Buffer.concat([Buffer.from('- '), ...parts])
        expect(await read(bytes)).toBe(slowly(bytes))
      }),
      { numRuns: 60 },
    )
  })

  it.each(['<!DOCTYPE html>', '\ufeff<svg xmlns="…">', ' \n<script>', '#!/bin/sh', '<?php'])(
    'is active that begins with %j',
    async (text) => {
      expect(await read(`${text} and so on`)).toBe('active')
    },
  )
})
