import type { BotResponse, Memory } from './contract.ts'

/** More than a demo ever needs; the least recently used one is forgotten, and the platform announces it again. */
const MAX_CONVERSATIONS = 1_000

interface Remembered {
  readonly memory: Memory
  /** The last request and its answer: a repeated request gets the same answer instead of a second turn. */
  last?: { readonly requestId: string; readonly response: BotResponse }
}

export interface Conversations {
  announce(key: string): void
  /** @returns undefined when this service does not know the conversation; the platform then announces it again */
  find(key: string): Remembered | undefined
}

export function rememberConversations(limit = MAX_CONVERSATIONS): Conversations {
  const known = new Map<string, Remembered>()
  return {
    announce(key) {
      if (known.has(key)) return
      known.set(key, { memory: new Map() })
      const oldest = known.keys().next().value
      if (known.size > limit && oldest !== undefined) known.delete(oldest)
    },
    find(key) {
      const found = known.get(key)
      if (found === undefined) return undefined
      known.delete(key) // to the young end of the map
      known.set(key, found)
      return found
    },
  }
}
