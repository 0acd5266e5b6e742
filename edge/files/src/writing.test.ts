import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { giveBack } from './giveBack.ts'
import { Limiter } from './limiter.ts'
import { write } from './writing.ts'

const PIECE = 65_536
const folder = mkdtempSync(join(tmpdir(), 'baton-writing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A sender whose pieces come when the test says so. */
function sender(): Readable & { send(fill: number, pieces?: number): void } {
  const line = new Readable({ read() {}, highWaterMark: 16_384 })
  return Object.assign(line, {
    send(fill: number, pieces = 1) {
      for (let sent = 0; sent < pieces; sent += 1) line.push(Buffer.allocUnsafeSlow(PIECE).fill(fill))
    },
  })
}
const at = (name: string): string => join(folder, name)
const bring = (name: string, source: Readable, pieces: number, turns: Limiter) =>
  write(source, { path: at(name), size: pieces * PIECE, from: 0 }, undefined, turns)

describe('files that come in at once', () => {
  it('a sender who falls silent holds up nobody, though only one piece is written at a time', async () => {
    const turns = new Limiter(1)
    const [silent, quick] = [sender(), sender()]
    const waits = bring('silent', silent, 2, turns)
    silent.send(1)
    const comes = bring('quick', quick, 3, turns)
    quick.send(2, 3)
    quick.push(null)
    await comes
    expect(readFileSync(at('quick')).equals(Buffer.alloc(3 * PIECE, 2))).toBe(true)
    silent.send(1)
    silent.push(null)
    await waits
    expect(readFileSync(at('silent')).equals(Buffer.alloc(2 * PIECE, 1))).toBe(true)
  })

  it('take turns by the piece: a small one need not wait for the end of large ones', async () => {
    const turns = new Limiter(1)
    let largeEnded = false
    const large = Readable.from(
      (function* () {
        for (let sent = 0; sent < 64; sent += 1) yield Buffer.allocUnsafeSlow(PIECE).fill(1)
      })(),
      { objectMode: false },
    )
    const long = bring('large', large, 64, turns).then(() => {
      largeEnded = true
    })
    const small = sender()
    small.send(2)
    small.push(null)
    await bring('small', small, 1, turns)
    expect(largeEnded).toBe(false)
    await long
  })

  it('leave no memory behind: a piece that is on the disk is given back', async () => {
    const pieces = Array.from({ length: 4 }, (_, nth) => Buffer.allocUnsafeSlow(PIECE).fill(nth))
    const coming = [...pieces]
    const source = new Readable({
      highWaterMark: 16_384,
      read() {
        setImmediate(() => this.push(coming.shift() ?? null)) // as a line does: what comes, comes later
      },
    })
    await bring('kept', source, 4, new Limiter(1))
    expect(pieces.map(({ length }) => length)).toEqual([0, 0, 0, 0])
    expect(readFileSync(at('kept')).length).toBe(4 * PIECE)
  })

  it('one that is stopped while it waits for its turn is stopped, and so is one whose line breaks', async () => {
    const stop = new AbortController()
    const waiting = sender()
    const stopped = write(waiting, { path: at('stopped'), size: PIECE, from: 0, signal: stop.signal }, undefined)
    stop.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    const cut = sender()
    const broken = bring('cut', cut, 2, new Limiter(1))
    cut.send(1)
    setImmediate(() => cut.destroy())
    await expect(broken).rejects.toThrow('The sender is gone.')
  })
})

describe('memory that is given back', () => {
  it('is gone at once, and only where nobody else has a part of it', () => {
    const own = Buffer.allocUnsafeSlow(PIECE)
    giveBack(own)
    expect(own.length).toBe(0)
    const shared = Buffer.alloc(PIECE)
    giveBack(shared.subarray(10))
    const pooled = Buffer.from('a word of the pool')
    giveBack(pooled)
    expect([shared.length, pooled.toString()]).toEqual([PIECE, 'a word of the pool'])
  })
})
