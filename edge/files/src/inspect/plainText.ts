import type { Glance } from '../reading.ts'
import { FRAME_BYTES } from '../seal.ts'

/** Begins as a page, a drawing or a script does; some programs would treat it as one, whatever it is called. */
const LOOKS_ACTIVE =
  /^\s*(?:#!|<!doctype|<\?|<!--|<(?:html|head|body|script|svg|iframe|img|object|embed|style|link|meta|base|form|math|video|a)\b)/i
const HEAD = 1_024
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_TEXT = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffe\uffff]/

/** @returns whether it is text to its end, and text only */
export async function readAsText(glance: Glance): Promise<'text' | 'active' | 'binary'> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let from = 0; from < glance.size; from += FRAME_BYTES) {
      const text = decoder.decode(await glance.at(from, FRAME_BYTES), { stream: true })
      if (NO_TEXT.test(text)) return 'binary'
      if (from === 0 && LOOKS_ACTIVE.test(text.slice(0, HEAD))) return 'active'
    }
    decoder.decode()
    return 'text'
  } catch (fault) {
    if (fault instanceof TypeError) return 'binary'
    throw fault
  }
}
