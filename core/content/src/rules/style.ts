import type { Profile } from '../channels.ts'
import { flag, number, object, type Rule, text, word } from '../check/rule.ts'

const COLOURS = [
  'color',
  'background-color',
  'border-color',
  'fill',
  'border-color-selected',
  'border-color-hover',
  'color-hover',
  'color-active',
  'background-color-hover',
  'background-color-active',
]
const size = word('small', 'medium', 'large')

/** Section 6. Whether a colour is one is told, not refused: the messenger ignores what it cannot read. */
export function style(profile: Profile): Rule {
  return object('a style', {
    bold: flag,
    italic: flag,
    ...colours(COLOURS, profile),
    size,
    'border-radius': number(),
    'font-family': text(256),
  })
}

/** The style of texts on Apple, which knows fewer members. */
export function appleStyle(profile: Profile): Rule {
  return object('a style', {
    bold: flag,
    italic: flag,
    ...colours(['color', 'background-color', 'border-color'], profile),
    size,
    'border-radius': number(),
  })
}

function colours(names: readonly string[], profile: Profile): Record<string, Rule> {
  const colour = text(256, profile === 'recommended' ? { formats: ['colour'] } : {})
  return Object.fromEntries(names.map((name) => [name, colour]))
}

/** Section 8 */
export const display = object('a display', {
  aspectRatio: word('rectangle', 'square', 'horizontal'),
  size: word('cover', 'contain', 'large', 'compact', 'tall', 'full'),
})
