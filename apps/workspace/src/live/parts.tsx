import type { ReactNode } from 'react'
import type { z } from 'zod'
import { type csat, csatText } from './csat.ts'
import { useLiveTexts } from './texts/useLiveTexts.ts'

/** Wider than a narrow window; by keyboard, too. */
export function Scrolled({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="live-scroll" aria-label={name} tabIndex={0}>
      {children}
    </section>
  )
}

export function Nothing({ title, hint }: { title: string; hint: string }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{hint}</p>
    </div>
  )
}

export function Csat({ of }: { of: z.infer<typeof csat> }) {
  const shown = csatText(of, useLiveTexts())
  return (
    <>
      {shown.percent}
      {shown.of !== undefined && <span className="meta block">{shown.of}</span>}
    </>
  )
}
