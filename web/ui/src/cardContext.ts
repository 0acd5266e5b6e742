import type { Click } from '@baton/content'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { UiLabels } from './labels.ts'

/** What the elements of one card share. */
export interface CardContext {
  readonly labels: UiLabels
  /** False: the card is only shown, as for an agent or while something is being sent. */
  readonly isLive: boolean
  /** @param element JSON pointer into the message's content */
  readonly onTap: (element: string, click: Click) => void
}

const Shared = createContext<CardContext | undefined>(undefined)
export const CardProvider = Shared.Provider

export function useCard(): CardContext {
  const shared = useContext(Shared)
  if (shared === undefined) throw new Error('an element of a card is drawn outside of a card')
  return shared
}
