/** Of a picture that an agent sends, in pixels of its longer edge (messaging R6.6). */
const LONGEST_EDGE = 800
const PICTURE = /^image\/(?:jpeg|png|gif)$/
const QUALITY = 0.86

/**
 * A picture as it leaves an agent's desk: no larger than it is looked at, without what a camera wrote into it, and one that moves
 * stands still (messaging R6.3). Whoever wants a consumer to have every pixel sends a document.
 * @returns what was given, where it is no picture, small enough already, or cannot be read; the server says what is wrong with it
 */
export async function shrinkPicture(file: Blob): Promise<Blob> {
  if (!PICTURE.test(file.type)) return file
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return file
  try {
    const share = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height))
    if (share === 1 && file.type !== 'image/gif') return file
    const [width, height] = [picture.width, picture.height].map((edge) => Math.max(1, Math.round(edge * share)))
    return await redraw(picture, { width: width ?? 1, height: height ?? 1 }, file)
  } finally {
    picture.close()
  }
}

async function redraw(picture: ImageBitmap, size: { width: number; height: number }, file: Blob): Promise<Blob> {
  const canvas = new OffscreenCanvas(size.width, size.height)
  const brush = canvas.getContext('2d')
  if (brush === null) return file
  brush.imageSmoothingQuality = 'high'
  brush.drawImage(picture, 0, 0, size.width, size.height)
  const type = file.type === 'image/jpeg' ? file.type : 'image/png'
  const drawn = await canvas.convertToBlob({ type, quality: QUALITY })
  const name = file instanceof File ? file.name : 'picture'
  return new File([drawn], file.type === type ? name : name.replace(/(?:\.gif)?$/i, '.png'), { type })
}
