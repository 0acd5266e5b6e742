import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Blobs } from './blobs.ts'
import { FileDamaged } from './faults.ts'
import { giveBack } from './giveBack.ts'
import { FRAME_BYTES, FrameSealer, HEADER_BYTES, plainBytesIn, SEALED_FRAME_BYTES, saltOf } from './seal.ts'

/** A file that can be looked into anywhere, and of which nothing is held but the part that is looked at. */
export interface Glance {
  /** Of the file itself, in bytes. */
  readonly size: number
  /** Fewer bytes than asked for only at the end. */
  at(position: number, length: number): Promise<Buffer>
}

/** Looks into an unfinished or finished file on this disk. */
export async function glanceAt<T>(
  path: string,
  key: Buffer | undefined,
  look: (glance: Glance) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r')
  try {
    const { size: stored } = await file.stat()
    const raw = async (position: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, stored - position)))
      if (buffer.length === 0) return buffer
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
      return buffer.subarray(0, bytesRead) // what was not read is somebody else's memory
    }
    return await look(key === undefined ? { size: stored, at: raw } : await sealedGlance(raw, stored, key))
  } finally {
    await file.close()
  }
}

type Raw = (position: number, length: number) => Promise<Buffer>

async function sealedGlance(raw: Raw, stored: number, key: Buffer): Promise<Glance> {
  const size = plainBytesIn(stored)
  const sealer = new FrameSealer(key, saltOf(await raw(0, HEADER_BYTES)))
  const lastFrame = Math.max(0, Math.ceil(size / FRAME_BYTES) - 1)
  const frame = async (index: number): Promise<Buffer> => {
    const sealed = await raw(HEADER_BYTES + index * SEALED_FRAME_BYTES, SEALED_FRAME_BYTES)
    const opened = sealer.open(index, sealed, index === lastFrame)
    giveBack(sealed)
    return opened
  }
  return {
    size,
    async at(position, length) {
      const end = Math.min(size, position + length)
      const parts: Buffer[] = []
      for (let from = position; from < end; ) {
        const index = Math.floor(from / FRAME_BYTES)
        const start = from - index * FRAME_BYTES
        const opened = await frame(index)
        const part = opened.subarray(start, Math.min(opened.length, start + end - from))
        if (part.length === 0) throw new FileDamaged('The stored file is cut.')
        parts.push(part)
        from += part.length
      }
      const [only] = parts
      if (only !== undefined && parts.length === 1) return only
      const whole = Buffer.concat(parts)
      for (const part of parts) giveBack(part)
      return whole
    },
  }
}

/** The bytes of a glance one after the other, from a place to another. */
export function streamOf(glance: Glance, start = 0, end = glance.size): Readable {
  return Readable.from(
    (async function* () {
      for (let from = start; from < end; from += FRAME_BYTES)
        yield await glance.at(from, Math.min(FRAME_BYTES, end - from))
    })(),
    { objectMode: false },
  )
}

/** @param end the first byte that is not wanted any more */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A stored file as a stream; of a sealed one, whole frames are fetched and only what was asked for is handed on. */
export async function readSealed(blobs: Blobs, name: string, key: Buffer, range?: Range): Promise<Readable> {
  const header = await collect(await blobs.read(name, 0, HEADER_BYTES - 1))
  const sealer = new FrameSealer(key, saltOf(header))
  const size = plainBytesIn(await blobs.size(name))
  const { start, end } = range ?? { start: 0, end: size }
  const lastFrame = Math.max(0, Math.ceil(size / FRAME_BYTES) - 1)
  const first = Math.floor(start / FRAME_BYTES)
  const stored = await blobs.read(name, HEADER_BYTES + first * SEALED_FRAME_BYTES)
  const opened = async function* (): AsyncGenerator<Buffer> {
    let index = first
    try {
      for await (const frame of inFrames(stored)) {
        const plain = sealer.open(index, frame, index === lastFrame)
        const offset = index * FRAME_BYTES
        const part = plain.subarray(Math.max(0, start - offset), Math.max(0, end - offset))
        if (part.length > 0) yield part
        index += 1
        if (index * FRAME_BYTES >= end) return
      }
      if (index <= lastFrame) throw new FileDamaged('The stored file is cut.')
    } finally {
      stored.destroy()
    }
  }
  return Readable.from(opened(), { objectMode: false })
}

async function* inFrames(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const piece of pieces) {
    held.push(piece)
    bytes += piece.length
    while (bytes >= SEALED_FRAME_BYTES) {
      const all = Buffer.concat(held)
      yield all.subarray(0, SEALED_FRAME_BYTES)
      held = [all.subarray(SEALED_FRAME_BYTES)]
      bytes -= SEALED_FRAME_BYTES
    }
  }
  if (bytes > 0) yield Buffer.concat(held)
}

async function collect(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}
