import { CHANNELS, type Channel, PAYLOAD_KINDS, type PayloadKind, PROFILES, type Profile } from '@baton/content'
import { SAMPLES } from '@baton/content/samples'
import { useCallback, useState } from 'react'
import { z } from 'zod'

/** What is being written; it waits for its author over a reload. */
export interface Draft {
  readonly text: string
  readonly kind: PayloadKind
  readonly channel: Channel
  readonly profile: Profile
  /** Of suggested replies: the words above them. */
  readonly message: string
  /** The saved card that this is. */
  readonly cardId?: number | undefined
}

const KEY = 'baton:workspace:content'
const FRESH: Draft = {
  // One without pictures: a new account allows no host yet, and nobody should be greeted with a problem.
  text: JSON.stringify(SAMPLES.find(({ id }) => id === 'facts')?.payload ?? {}, null, 2),
  kind: 'body',
  channel: 'web',
  profile: 'recommended',
  message: '',
}

const stored = z.object({
  text: z.string(),
  kind: z.enum(PAYLOAD_KINDS),
  channel: z.enum(CHANNELS),
  profile: z.enum(PROFILES),
  message: z.string(),
  cardId: z.number().optional(),
})

export function useDraft(): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(recalled)
  const change = useCallback((part: Partial<Draft>) => {
    setDraft((before) => {
      const next = { ...before, ...part }
      try {
        sessionStorage.setItem(KEY, JSON.stringify(next))
      } catch {
        // Full or forbidden: it lasts as long as the page.
      }
      return next
    })
  }, [])
  return [draft, change]
}

function recalled(): Draft {
  try {
    return { ...FRESH, ...stored.parse(JSON.parse(sessionStorage.getItem(KEY) ?? '{}')) }
  } catch {
    return FRESH
  }
}
