import { useCallback, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { type ApiProblem, pageOf } from '../../base/http.ts'
import { asProblem } from '../../base/useAsked.ts'
import { useApi } from '../../session/SessionProvider.tsx'

export interface Pages<T> {
  readonly items: readonly T[]
  readonly isLoading: boolean
  readonly problem?: ApiProblem
  readonly hasMore: boolean
  more(): void
  /** From the beginning. */
  again(): void
}

const PAGE = 50
interface State<T> {
  readonly items: readonly T[]
  readonly isLoading: boolean
  readonly next?: string | number | undefined
  readonly problem?: ApiProblem
}

/**
 * A list of the server, page by page. What was asked before and answers too late is not heard.
 * @param path of the list, with its query but without `limit` and `after`
 */
export function usePages<T>(path: string, item: z.ZodType<T>): Pages<T> {
  const api = useApi()
  const [state, setState] = useState<State<T>>({ items: [], isLoading: true })
  const asking = useRef(0)
  const schema = useRef(item)

  const load = useCallback(
    (before: readonly T[], after: string | number | undefined) => {
      const round = ++asking.current
      setState((known) => ({ items: known.items, isLoading: true, next: known.next }))
      const more = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
      const address = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}${more}`
      api.get(address, pageOf(schema.current)).then(
        ({ items, next }) => {
          if (round === asking.current) setState({ items: [...before, ...items], next, isLoading: false })
        },
        (fault: unknown) => {
          if (round === asking.current) setState((known) => ({ ...known, isLoading: false, problem: asProblem(fault) }))
        },
      )
    },
    [api, path],
  )
  useEffect(() => {
    load([], undefined)
    return () => void asking.current++
  }, [load])
  const { items, isLoading, next, problem } = state
  return {
    items,
    isLoading,
    hasMore: next !== undefined,
    more: () => load(items, next),
    again: () => load([], undefined),
    ...(problem && { problem }),
  }
}
