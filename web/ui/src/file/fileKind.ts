const LONGEST_ENDING = 4

/** What a person calls this kind of file: the ending of its name, in capitals. */
export function fileKind(name: string): string {
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1] ?? ''
  return ending.length > LONGEST_ENDING ? '' : ending.toUpperCase()
}

/** Longest side of a picture in a thread, in pixels. */
const LONGEST_SIDE = 240
const SHORTEST_SIDE = 56

/** The place that a picture takes in a thread, known before a byte of it is here, so that nothing jumps. */
export function pictureBox({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number
  readonly height: number
} {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height, 1))
  const fit = (side: number) => Math.max(SHORTEST_SIDE, Math.round(side * scale))
  return { width: fit(width), height: fit(height) }
}
