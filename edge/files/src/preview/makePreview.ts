import { createRequire } from 'node:module'
import type * as Photon from '@silvia-odwyer/photon-node'
import { liesOnItsSide, type Orientation, orientationOf, upright } from './orientation.ts'
import { MAX_PREVIEW_BYTES, PREVIEW_EDGE, type PreviewAnswer, type PreviewRequest } from './preview.ts'

// A module of the older kind; loaded so, it is the same in a bundle.
const photon: typeof Photon = createRequire(import.meta.url)('@silvia-odwyer/photon-node')

const QUALITIES = [78, 62, 45, 30]
/** Of the longer edge, in pixels; what is all noise does not fit in the usual size. */
const EDGES = [PREVIEW_EDGE, PREVIEW_EDGE / 2, PREVIEW_EDGE / 4]
const LANCZOS = 5

/**
 * Unpacks an image, makes it small and packs it anew: what hid in the file is not in the preview. Codecs are WebAssembly: a fault
 * in one reaches its own memory only.
 */
export function makePreview({ id, image, isJpeg }: PreviewRequest): PreviewAnswer {
  try {
    const original = photon.PhotonImage.new_from_byteslice(image)
    const [width, height] = [original.get_width(), original.get_height()]
    const orientation = isJpeg ? orientationOf(image) : 1
    const preview = firstThatFits(original, orientation)
    if (preview === undefined) return { id, ok: false }
    return liesOnItsSide(orientation)
      ? { id, ok: true, preview, width: height, height: width }
      : { id, ok: true, preview, width, height }
  } catch {
    return { id, ok: false }
  }
}

function firstThatFits(original: Photon.PhotonImage, orientation: Orientation): Uint8Array | undefined {
  for (const edge of EDGES) {
    const shown = shrink(original, edge, orientation)
    for (const quality of QUALITIES) {
      const packed = shown.get_bytes_jpeg(quality)
      if (packed.length <= MAX_PREVIEW_BYTES) return packed
    }
  }
  return undefined
}

function shrink(original: Photon.PhotonImage, edge: number, orientation: Orientation): Photon.PhotonImage {
  const [width, height] = [original.get_width(), original.get_height()]
  const share = Math.min(1, edge / Math.max(width, height))
  const small = { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
  const resized = share < 1 ? photon.resize(original, small.width, small.height, LANCZOS) : original
  const stood = upright(resized.get_raw_pixels(), small, orientation)
  return new photon.PhotonImage(stood.pixels, stood.width, stood.height)
}
