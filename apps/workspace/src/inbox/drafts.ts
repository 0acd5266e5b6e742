import { useCallback, useState } from 'react'

export type Audience = 'reply' | 'note'

const keyOf = (owner: string, conversationId: string, audience: Audience) =>
  `baton:draft:${owner}:${conversationId}:${audience}`

/** Unsent words of one conversation, kept over reloads; one draft for the consumer, one for colleagues. */
export function useDraft(owner: string, conversationId: string, audience: Audience): [string, (text: string) => void] {
  const key = keyOf(owner, conversationId, audience)
  const [drafts, setDrafts] = useState<{ readonly [key: string]: string }>({})
  const write = useCallback(
    (text: string) => {
      setDrafts((before) => ({ ...before, [key]: text }))
      try {
        if (text === '') localStorage.removeItem(key)
        else localStorage.setItem(key, text)
      } catch {
        // Forbidden or full: the draft holds until the page is left.
      }
    },
    [key],
  )
  return [drafts[key] ?? stored(key), write]
}

/** They have gone, whether or not somebody looks at them at the moment. */
export function forgetDraft(owner: string, conversationId: string, audience: Audience): void {
  try {
    localStorage.removeItem(keyOf(owner, conversationId, audience))
  } catch {
    // Forbidden: then nothing was kept.
  }
}

function stored(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
