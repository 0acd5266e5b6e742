import { useState } from 'react'
import { CLOSED_DAYS, type ShownStates } from './StateBar.tsx'

const KEY = 'baton-list-states'
const ALL: ShownStates = { idle: true, closedDays: 0 }

/** What one likes to see in one's lists; kept by the browser. */
export function useShownStates(): [ShownStates, (shown: ShownStates) => void] {
  const [shown, setShown] = useState(read)
  return [
    shown,
    (wish) => {
      setShown(wish)
      try {
        localStorage.setItem(KEY, JSON.stringify(wish))
      } catch {
        // A full or forbidden storage: it holds until the page is left.
      }
    },
  ]
}

function read(): ShownStates {
  try {
    const kept: Partial<ShownStates> = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return { idle: kept.idle !== false, closedDays: CLOSED_DAYS.find((days) => days === kept.closedDays) ?? 0 }
  } catch {
    return ALL
  }
}
