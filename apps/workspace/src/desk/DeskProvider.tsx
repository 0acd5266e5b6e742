import { type AgentClient, type AgentState, createAgentClient, type TextStorage } from '@baton/client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useSession, useSessionContext } from '../session/SessionProvider.tsx'

const Context = createContext<AgentClient | undefined>(undefined)

/** One socket for the whole workspace, as long as somebody is signed in. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const { account, person } = useSession()
  const { refresh } = useSessionContext()
  const owner = `${account.id}:${person.id}`
  const [client, setClient] = useState<AgentClient>()

  useEffect(() => {
    const opened = createAgentClient({ url: location.origin, storage: storageOf(owner) })
    setClient(opened)
    void opened.watch('mine')
    void opened.watch('queue')
    return () => opened.stop()
  }, [owner])
  useEffect(
    () =>
      client?.subscribe(({ problem }) => {
        if (problem === 'sign-in-refused') void refresh() // the session's end shows the sign-in
      }),
    [client, refresh],
  )
  if (client === undefined) return null
  return <Context.Provider value={client}>{children}</Context.Provider>
}

export function useDesk(): AgentClient {
  const client = useContext(Context)
  if (client === undefined) throw new Error('the desk is used outside of DeskProvider')
  return client
}

/** Draws again whenever anything at the desk changes. */
export function useDeskState(): AgentState {
  const client = useDesk()
  return useSyncExternalStore(client.subscribe, () => client.state)
}

/**
 * One thing at the desk; draws again only when it is another one.
 * @param pick must give the same value for the same state
 */
export function useDeskPart<T>(pick: (state: AgentState) => T): T {
  const client = useDesk()
  return useSyncExternalStore(client.subscribe, () => pick(client.state))
}

/** Unsent words of one person stay theirs on a shared machine. */
function storageOf(owner: string): TextStorage {
  const at = (key: string) => `${key}:${owner}`
  const quietly = <T,>(use: () => T): T | undefined => {
    try {
      return use()
    } catch {
      return undefined // a full or forbidden storage loses the text of a reload, nothing else
    }
  }
  return {
    get: (key) => quietly(() => localStorage.getItem(at(key))) ?? undefined,
    set: (key, text) => void quietly(() => localStorage.setItem(at(key), text)),
    remove: (key) => void quietly(() => localStorage.removeItem(at(key))),
  }
}

/** Whether the connection has been away for long enough to say so. */
export function useConnection(): 'fine' | 'lost' | 'closed' {
  const connection = useDeskPart((state) => state.connection)
  const [isLong, setLong] = useState(false)
  const isAway = connection !== 'online'
  useEffect(() => {
    if (!isAway) return setLong(false)
    const timer = setTimeout(() => setLong(true), SHORT_BREAK_MS)
    return () => clearTimeout(timer)
  }, [isAway])
  return useMemo(
    () => (connection === 'closed' ? 'closed' : isAway && isLong ? 'lost' : 'fine'),
    [connection, isAway, isLong],
  )
}
/** Nobody needs to hear of shorter ones. */
const SHORT_BREAK_MS = 1_200
