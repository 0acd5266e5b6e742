import { uiStyles } from '@baton/ui'
import { render } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { usePreferences } from '../base/preferences.tsx'
import { drawThread } from './drawThread.ts'
import type { ThreadProps } from './threadProps.ts'
import { THREAD_STYLES } from './threadStyles.ts'

/**
 * The messenger's own message components, which are drawn by Preact, as an island among React's: a shadow root of their own, so
 * that neither's styles reach the other, and one `render` for each change. Events bubble out of it as from any element.
 */
export function ThreadIsland(props: ThreadProps) {
  const host = useRef<HTMLDivElement>(null)
  const { scheme } = usePreferences()
  useLayoutEffect(() => {
    const { current } = host
    if (current === null) return
    const root = current.shadowRoot ?? openRoot(current)
    render(drawThread(props), root)
  })
  useEffect(() => {
    const { current } = host
    return () => {
      if (current?.shadowRoot) render(null, current.shadowRoot)
    }
  }, [])
  return <div ref={host} className="thread-island" data-theme={scheme} />
}

function openRoot(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [...uiStyles, THREAD_STYLES].map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  return root
}
