import type { Click, ClickAction } from '@baton/content'
import { isSafeAddress } from './safeAddress.ts'

/** Two taps within this time are one (structured-content SC13.4). */
export const ONE_TAP_MS = 500

/** What the consumer is seen to say with this tap, if anything. */
export function wordsOf(click: Click): string | undefined {
  return click.actions.find((action) => action.type === 'publishText')?.text
}

/** The one address a tap leads to, when it does nothing else: such an element is a link and not a button. */
export function onlyAddressOf(click: Click | undefined): string | undefined {
  const [action, ...others] = click?.actions ?? []
  return action !== undefined && others.length === 0 ? addressOf(action) : undefined
}

/** The addresses that a tap opens beside what it says. */
export function addressesOf(click: Click): readonly string[] {
  return click.actions.flatMap((action) => addressOf(action) ?? [])
}

/** A point on a map site, for looking at it and for the way there. */
export function mapAddress(la: number, lo: number): string {
  return `https://www.openstreetmap.org/?mlat=${la}&mlon=${lo}#map=16/${la}/${lo}`
}

function addressOf(action: ClickAction): string | undefined {
  if (action.type === 'link') return isSafeAddress(action.uri) ? action.uri : undefined
  return action.type === 'navigate' ? mapAddress(action.la, action.lo) : undefined
}
