import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { LANGUAGES, type Language, languageFor, type Translated } from '../texts/catalogue.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export const DENSITIES = ['comfortable', 'compact'] as const
export interface Preferences {
  readonly language: Language
  readonly theme: (typeof THEMES)[number]
  readonly density: (typeof DENSITIES)[number]
  readonly sound: boolean
  /** Show what rings outside of the page, too, while it is out of sight; on this machine only. */
  readonly outside: boolean
}

interface Shared extends Preferences {
  /** Light or dark at the moment, whatever was wished. */
  readonly scheme: 'light' | 'dark'
  change(wish: Partial<Preferences>): void
}

const KEY = 'baton:workspace:preferences'
const Context = createContext<Shared | undefined>(undefined)
const darkOutside = () => matchMedia('(prefers-color-scheme: dark)')

/** What this person likes, on this machine at once and from their profile later. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(stored)
  const [isDarkOutside, setDarkOutside] = useState(() => darkOutside().matches)
  useEffect(() => {
    const media = darkOutside()
    const listen = () => setDarkOutside(media.matches)
    media.addEventListener('change', listen)
    return () => media.removeEventListener('change', listen)
  }, [])

  const { theme, language, density } = preferences
  const scheme = theme === 'system' ? (isDarkOutside ? 'dark' : 'light') : theme
  useEffect(() => {
    const { documentElement } = document
    documentElement.lang = language
    documentElement.dataset.theme = scheme
    documentElement.dataset.density = density
  }, [language, scheme, density])

  const change = useCallback((wish: Partial<Preferences>) => {
    setPreferences((before) => {
      const next = { ...before, ...wish }
      try {
        localStorage.setItem(KEY, JSON.stringify(next))
      } catch {
        // Forbidden here: the wish holds until the page is left.
      }
      return next
    })
  }, [])
  const shared = useMemo(() => ({ ...preferences, scheme, change }) as const, [preferences, scheme, change])
  return <Context.Provider value={shared}>{children}</Context.Provider>
}

export function usePreferences(): Shared {
  const shared = useContext(Context)
  if (shared === undefined) throw new Error('usePreferences is used outside of PreferencesProvider')
  return shared
}

/** A catalogue in the person's language. @param catalogue a constant: the same object at every call */
export function useWords<T>(catalogue: Translated<T>): T {
  return catalogue[usePreferences().language]
}

/** Chooses the person's language out of a text in all of them. */
export function useWordsIn(): <T>(translated: Translated<T>) => T {
  const { language } = usePreferences()
  return useCallback((translated) => translated[language], [language])
}

function stored(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {}
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof value === 'object' && value !== null) kept = value
  } catch {
    // Nothing that could be read: as if it were the first time.
  }
  return {
    language: LANGUAGES.find((tag) => tag === kept.language) ?? languageFor(navigator.languages),
    theme: THEMES.find((theme) => theme === kept.theme) ?? 'system',
    density: DENSITIES.find((density) => density === kept.density) ?? 'comfortable',
    sound: kept.sound !== false,
    outside: kept.outside === true,
  }
}
