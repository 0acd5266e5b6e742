import type { AccountId, AgentId } from '@baton/base'
import type { Rings } from '@baton/storage'

/** What servers of one installation tell each other beside what is stored. A word may be lost: whoever needs it looks again. */
export type Word =
  /** Sessions that are over, of whomever. */
  | { readonly about: 'sessions'; readonly ids: readonly string[] }
  | { readonly about: 'token'; readonly id: string }
  /** Role, skills, or the person as a whole. */
  | { readonly about: 'person'; readonly accountId: AccountId; readonly agentId: AgentId }
  /** So much was let through here, of what is limited under this name: of an address, of a consumer. */
  | {
      readonly about: 'taken'
      readonly limit: string
      readonly of: string
      readonly count: number
      readonly nth: number
    }

export interface OtherNodes {
  say(word: Word): void
  /** @returns how to stop */
  listen(hear: (word: Word) => void, missed: () => void): () => void
}

/** Of a storage that nobody shares there are none. */
export function otherNodes(rings: Rings | undefined): OtherNodes {
  return {
    say: (word) => rings?.say({ word }),
    listen(hear, missed) {
      const stop = rings?.listen({
        committed: () => {},
        settingsChanged: () => {},
        reconnected: missed,
        said: (message) => {
          if (typeof message === 'object' && message !== null && 'word' in message) hear(message.word as Word)
        },
      })
      return () => stop?.()
    },
  }
}
