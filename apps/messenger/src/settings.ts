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
}

/** @returns nothing when the tag does not say where to go; the console tells the page's author what is missing */
export function readSettings(tag: HTMLScriptElement | null): Settings | undefined {
  const { account, entryPoint, title, language, theme } = tag?.dataset ?? {}
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
  }
}

/** Modules and some loaders run scripts without saying which tag they came from; then it is looked for. */
export function ownTag(): HTMLScriptElement | null {
  const { currentScript } = document
  if (currentScript instanceof HTMLScriptElement) return currentScript
  return document.querySelector<HTMLScriptElement>('script[data-account][data-entry-point][src]')
}
