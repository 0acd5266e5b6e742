export interface TextPart {
  readonly text: string
  /** Before this part, in milliseconds. */
  readonly delayMs?: number
}

const BREAK = /\s*tag::breakWithDelay=(\d{1,5})\s*/

/** Long texts as several messages, split between words; and where the author says so, with a pause (dialogs R2.5). */
export function splitText(text: string, longest: number | undefined): TextPart[] {
  const pieces = text.split(BREAK) // text, pause, text, pause …
  const parts: TextPart[] = []
  for (let at = 0; at < pieces.length; at += 2) {
    const delayMs = at === 0 ? 0 : Number(pieces[at - 1])
    for (const [index, part] of splitAtWords(pieces[at] ?? '', longest).entries()) {
      parts.push(index === 0 && delayMs > 0 ? { text: part, delayMs } : { text: part })
    }
  }
  return parts.filter((part) => part.text !== '')
}

function splitAtWords(text: string, longest: number | undefined): string[] {
  if (longest === undefined || text.length <= longest) return [text]
  const parts: string[] = []
  let rest = text
  while (rest.length > longest) {
    const blank = lastBlank(rest, longest)
    const end = blank > 0 ? blank : withoutHalfCharacter(rest, longest)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function lastBlank(text: string, longest: number): number {
  for (let at = longest; at > 0; at -= 1) if (/\s/.test(text[at] ?? '')) return at
  return 0
}

/** A character outside of the basic plane is two units; it is not cut in two. */
function withoutHalfCharacter(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1)
  return unit >= 0xd800 && unit <= 0xdbff && end > 1 ? end - 1 : end
}
