import { isUtf8 } from 'node:buffer'
import { giveBack } from '../giveBack.ts'
import type { Glance } from '../reading.ts'
import { FRAME_BYTES } from '../seal.ts'

/** Begins as a page, a drawing or a script does; some programs would treat it as one, whatever it is called. */
const LOOKS_ACTIVE =
  /^\s*(?:#!|<!doctype|<\?|<!--|<(?:html|head|body|script|svg|iframe|img|object|embed|style|link|meta|base|form|math|video|a)\b)/i
const HEAD = 1_024
/** Tab, line feed, form feed, carriage return, and escape. */
const SOME_TEXTS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b])
/** Control characters that are in no text. */
const NO_TEXT = Array.from({ length: 0x20 }, (_, byte) => byte).filter((byte) => !SOME_TEXTS.has(byte))
/** U+FFFE and U+FFFF are characters of nothing. */
const NO_CHARACTER = [Buffer.from([0xef, 0xbf, 0xbe]), Buffer.from([0xef, 0xbf, 0xbf])]

/**
 * Never makes a string of what it reads but of its beginning: bytes are searched six times as fast.
 * @returns whether it is text to its end, and text only
 */
export async function readAsText(glance: Glance): Promise<'text' | 'active' | 'binary'> {
  let rest = Buffer.alloc(0)
  for (let from = 0; from < glance.size; from += FRAME_BYTES) {
    const read = await glance.at(from, FRAME_BYTES)
    const all = rest.length === 0 ? read : Buffer.concat([rest, read])
    const piece = all.subarray(0, all.length - lengthOfBegun(all))
    rest = Buffer.from(all.subarray(piece.length))
    if (!isText(piece)) return 'binary'
    if (from === 0 && LOOKS_ACTIVE.test(withoutMark(piece.toString('utf8', 0, HEAD * 4)).slice(0, HEAD)))
      return 'active'
    giveBack(read)
    giveBack(all)
  }
  return rest.length === 0 ? 'text' : 'binary'
}

const isText = (piece: Buffer): boolean =>
  isUtf8(piece) && !NO_TEXT.some((byte) => piece.includes(byte)) && !NO_CHARACTER.some((bytes) => piece.includes(bytes))

/** Bytes at the end of a piece that begin a character whose other bytes are in the next one. */
function lengthOfBegun(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back += 1) {
    const byte = piece[piece.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/** Some programs write a mark of the encoding in front. */
const withoutMark = (text: string): string => text.replace(/^\ufeff/, '')
