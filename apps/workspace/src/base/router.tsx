import { createContext, type MouseEvent, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'

/** Where the workspace lives on its server, with the slash at the end. */
const BASE = '/workspace/'

export interface Route {
  /** Decoded parts of the path below the base: `['inbox', 'c-17']`. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
}

const listeners = new Set<() => void>()
const changed = () => {
  shown = location.pathname + location.search
  for (const listener of [...listeners]) listener()
}
/** What the screens show; differs from the browser's address only while somebody is asked whether they mean to leave. */
let shown = location.pathname + location.search

/** @param go leaves after all */
type Guard = (go: () => void) => void
let guard: Guard | undefined

/**
 * Holds back every way to another address until the guard lets it go: for words that were not saved.
 * @returns to be called when nothing has to be held back any more
 */
export function holdLeaving(ask: Guard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = undefined
  }
}

/** @param to path below the base without a leading slash, such as `inbox/c-17` */
export function navigate(to: string, how: { readonly replace?: boolean } = {}): void {
  if (hrefOf(to) === location.pathname + location.search) return
  if (guard !== undefined) {
    const ask = guard
    return ask(() => {
      guard = undefined
      navigate(to, how)
    })
  }
  if (how.replace === true) history.replaceState(null, '', hrefOf(to))
  else history.pushState(null, '', hrefOf(to))
  changed()
}

export const hrefOf = (to: string): string => BASE + to

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', goneBack)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', goneBack)
  }
}

/** The browser has gone already; what is held back is put under its address again. */
function goneBack(): void {
  if (guard === undefined) return changed()
  const wanted = location.pathname + location.search
  const ask = guard
  history.pushState(null, '', shown)
  ask(() => {
    guard = undefined
    navigate(wanted.slice(BASE.length))
  })
}

const RouteContext = createContext<Route | undefined>(undefined)

export function RouterProvider({ children }: { children: ReactNode }) {
  const address = useSyncExternalStore(subscribe, () => shown)
  const route = useMemo(() => routeOf(address), [address])
  return <RouteContext.Provider value={route}>{children}</RouteContext.Provider>
}

export function useRoute(): Route {
  const route = useContext(RouteContext)
  if (route === undefined) throw new Error('useRoute is used outside of RouterProvider')
  return route
}

/** @param address path and query as the browser shows them */
export function routeOf(address: string): Route {
  const { pathname, searchParams } = new URL(address, 'http://workspace')
  const below = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : ''
  return { parts: below.split('/').filter(Boolean).map(decoded), query: searchParams }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

type LinkProps = Omit<React.AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** As for `navigate`. */
  to: string
  children: ReactNode
}

/** A link inside the workspace; a new tab stays a new tab. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain) return
    event.preventDefault()
    navigate(to)
  }
  return <a {...rest} href={hrefOf(to)} onClick={follow} />
}
