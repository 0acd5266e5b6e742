/** What a preview's thread is given, and what it gives back. */
export interface PreviewRequest {
  readonly id: number
  readonly image: Uint8Array
  readonly isJpeg: boolean
}
export type PreviewAnswer =
  | {
      readonly id: number
      readonly ok: true
      /** A JPEG of at most `MAX_PREVIEW_BYTES`, with nothing in it but pixels. */
      readonly preview: Uint8Array
      /** Of the image itself, as it is looked at, in pixels. */
      readonly width: number
      readonly height: number
    }
  | { readonly id: number; readonly ok: false }

/** messaging R6.2. */
export const MAX_PREVIEW_BYTES = 30 * 1_024
/** Of its longer edge, in pixels. */
export const PREVIEW_EDGE = 480
/** An image of more is kept, and shown as a file: unpacking it would take too much. */
export const MAX_PREVIEW_PIXELS = 24_000_000
