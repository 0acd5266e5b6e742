import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { ApiProblem } from '../base/http.ts'
import { asProblem } from '../base/useAsked.ts'
import { useApi } from '../session/SessionProvider.tsx'

const EVERY_MS = 5_000
const PAGE = 50
/** More than that nobody watches; the pages behind are there to be asked for. */
const MOST = 500

export interface Polled<T> {
  readonly data?: T
  readonly problem?: ApiProblem
  /** Now, and not only when it is time. */
  readonly again: () => void
}

/**
 * Asks the server again every few seconds, while somebody looks at the page. Not while it is hidden, and never twice at once.
 * @param ask a constant while nothing changes
 */
export function usePolled<T>(ask: () => Promise<T>, everyMs = EVERY_MS): Polled<T> {
  const [state, setState] = useState<Omit<Polled<T>, 'again'>>({})
  const again = useRef(() => {})
  const isAsking = useRef(false)
  useEffect(() => {
    let isShown = true
    const look = async (): Promise<void> => {
      if (isAsking.current || document.hidden) return
      isAsking.current = true
      try {
        const data = await ask()
        if (isShown) setState({ data })
      } catch (fault) {
        if (isShown) setState((before) => ({ ...before, problem: asProblem(fault) }))
      } finally {
        isAsking.current = false
      }
    }
    void look()
    again.current = () => void look()
    const timer = setInterval(() => void look(), everyMs)
    const seen = () => void look()
    document.addEventListener('visibilitychange', seen)
    return () => {
      isShown = false
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [ask, everyMs])
  return { ...state, again: again.current }
}

/** How to ask for all pages of a list, one behind the other. */
export function useAllPages<P extends { readonly next?: string | number | undefined }>(
  path: string,
  page: z.ZodType<P>,
): () => Promise<readonly P[]> {
  const api = useApi()
  const ask = useRef<() => Promise<readonly P[]>>(undefined)
  ask.current ??= async () => {
    const pages: P[] = []
    for (let after = ''; ; ) {
      const found = await api.get(`${path}?limit=${PAGE}${after}`, page)
      pages.push(found)
      if (found.next === undefined || pages.length * PAGE >= MOST) return pages
      after = `&after=${encodeURIComponent(found.next)}`
    }
  }
  return ask.current
}
