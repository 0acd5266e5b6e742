import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clamdScanner } from './clamd.ts'

/** Harmful because our own list says so; nothing else in it is. */
const HARMFUL = Buffer.from('A file that Baton’s tests call harmful: hand this baton to nobody.\n'.repeat(40))
const LARGEST = 5 * 1_024 * 1_024

const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
  .map((place) => join(place, 'clamd'))
  .find((path) => existsSync(path))
if (program === undefined) console.log('ClamAV’s daemon is not installed: its tests are skipped.')

describe.skipIf(program === undefined)('messaging R6.5: ClamAV’s own daemon, with a list of our own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-clamd-'))
  const socket = join(folder, 'clamd.ctl')
  const scanner = clamdScanner({ address: `unix://${socket}`, timeoutMs: 20_000 })
  const scan = (bytes: Buffer) => scanner.scan(Readable.from(pieces(bytes)))
  let daemon: ChildProcess

  beforeAll(async () => {
    const md5 = createHash('md5').update(HARMFUL).digest('hex')
    writeFileSync(join(folder, 'baton.hdb'), `${md5}:${HARMFUL.length}:Baton.Test\n`)
    const settings = [`LocalSocket ${socket}`, `DatabaseDirectory ${folder}`, 'Foreground yes', 'StreamMaxLength 6M']
    writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`)
    daemon = spawn(program ?? '', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' })
    // Its socket is there before it listens.
    for (let tries = 0; tries < 500 && (await scan(Buffer.from('there?'))) !== 'clean'; tries += 1) await pause(100)
  }, 60_000)
  afterAll(async () => {
    const ended = new Promise((done) => daemon.once('exit', done))
    daemon.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds what is on the list, and lets pass what is not', async () => {
    expect(await scan(HARMFUL)).toBe('infected')
    expect(await scan(Buffer.from('%PDF-1.4\n%%EOF\n'))).toBe('clean')
    expect(await scan(Buffer.alloc(LARGEST, 'x'))).toBe('clean')
  })

  it('looks at many at the same time', async () => {
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, nth) => scan(nth % 4 === 0 ? HARMFUL : Buffer.from(`${nth}`))),
    )
    expect(found.filter((one) => one === 'infected')).toHaveLength(10)
    expect(found.filter((one) => one === 'clean')).toHaveLength(30)
  })

  it('is not believed about what it would not hear to the end', async () => {
    expect(await scan(Buffer.alloc(7 * 1_024 * 1_024, 'x'))).toBe('unavailable') // more than its `StreamMaxLength`
  })
})

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
