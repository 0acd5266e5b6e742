/** What survives from page to page, per entry point. */
export interface Memory {
  readonly open: boolean
  readonly sound: boolean
  /** The consumer's own choice. */
  readonly language?: string
  readonly draft: string
}

const FRESH: Memory = { open: false, sound: true, draft: '' }
const LONGEST_DRAFT = 5_000

/** Open or minimised belongs to the tab, the rest to the browser; without storage, to the page. */
export function recall(key: string): Memory {
  const { sound, language } = read(() => localStorage, key)
  const { open, draft } = read(() => sessionStorage, key)
  return {
    open: open === true,
    sound: sound !== false,
    draft: typeof draft === 'string' ? draft : FRESH.draft,
    ...(typeof language === 'string' ? { language } : {}),
  }
}

export function remember(key: string, { open, draft, sound, language }: Memory): void {
  write(() => sessionStorage, key, { open, draft: draft.slice(0, LONGEST_DRAFT) })
  write(() => localStorage, key, { sound, ...(language !== undefined ? { language } : {}) })
}

function read(storage: () => Storage, key: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage().getItem(key) ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function write(storage: () => Storage, key: string, value: object): void {
  try {
    storage().setItem(key, JSON.stringify(value))
  } catch {
    // Forbidden or full: the page forgets, the conversation does not.
  }
}
