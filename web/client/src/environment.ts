/** The small part of a browser's WebSocket that is used here; the `ws` package has the same. */
export interface SocketLike {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number): void
}
export type SocketConstructor = new (url: string) => SocketLike

/** Text kept under a key, such as `localStorage`. A failing `set` loses the text of a reload, nothing else. */
export interface TextStorage {
  get(key: string): string | undefined
  set(key: string, text: string): void
  remove(key: string): void
}

/** Runs `run` once after `delayMs`; the result takes it back. */
export type SetTimer = (run: () => void, delayMs: number) => () => void

/** All that a client needs of the machine it runs on; what is left out is taken from the browser or from Node. */
export interface Environment {
  readonly WebSocket: SocketConstructor
  readonly fetch: typeof fetch
  readonly storage: TextStorage
  /** 0 ≤ n < 1, for the back-off. */
  readonly random: () => number
  /** Milliseconds; only differences are used. */
  readonly now: () => number
  readonly setTimer: SetTimer
  /** Calls back when it is worth trying to connect at once: the network is there again, the tab is looked at again. */
  readonly onWake: (listener: () => void) => () => void
}

export function completeEnvironment(given: GivenEnvironment): Environment {
  const WebSocket = given.WebSocket ?? (globalThis.WebSocket as unknown as SocketConstructor | undefined)
  if (WebSocket === undefined) throw new Error('no WebSocket here: hand in the constructor of the "ws" package')
  return {
    WebSocket,
    fetch: given.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    storage: given.storage ?? defaultStorage(),
    random: given.random ?? Math.random,
    now: given.now ?? Date.now,
    setTimer: given.setTimer ?? setPlainTimer,
    onWake: given.onWake ?? onBrowserWake,
  }
}
export type GivenEnvironment = { readonly [Name in keyof Environment]?: Environment[Name] | undefined }

/** A UUID, also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export function memoryStorage(): TextStorage {
  const texts = new Map<string, string>()
  return {
    get: (key) => texts.get(key),
    set: (key, text) => void texts.set(key, text),
    remove: (key) => void texts.delete(key),
  }
}

/** Forgets silently where the browser forbids keeping things (private windows, third-party frames, a full disk). */
function browserStorage(kept: Storage): TextStorage {
  const quietly = <T>(use: () => T): T | undefined => {
    try {
      return use()
    } catch {
      return undefined
    }
  }
  return {
    get: (key) => quietly(() => kept.getItem(key)) ?? undefined,
    set: (key, text) => void quietly(() => kept.setItem(key, text)),
    remove: (key) => void quietly(() => kept.removeItem(key)),
  }
}

export function defaultStorage(): TextStorage {
  if (typeof document === 'undefined') return memoryStorage()
  try {
    return browserStorage(globalThis.localStorage)
  } catch {
    return memoryStorage()
  }
}

const setPlainTimer: SetTimer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

function onBrowserWake(listener: () => void): () => void {
  if (typeof document === 'undefined' || typeof addEventListener === 'undefined') return () => {}
  const onVisible = () => {
    if (document.visibilityState === 'visible') listener()
  }
  addEventListener('online', listener)
  addEventListener('pageshow', listener)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('pageshow', listener)
    document.removeEventListener('visibilitychange', onVisible)
  }
}
