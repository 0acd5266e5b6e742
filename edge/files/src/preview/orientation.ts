/** How a camera was held, as EXIF counts it: 1 is upright, 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const EXIF = 'Exif\0\0'
const ORIENTATION_TAG = 0x0112
const MOST_TAGS = 500

/** @returns 1 where a JPEG says nothing of it, or nothing that can be read */
export function orientationOf(jpeg: Uint8Array): Orientation {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  try {
    return readOrientation(bytes)
  } catch {
    return 1 // told outside of the file's bounds
  }
}

function readOrientation(bytes: Buffer): Orientation {
  for (let place = 2; place + 4 < bytes.length; ) {
    const marker = bytes.readUInt16BE(place)
    if (marker < 0xff00 || marker === 0xffda) return 1
    const length = bytes.readUInt16BE(place + 2)
    const isExif = marker === 0xffe1 && bytes.toString('latin1', place + 4, place + 10) === EXIF
    if (isExif) return ofTiff(bytes.subarray(place + 10, place + 2 + length))
    place += 2 + length
  }
  return 1
}

function ofTiff(tiff: Buffer): Orientation {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = Math.min(short(directory), MOST_TAGS)
  for (let nth = 0; nth < count; nth += 1) {
    const at = directory + 2 + nth * 12
    if (short(at) !== ORIENTATION_TAG) continue
    const said = short(at + 8)
    return said >= 1 && said <= 8 ? (said as Orientation) : 1
  }
  return 1
}

export const liesOnItsSide = (orientation: Orientation): boolean => orientation >= 5

/** Puts pixels (four bytes each) as they are to be looked at, and lays them on white where they let through what is behind. */
export function upright(
  pixels: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  orientation: Orientation,
): { readonly pixels: Uint8Array; readonly width: number; readonly height: number } {
  const [wide, high] = liesOnItsSide(orientation) ? [height, width] : [width, height]
  const turned = new Uint8Array(pixels.length)
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const [fromX, fromY] = source(x, y, width, height, orientation)
      const from = (fromY * width + fromX) * 4
      const to = (y * wide + x) * 4
      const alpha = (pixels[from + 3] ?? 255) / 255
      for (let part = 0; part < 3; part += 1) turned[to + part] = (pixels[from + part] ?? 0) * alpha + 255 * (1 - alpha)
      turned[to + 3] = 255
    }
  }
  return { pixels: turned, width: wide, height: high }
}

function source(x: number, y: number, width: number, height: number, orientation: Orientation): [number, number] {
  switch (orientation) {
    case 1:
      return [x, y]
    case 2:
      return [width - 1 - x, y]
    case 3:
      return [width - 1 - x, height - 1 - y]
    case 4:
      return [x, height - 1 - y]
    case 5:
      return [y, x]
    case 6:
      return [y, height - 1 - x]
    case 7:
      return [width - 1 - y, height - 1 - x]
    case 8:
      return [width - 1 - y, x]
  }
}
