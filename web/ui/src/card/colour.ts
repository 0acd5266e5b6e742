/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i
const NUMBERS = /^(rgb|hsl)a?\(\s*([\d.]+)(?:deg|%)?[\s,]+([\d.]+)(%?)[\s,]+([\d.]+)%?\s*(?:[,/]\s*[\d.]+%?\s*)?\)$/i
const NAME = /^[a-z]{3,20}$/i

/**
 * Reads a colour, so that what is written into the page is ours and never the author's text (structured-content SC15.9, SC15.10).
 * Transparency is left out: what stands on it must be readable on something that is known.
 * @returns nothing for what is no plain colour
 */
export function readColour(value: unknown): Rgb | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined
  const text = value.trim()
  const hex = HEX.exec(text)?.[1]
  if (hex !== undefined) return fromHex(hex)
  const [, kind, first, second, percent, third] = NUMBERS.exec(text) ?? []
  if (kind !== undefined) {
    const [a, b, c] = [Number(first), Number(second), Number(third)]
    if (kind.toLowerCase() === 'hsl') return fromHsl(a, Math.min(b, 100) / 100, Math.min(c, 100) / 100)
    return percent === '%' ? rgb(a * 2.55, b * 2.55, c * 2.55) : rgb(a, b, c)
  }
  return NAME.test(text) ? fromName(text) : undefined
}

export const toHex = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** As WCAG counts it: 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

export const BLACK: Rgb = [0, 0, 0]
export const WHITE: Rgb = [255, 255, 255]

/** Black or white, whichever is read more easily. */
export const inkOn = (ground: Rgb): Rgb => (contrast(ground, BLACK) >= contrast(ground, WHITE) ? BLACK : WHITE)

function fromHex(digits: string): Rgb {
  const long = digits.length < 5 ? [...digits].map((digit) => digit + digit).join('') : digits
  const part = (index: number) => Number.parseInt(long.slice(2 * index, 2 * index + 2), 16)
  return [part(0), part(1), part(2)]
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const part = (n: number) => {
    const k = (n + hue / 30) % 12
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [part(0), part(8), part(4)]
}

/** The browser knows the names of colours; without one they are not needed. */
function fromName(name: string): Rgb | undefined {
  const known = BASIC[name.toLowerCase()]
  if (known !== undefined || typeof document === 'undefined') return known
  const brush = document.createElement('canvas').getContext('2d')
  if (brush === null) return undefined
  brush.fillStyle = '#010203' // what stays when the name is none
  brush.fillStyle = name
  const hex = HEX.exec(String(brush.fillStyle))?.[1]
  return hex === undefined || hex === '010203' ? undefined : fromHex(hex)
}

const BASIC: Readonly<Record<string, Rgb | undefined>> = {
  black: BLACK,
  white: WHITE,
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  grey: [128, 128, 128],
  gray: [128, 128, 128],
}

const rgb = (...parts: [number, number, number]): Rgb =>
  parts.map((part) => Math.min(Math.max(part, 0), 255)) as unknown as Rgb

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255)
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
