import { isSafeAddress } from './safeAddress.ts'

export type TextPart = { readonly kind: 'text'; readonly text: string } | LinkPart
export interface LinkPart {
  readonly kind: 'link'
  readonly text: string
  readonly href: string
}

// Addresses with a scheme, bare www. hosts, mail addresses, phone numbers with a country code.
const CANDIDATE =
  /(?:https?:\/\/|www\.)[^\s<>"]{2,2000}|(?:mailto:|tel:)[^\s<>"]{3,300}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|\+\d[\d ()/.-]{6,20}\d/giu
const TRAILING = /[.,;:!?'"»”)\]}]+$/

/** Splits text at what a reader would tap: web and mail addresses, phone numbers (messaging R3.7). */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = withoutTrailing(match[0])
    const href = addressOf(shown)
    if (!isSafeAddress(href)) continue
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    parts.push({ kind: 'link', text: shown, href })
    from = match.index + shown.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

/** The full stop after an address ends the sentence, not the address; a bracket that was opened inside belongs to it. */
function withoutTrailing(candidate: string): string {
  const cut = candidate.replace(TRAILING, '')
  const opened = cut.split('(').length - cut.split(')').length
  return opened > 0 && candidate[cut.length] === ')' ? `${cut})` : cut
}

function addressOf(shown: string): string {
  if (/^(https?:\/\/|mailto:|tel:)/i.test(shown)) return shown
  if (/^www\./i.test(shown)) return `https://${shown}`
  if (shown.startsWith('+')) return `tel:${shown.replace(/[^\d+]/g, '')}`
  return `mailto:${shown}`
}
