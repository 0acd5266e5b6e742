import type { IdentitySource } from '@baton/client'

/** What the page says about its messenger, in the attributes of the script tag. */
export interface Settings {
  /** http(s) base of the server: where the script came from. */
  readonly url: string
  readonly account: string
  readonly entryPoint: string
  /** Name in the header. */
  readonly brand?: string
  readonly language?: string
  readonly theme?: 'light' | 'dark'
  /** Who is signed in on the page; absent: nobody says. */
  readonly identity?: IdentitySource
}

declare global {
  interface Window {
    /** The page's own function, if it has one: gives a fresh token of the brand's, or nothing when nobody is signed in. */
    batonIdentity?: () => string | undefined | Promise<string | undefined>
  }
}

/** @returns nothing when the tag does not say where to go; the console tells the page's author what is missing */
export function readSettings(tag: HTMLScriptElement | null): Settings | undefined {
  const { account, entryPoint, title, language, theme, identity: token } = tag?.dataset ?? {}
  const identity = identityOf(token)
  if (tag === null || account === undefined || entryPoint === undefined) {
    console.warn('baton: the script tag needs data-account and data-entry-point')
    return undefined
  }
  return {
    url: new URL('.', tag.src).href.replace(/\/$/, ''),
    account,
    entryPoint,
    ...(title !== undefined ? { brand: title } : {}),
    ...(language !== undefined ? { language } : {}),
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(identity !== undefined ? { identity } : {}),
  }
}

/** A function can give a fresh token later; a token in the tag is good until it ends. */
function identityOf(token: string | undefined): IdentitySource | undefined {
  const ask = window.batonIdentity
  if (typeof ask === 'function') return async () => ask()
  return token === undefined || token === '' ? undefined : async () => token
}

/** Modules and some loaders run scripts without saying which tag they came from; then it is looked for. */
export function ownTag(): HTMLScriptElement | null {
  const { currentScript } = document
  if (currentScript instanceof HTMLScriptElement) return currentScript
  return document.querySelector<HTMLScriptElement>('script[data-account][data-entry-point][src]')
}
