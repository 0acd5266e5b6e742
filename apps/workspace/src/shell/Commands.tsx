import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** Something that can be done right now, from the palette. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly key?: string
  run(): void
}

interface Commands {
  readonly all: readonly Command[]
  offer(source: string, commands: readonly Command[]): void
}

const Context = createContext<Commands | undefined>(undefined)

/** Screens say what can be done in them; the palette shows it. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [sources, setSources] = useState<ReadonlyMap<string, readonly Command[]>>(new Map())
  const offer = useMemo(
    () => (source: string, commands: readonly Command[]) =>
      setSources((before) => new Map([...before, [source, commands]])),
    [],
  )
  const value = useMemo(() => ({ all: [...sources.values()].flat(), offer }), [sources, offer])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export const useCommands = (): readonly Command[] => useContext(Context)?.all ?? []

/** @param commands a constant while nothing changes, see `useMemo` */
export function useOfferCommands(source: string, commands: readonly Command[]): void {
  const offer = useContext(Context)?.offer
  useEffect(() => {
    offer?.(source, commands)
    return () => offer?.(source, [])
  }, [offer, source, commands])
}
