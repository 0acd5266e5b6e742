import type { JsonObject, JsonValue } from '@baton/base'
import type { CSSProperties } from 'preact'

const COLOUR = /^(#[0-9a-f]{3,8}|rgba?\([\d\s.,%/]+\)|hsla?\([\d\s.,%/deg]+\)|[a-z]{3,30})$/i

export type ElementStyle = Readonly<CSSProperties>

/**
 * What of an element's `style` is drawn, property by property (structured-content SC15.9–SC15.11). A text colour counts only
 * together with a background: alone it was chosen for white paper and may vanish on the dark theme.
 */
export function elementStyle(style: JsonObject | undefined): ElementStyle {
  if (style === undefined) return {}
  const background = colour(style['background-color'])
  const ink = colour(style.color) ?? (background !== undefined ? inkOn(background) : undefined)
  const radius = style['border-radius']
  return {
    ...(style.bold === true ? { fontWeight: '600' } : {}),
    ...(style.italic === true ? { fontStyle: 'italic' } : {}),
    ...(style.size === 'small' ? { fontSize: 'var(--text-meta)' } : {}),
    ...(style.size === 'large' ? { fontSize: 'var(--text-heading)' } : {}),
    ...(background !== undefined ? { backgroundColor: background, ...(ink !== undefined ? { color: ink } : {}) } : {}),
    ...(typeof radius === 'number' ? { borderRadius: `${Math.min(Math.max(radius, 0), 100)}px` } : {}),
  }
}

/** @returns nothing for what is no plain colour: `url(`, `var(` and `;` never pass */
function colour(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && COLOUR.test(value.trim()) ? value.trim() : undefined
}

/** Black or white, whichever is read more easily on a colour given as hex. */
function inkOn(background: string): string | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(background)
  const hex = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : background
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (parts === null) return undefined
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => linear(Number.parseInt(part, 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? 'black' : 'white'
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
