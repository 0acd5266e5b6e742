import type { Style } from '@baton/content'
import { type CSSProperties, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { contrast, inkOn, type Rgb, readColour, toHex } from './colour.ts'

export type ElementStyle = Readonly<CSSProperties & Record<`--${string}`, string>>

/** What a card stands on in the two themes; the same as `--surface-0` of the tokens. */
const LIGHT: Rgb = [253, 252, 250]
const DARK: Rgb = [27, 26, 24]

/** The ground that a layout of the author's gave what is in it. */
export const Ground = createContext<Rgb | undefined>(undefined)

/** How an element is drawn, on whatever ground it stands. @param ink what it is written in when the author's colour cannot be read */
export function useElementStyle(style: Style | undefined, ink = 'var(--ink)'): ElementStyle {
  return elementStyle(style, useContext(Ground), ink)
}

/**
 * What of an element's `style` is drawn, property by property (structured-content SC15.9–SC15.11). Words stay readable: where the
 * author's colour is too near to its ground, ours is taken (SC6.2), for the light theme and the dark one each.
 */
export function elementStyle(style: Style | undefined, on?: Rgb, own = 'var(--ink)'): ElementStyle {
  if (style === undefined) return {}
  const ground = readColour(style['background-color'])
  const border = readColour(style['border-color'])
  const radius = style['border-radius']
  const enough = style.size === 'large' && style.bold === true ? 3 : 4.5
  return {
    ...(style.bold === true ? { fontWeight: '600' } : {}),
    ...(style.italic === true ? { fontStyle: 'italic' } : {}),
    ...(style.size === 'small' ? { fontSize: 'var(--text-meta)' } : {}),
    ...(style.size === 'large' ? { fontSize: 'var(--text-heading)', lineHeight: '22px' } : {}),
    ...inkStyle(readColour(style.color), ground ?? on, enough, own, ground !== undefined),
    ...(ground !== undefined ? { backgroundColor: toHex(ground) } : {}),
    ...(border !== undefined ? { border: `1px solid ${toHex(border)}` } : {}),
    ...(typeof radius === 'number' ? { borderRadius: `${Math.min(Math.max(radius, 0), 100)}px` } : {}),
  }
}

/**
 * The ground of a layout, and words, links and lines on it that can be read.
 * @returns nothing to set where the author gave no colour
 */
export function groundStyle(style: Style | undefined): { ground?: Rgb; css: ElementStyle } {
  const ground = readColour(style?.['background-color'])
  if (ground === undefined) return { css: {} }
  const ink = toHex(inkOn(ground))
  const tint = `color-mix(in srgb, ${ink} 14%, transparent)`
  return {
    ground,
    css: {
      backgroundColor: toHex(ground),
      color: ink,
      '--ink': ink,
      '--ink-quiet': ink,
      '--accent': ink,
      '--on-accent': toHex(ground),
      '--focus': ink,
      '--line': tint,
      '--accent-tint': tint,
    },
  }
}

/** A colour as a variable, to be used where a style sheet asks for it. */
export function colourVariable(name: `--${string}`, value: string | undefined): ElementStyle {
  const colour = readColour(value)
  return colour === undefined ? {} : { [name]: toHex(colour) }
}

function inkStyle(ink: Rgb | undefined, ground: Rgb | undefined, enough: number, own: string, isOwnGround: boolean) {
  if (ground !== undefined) {
    if (ink !== undefined && contrast(ink, ground) >= enough) return { color: toHex(ink) }
    return isOwnGround ? { color: toHex(inkOn(ground)) } : {}
  }
  if (ink === undefined) return {}
  const [light, dark] = [LIGHT, DARK].map((paper) => (contrast(ink, paper) >= enough ? toHex(ink) : own))
  return light === own && dark === own ? {} : { color: `light-dark(${light}, ${dark})` }
}
