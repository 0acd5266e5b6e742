import { createRequire } from 'node:module'
import type * as Photon from '@silvia-odwyer/photon-node'
import { describe, expect, it } from 'vitest'
import { pixelsOf } from '../inspect/pixelsOf.ts'
import { makePreview } from './makePreview.ts'
import { MAX_PREVIEW_BYTES } from './preview.ts'

const photon: typeof Photon = createRequire(import.meta.url)('@silvia-odwyer/photon-node')
const SECRET = 'taken at home by Ada'

type Colour = readonly [number, number, number]
const RED: Colour = [220, 20, 20]
const BLUE: Colour = [20, 20, 220]

/** Red on its left half, blue on its right one; or as each pixel is told. */
function picture(width: number, height: number, colour = (x: number) => (x < width / 2 ? RED : BLUE)) {
  const pixels = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at += 1) pixels.set([...colour(at % width), 255], at * 4)
  return new photon.PhotonImage(pixels, width, height)
}

/** As a camera writes it: how it was held, and more than anybody wants to tell. */
function withExif(jpeg: Uint8Array, orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(SECRET)])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)])
}

/** Two pictures one after the other: all of the first colour, all of the second one. No code of it spans bytes. */
function gifOf(width: number, height: number): Buffer {
  const u16 = (value: number) => [value & 255, value >> 8]
  const frame = (colour: number) => {
    const codes: number[] = []
    for (let at = 0; at < width * height; at += 1) codes.push(...(at % 126 === 0 ? [128, colour] : [colour]))
    codes.push(129)
    const blocks: number[] = []
    for (let at = 0; at < codes.length; at += 255) {
      const part = codes.slice(at, at + 255)
      blocks.push(part.length, ...part)
    }
    return [0x2c, 0, 0, 0, 0, ...u16(width), ...u16(height), 0, 7, ...blocks, 0]
  }
  const palette = [...RED, ...BLUE, ...Array(126 * 3).fill(0)]
  const comment = [0x21, 0xfe, SECRET.length, ...Buffer.from(SECRET), 0]
  const head = [...Buffer.from('GIF89a'), ...u16(width), ...u16(height), 0xf6, 0, 0]
  return Buffer.from([...head, ...palette, ...comment, ...frame(0), ...frame(1), 0x3b])
}

async function preview(image: Buffer, isJpeg = false) {
  const made = makePreview({ id: 1, image, isJpeg })
  if (!made.ok) throw new Error('no preview was made')
  const bytes = Buffer.from(made.preview)
  const size = await pixelsOf({ size: bytes.length, at: async (at, length) => bytes.subarray(at, at + length) }, 'jpeg')
  const shown = photon.PhotonImage.new_from_byteslice(made.preview)
  const raw = shown.get_raw_pixels()
  const colourAt = (x: number, y: number) => {
    const at = (y * shown.get_width() + x) * 4
    return (raw[at] ?? 0) > (raw[at + 2] ?? 0) ? 'red' : 'blue'
  }
  return { bytes, size, colourAt, of: { width: made.width, height: made.height } }
}

describe('messaging R6.2: a preview is made anew of pixels alone', () => {
  it('of a JPEG: small, as it was looked at when it was taken, without what the camera wrote or what was hung on', async () => {
    const jpeg = Buffer.concat([withExif(picture(1_200, 600).get_bytes_jpeg(80), 6), Buffer.from(`<script>${SECRET}`)])
    const { bytes, size, colourAt, of } = await preview(jpeg, true)
    expect(bytes.length).toBeLessThanOrEqual(MAX_PREVIEW_BYTES)
    expect([size, of]).toEqual([
      { width: 240, height: 480 },
      { width: 600, height: 1_200 },
    ])
    // The camera was turned: its left is what is above.
    expect([colourAt(120, 40), colourAt(120, 440)]).toEqual(['red', 'blue'])
    expect(bytes.includes(SECRET)).toBe(false)
    expect(bytes.includes('Exif')).toBe(false)
  })

  it('of a GIF: its first picture, which stands still, without its comment', async () => {
    const { bytes, size, colourAt, of } = await preview(gifOf(640, 200))
    expect([size, of]).toEqual([
      { width: 480, height: 150 },
      { width: 640, height: 200 },
    ])
    expect([colourAt(10, 10), colourAt(470, 140)]).toEqual(['red', 'red'])
    expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    expect(bytes.includes(SECRET)).toBe(false)
  })

  it('of a PNG that lets through what is behind: on white', async () => {
    const clear = new photon.PhotonImage(new Uint8Array(20 * 20 * 4), 20, 20)
    const { bytes, size } = await preview(Buffer.from(clear.get_bytes()))
    expect(size).toEqual({ width: 20, height: 20 })
    expect(photon.PhotonImage.new_from_byteslice(bytes).get_raw_pixels()[0]).toBeGreaterThan(250)
  })

  it('of what is all noise: smaller still, so that it fits', async () => {
    let seed = 1
    const chance = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed & 255
    }
    const noise = picture(520, 520, () => [chance(), chance(), chance()])
    const { bytes, size } = await preview(Buffer.from(noise.get_bytes_jpeg(95)), true)
    expect(bytes.length).toBeLessThanOrEqual(MAX_PREVIEW_BYTES)
    expect(size?.width).toBeLessThan(480)
  })

  it.each([
    ['a picture that is cut', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
    ['what is none', Buffer.from('no picture at all')],
  ])('of %s: none, and nothing is thrown', (_what, bytes) => {
    expect(makePreview({ id: 7, image: bytes, isJpeg: true })).toEqual({ id: 7, ok: false })
  })
})
