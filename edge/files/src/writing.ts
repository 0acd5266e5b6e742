import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rm, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { asFileFault, FileStoreUnavailable, WrongLength, WrongOffset } from './faults.ts'
import { FRAME_BYTES, FrameSealer, HEADER_BYTES, makeHeader, SEALED_FRAME_BYTES, saltOf } from './seal.ts'

export interface Writing {
  /** Where the unfinished file lies. */
  readonly path: string
  /** Of the whole file. */
  readonly size: number
  /** Place of the first byte that comes. */
  readonly from: number
  readonly signal?: AbortSignal | undefined
}

/** How many bytes of an unfinished file are safely here, to go on behind them; those of a sealed one in whole frames. */
export async function receivedOf(path: string, isSealed: boolean): Promise<number> {
  const stored = await stat(path).then(
    ({ size }) => size,
    () => 0,
  )
  return isSealed ? Math.floor(Math.max(0, stored - HEADER_BYTES) / SEALED_FRAME_BYTES) * FRAME_BYTES : stored
}

/**
 * Appends what comes to an unfinished file, and counts it meanwhile: nothing is held but the piece under way.
 * @throws WrongOffset when it does not follow what is here; WrongLength when it is more or less than was announced: what came
 *   stays if it was less, and goes if it was more; FileStoreUnavailable when the disk takes no more
 */
export async function write(source: Readable, writing: Writing, key: Buffer | undefined): Promise<void> {
  const { path, size, from, signal } = writing
  const received = await receivedOf(path, key !== undefined)
  if (received !== from) throw new WrongOffset(received)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((fault: unknown) => {
    throw asFileFault(fault)
  })
  let isTooLong = false
  const counted = async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let count = from
    for await (const piece of pieces) {
      count += piece.length
      if (count > size) {
        isTooLong = true
        throw new WrongLength('too-long')
      }
      yield piece
    }
    if (count < size) throw new WrongLength('too-short')
  }
  try {
    const start = await placeFor(path, from, key)
    const target = createWriteStream(path, { flags: start === 0 ? 'w' : 'r+', start, mode: 0o600 })
    if (key === undefined) await pipeline(source, counted, target, { signal })
    else await pipeline(source, counted, sealing(await sealerOf(path, key, from), from, size), target, { signal })
  } catch (fault) {
    if (isTooLong) await rm(path, { force: true })
    throw isTooLong ? new WrongLength('too-long') : asFileFault(fault)
  }
}

/** Bytes behind the last whole frame are of no use. @returns where to write on */
async function placeFor(path: string, from: number, key: Buffer | undefined): Promise<number> {
  if (key === undefined) return from
  if (from === 0) {
    const file = await open(path, 'w', 0o600)
    try {
      await file.write(makeHeader(randomBytes(HEADER_BYTES - 8)))
    } finally {
      await file.close()
    }
    return HEADER_BYTES
  }
  const place = HEADER_BYTES + (from / FRAME_BYTES) * SEALED_FRAME_BYTES
  await truncate(path, place)
  return place
}

async function sealerOf(path: string, key: Buffer, from: number): Promise<FrameSealer> {
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
    if (bytesRead < HEADER_BYTES) throw new FileStoreUnavailable(`The file's beginning is gone (at ${from}).`)
    return new FrameSealer(key, saltOf(header))
  } finally {
    await file.close()
  }
}

/** One frame of the file is held at a time. */
function sealing(sealer: FrameSealer, from: number, size: number) {
  return async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let index = from / FRAME_BYTES
    let held: Buffer[] = []
    let bytes = 0
    for await (const piece of pieces) {
      held.push(piece)
      bytes += piece.length
      while (bytes >= FRAME_BYTES) {
        const all = Buffer.concat(held)
        const isLast = index * FRAME_BYTES + FRAME_BYTES >= size
        yield sealer.seal(index, all.subarray(0, FRAME_BYTES), isLast)
        index += 1
        held = [all.subarray(FRAME_BYTES)]
        bytes -= FRAME_BYTES
      }
    }
    if (bytes > 0) yield sealer.seal(index, Buffer.concat(held), true)
  }
}
