import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { allOf } from '../../administration/kit/skills.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { type Tag, tag } from './tag.ts'

interface Tags {
  readonly all: readonly Tag[]
  find(id: number): Tag | undefined
  /** Somebody changed the list here, or a number is met that is not in it. */
  again(): void
}
const Context = createContext<Tags>({ all: [], find: () => undefined, again: () => {} })

/** The account's tags for all screens: asked once, and again when one is met that is not known. */
export function TagsProvider({ children }: { children: ReactNode }) {
  const { api, home, rights } = useSession()
  const [all, setAll] = useState<readonly Tag[]>([])
  const [round, setRound] = useState(0)
  const mayRead = rights.includes('readConversations')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks anew
  useEffect(() => {
    if (!mayRead) return
    let isHeard = true
    allOf(api, `${home}/tags`, tag).then(
      (found) => isHeard && setAll(found),
      () => {}, // numbers are shown until it works again
    )
    return () => {
      isHeard = false
    }
  }, [api, home, mayRead, round])
  const again = useCallback(() => setRound((n) => n + 1), [])
  const tags = useMemo(() => {
    const known = new Map(all.map((one) => [one.id, one]))
    return { all, find: (id: number) => known.get(id), again }
  }, [all, again])
  return <Context.Provider value={tags}>{children}</Context.Provider>
}

export const useTags = (): Tags => useContext(Context)

/** These tags by name; asks again, once, for those that nobody knows yet. */
export function useNamedTags(ids: readonly number[]): readonly Tag[] {
  const { find, again } = useTags()
  const unknown = ids.filter((id) => find(id) === undefined).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for each set of unknown ones
  useEffect(() => {
    if (unknown !== '') again()
  }, [unknown])
  return ids.flatMap((id) => find(id) ?? [])
}
