import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { type SavedCard, savedCards } from './savedCard.ts'

/** As many as an account keeps. */
const MOST = 200

export interface SavedCards {
  readonly cards: readonly SavedCard[]
  readonly isLoaded: boolean
  again(): void
}

/** The account's cards by name. @param isWanted false: not asked for yet */
export function useSavedCards(isWanted = true): SavedCards {
  const { api, home } = useSession()
  const asked = useAsked(isWanted ? () => api.get(`${home}/saved-cards?limit=${MOST}`, savedCards) : undefined, [
    home,
    isWanted,
  ])
  return { cards: asked.data?.items ?? [], isLoaded: asked.data !== undefined, again: asked.again }
}
