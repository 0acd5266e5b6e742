/** @jsxImportSource preact */
import { type LayoutElement, summaryLine } from '@baton/content'
import { attributesOf } from './attributes.ts'
import { useCard } from './cardContext.ts'
import { childAt, clamp } from './direction.ts'
import { type ElementStyle, Ground, groundStyle } from './elementStyle.ts'

/** Heights of a layout that scrolls, in pixels (structured-content SC4.4). */
const HEIGHTS = { small: 100, medium: 300, large: 500 }
/** Width to height of the pictures in a card (section 8). */
const RATIOS = { rectangle: '1.51', square: '1', horizontal: '2' }

/** A column, or a row whose columns wrap before they are too narrow to read. */
export function Layout({ element, at }: { element: LayoutElement; at: string }) {
  const { draw } = useCard()
  const { type, border, borderLine, style, scroll, elements, accessibility } = element
  const { ground, css } = groundStyle(style)
  const isFrameless = border === 'borderLess' || (border === undefined && borderLine === false)
  const scrolls = type === 'vertical' && scroll === 'enable'
  const layout = (
    <div
      class={`layout ${type}${isFrameless ? ' frameless' : ''}${scrolls ? ' scrolls' : ''}`}
      style={{ ...css, ...pictureStyle(element), ...(scrolls && { height: `${HEIGHTS[style?.size ?? 'small']}px` }) }}
      {...(scrolls && {
        tabIndex: 0,
        role: 'group',
        'aria-label': summaryLine({ kind: 'structured', structured: element }, 60),
      })}
      {...labelled(attributesOf(accessibility, 'layout'))}
    >
      {elements.map((child, index) => (
        <div class="cell" key={index} style={{ flexGrow: shareOf(element, index) }}>
          {draw(child, childAt(at, index))}
        </div>
      ))}
    </div>
  )
  return ground === undefined ? layout : <Ground.Provider value={ground}>{layout}</Ground.Provider>
}

/** What has a name has to be something. */
function labelled(attributes: ReturnType<typeof attributesOf>) {
  return 'aria-label' in attributes && !('role' in attributes) ? { role: 'group', ...attributes } : attributes
}

function pictureStyle({ display }: LayoutElement): ElementStyle {
  const ratio = RATIOS[display?.aspectRatio as keyof typeof RATIOS]
  const fit = display?.size === 'cover' || display?.size === 'contain' ? display.size : undefined
  return { ...(ratio && { '--picture-ratio': ratio }), ...(fit && { '--picture-fit': fit }) }
}

/** Width of a horizontal's child: its percentage, or an equal part of what is left (structured-content SC4.3). */
function shareOf({ type, percentages, elements }: LayoutElement, index: number): number | undefined {
  if (type !== 'horizontal') return undefined
  if (percentages === undefined) return 1
  const given = percentages.slice(0, elements.length).map((share) => clamp(share, 5, 100))
  const rest = Math.max(100 - given.reduce((sum, share) => sum + share, 0), 0)
  return given[index] ?? Math.max(rest / Math.max(elements.length - given.length, 1), 5)
}
