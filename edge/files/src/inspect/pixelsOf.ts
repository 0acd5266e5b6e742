import type { Glance } from '../reading.ts'
import type { FileKind } from './kinds.ts'

export interface Pixels {
  readonly width: number
  readonly height: number
}

/** Segments of a JPEG before the one that tells its size; a proper one has a few dozen. */
const MOST_SEGMENTS = 1_000

/** Reads how large an image is without unpacking it. @returns undefined when it does not say */
export async function pixelsOf(glance: Glance, kind: FileKind): Promise<Pixels | undefined> {
  if (kind === 'png') return whole(await glance.at(16, 8), (bytes) => [bytes.readUInt32BE(0), bytes.readUInt32BE(4)], 8)
  if (kind === 'gif') return whole(await glance.at(6, 4), (bytes) => [bytes.readUInt16LE(0), bytes.readUInt16LE(2)], 4)
  return kind === 'jpeg' ? ofJpeg(glance) : undefined
}

function whole(bytes: Buffer, read: (bytes: Buffer) => readonly [number, number], length: number): Pixels | undefined {
  if (bytes.length < length) return undefined
  const [width, height] = read(bytes)
  return width > 0 && height > 0 ? { width, height } : undefined
}

async function ofJpeg(glance: Glance): Promise<Pixels | undefined> {
  let place = 2
  for (let count = 0; count < MOST_SEGMENTS; count += 1) {
    const head = await glance.at(place, 9)
    if (head.length < 9 || head[0] !== 0xff) return undefined
    const marker = head[1] ?? 0
    if (marker === 0xff) {
      place += 1 // filling
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return whole(head, (bytes) => [bytes.readUInt16BE(7), bytes.readUInt16BE(5)], 9)
    if (marker === 0xda || marker === 0xd9) return undefined
    place += 2 + head.readUInt16BE(2)
  }
  return undefined
}
