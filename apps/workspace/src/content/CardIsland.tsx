import { uiStyles } from '@baton/ui'
import { type ComponentChild, render } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { usePreferences } from '../base/preferences.tsx'

/** What the shared components look like in here: our font, as wide as whatever they stand in. */
const STYLES = `
:host {
  display: block;
  min-width: 0;
  color: var(--ink);
  font: 400 var(--text) / var(--line-height) var(--font);
}
.card { max-width: 320px; }
.replies { padding-inline: 0; }
`

/** The messenger's own card, drawn by Preact, as an island among React's: what is seen here is what the consumer sees. */
export function CardIsland({ drawing }: { drawing: ComponentChild }) {
  const host = useRef<HTMLDivElement>(null)
  const { scheme } = usePreferences()
  useLayoutEffect(() => {
    const { current } = host
    if (current === null) return
    render(drawing, current.shadowRoot ?? openRoot(current))
  })
  useEffect(() => {
    const { current } = host
    return () => {
      if (current?.shadowRoot) render(null, current.shadowRoot)
    }
  }, [])
  return <div ref={host} data-theme={scheme} />
}

function openRoot(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [...uiStyles, STYLES].map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  return root
}
