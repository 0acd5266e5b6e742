import { type DependencyList, useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem } from './http.ts'

export interface Asked<T> {
  /** Kept while it is asked again, so that nothing jumps. */
  readonly data?: T
  readonly problem?: ApiProblem
  readonly loading: boolean
  again(): void
}

/**
 * Asks the server once, and again when what it depends on changes. An answer that comes too late is not heard.
 * @param ask undefined: there is nothing to ask at the moment
 */
export function useAsked<T>(ask: (() => Promise<T>) | undefined, on: DependencyList): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'again'>>({ loading: ask !== undefined })
  const [round, setRound] = useState(0)
  const latest = useRef(ask)
  latest.current = ask

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says what the question depends on
  useEffect(() => {
    const question = latest.current
    if (question === undefined) return setState({ loading: false })
    let isHeard = true
    setState(({ problem: _problem, ...before }) => ({ ...before, loading: true }))
    question().then(
      (data) => isHeard && setState({ data, loading: false }),
      (fault: unknown) => isHeard && setState((before) => ({ ...before, loading: false, problem: asProblem(fault) })),
    )
    return () => {
      isHeard = false
    }
  }, [...on, round])
  return { ...state, again: useCallback(() => setRound((n) => n + 1), []) }
}

/** An answer that is not what was agreed is the server's fault too, as far as people can tell. */
export function asProblem(fault: unknown): ApiProblem {
  return fault instanceof ApiProblem ? fault : new ApiProblem(0, 'unexpected', String(fault))
}
