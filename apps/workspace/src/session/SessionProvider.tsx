import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type Api, ApiProblem, createApi } from '../base/http.ts'
import { usePreferences } from '../base/preferences.tsx'
import { type Session, sessionSchema } from './session.ts'

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signedOut'; readonly wasSignedIn: boolean }
  | { readonly kind: 'signedIn'; readonly session: Session }

export interface SessionContext {
  readonly state: State
  readonly api: Api
  /** Whoever has shown who they are: by password, by link. */
  signedIn(session: Session): void
  signOut(): Promise<void>
  /** Asks the server again who is signed in. */
  refresh(): Promise<void>
}

const Context = createContext<SessionContext | undefined>(undefined)

/** Knows who is signed in, and asks in their name. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'asking' })
  const { change } = usePreferences()
  const csrf = useRef<string | undefined>(undefined)

  const api = useMemo(
    () =>
      createApi({
        csrf: () => csrf.current,
        onSignedOut: () => {
          csrf.current = undefined
          setState({ kind: 'signedOut', wasSignedIn: true })
        },
      }),
    [],
  )
  const signedIn = useCallback(
    (session: Session) => {
      csrf.current = session.csrf
      const { language, theme, density } = session.person
      change({ ...(language && { language }), ...(theme && { theme }), ...(density && { density }) })
      setState({ kind: 'signedIn', session })
    },
    [change],
  )
  const refresh = useCallback(async () => {
    try {
      signedIn(await api.get('/session', sessionSchema))
    } catch (fault) {
      const isOut = fault instanceof ApiProblem && fault.status === 401
      setState((before) => {
        if (isOut)
          return before.kind === 'signedOut' ? before : { kind: 'signedOut', wasSignedIn: before.kind === 'signedIn' }
        return before.kind === 'signedIn' ? before : { kind: 'unreachable' }
      })
    }
  }, [api, signedIn])
  const signOut = useCallback(async () => {
    await api.remove('/session').catch(() => {})
    csrf.current = undefined
    setState({ kind: 'signedOut', wasSignedIn: false })
  }, [api])

  useEffect(() => void refresh(), [refresh])
  const shared = useMemo(() => ({ state, api, signedIn, signOut, refresh }), [state, api, signedIn, signOut, refresh])
  return <Context.Provider value={shared}>{children}</Context.Provider>
}

export function useSessionContext(): SessionContext {
  const shared = useContext(Context)
  if (shared === undefined) throw new Error('the session is used outside of SessionProvider')
  return shared
}

/** For screens that are only shown to somebody who is signed in. */
export function useSession(): Session & { readonly api: Api; readonly home: string } {
  const { state, api } = useSessionContext()
  if (state.kind !== 'signedIn') throw new Error('this screen is shown to nobody who is signed in')
  const { session } = state
  return useMemo(
    () => ({ ...session, api, home: `/accounts/${encodeURIComponent(session.account.id)}` }),
    [session, api],
  )
}

/** Asks the server. */
export const useApi = (): Api => useSessionContext().api
