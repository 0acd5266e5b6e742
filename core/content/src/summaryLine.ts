import { isJsonObject } from '@baton/base'
import type { Content } from './content.ts'
import { plainText } from './plainText.ts'
import type { StructuredContent } from './structured.ts'

/** Stands for what has no words; signs instead of words, because lists are read in every language. */
const SIGNS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['image', '🖼'],
  ['map', '📍'],
])

/** What a line may not hold: blanks at its ends or beside each other, and any that are not a plain one. */
const BLANKS = /^ | $| {2}|[^\S ]/u

/**
 * One readable line for lists of conversations and for screen readers.
 * @param maxLength in code points, at least 1; a longer line ends with an ellipsis
 */
export function summaryLine(content: Content, maxLength = 120): string {
  // Four times the length is enough for any line, however many blanks it holds; the rest is not read.
  const enough = 4 * maxLength
  if (content.kind === 'text' && content.text.length <= maxLength && !BLANKS.test(content.text)) return content.text
  const words: string[] = []
  if (content.kind === 'text') words.push(beginning(content.text, enough))
  else if (content.kind === 'file')
    words.push(content.caption ? `📎 ${content.name}: ${content.caption}` : `📎 ${content.name}`)
  else collectWords(content.structured, words, enough)
  return shorten(words.join(' · ').replace(/\s+/gu, ' ').trim(), maxLength)
}

function collectWords(element: unknown, words: string[], enough: number): void {
  if (!isJsonObject(element) || words.join('').length > enough) return
  const { type, text, title, caption, alt, tooltip, elements } = element
  if (type === 'keyValuePairList' || type === 'template' || type === 'accordionSelect') {
    words.push(...plainText(element as unknown as StructuredContent).split('\n'))
    return
  }
  const candidates = type === 'text' || type === 'checkbox' ? [text] : [title, caption, alt, tooltip, text]
  const found = candidates.find((word) => typeof word === 'string' && word.trim() !== '')
  // A layout's own description would only repeat what its children say.
  if (!Array.isArray(elements)) {
    const word = found ?? SIGNS.get(type)
    if (typeof word === 'string') words.push(word.trim())
    return
  }
  for (const child of elements) collectWords(child, words, enough)
}

/** A text that goes on gets a sign of it, unless the line is cut before that. */
function beginning(text: string, enough: number): string {
  return text.length <= enough ? text : `${text.trimStart().slice(0, enough)}…`
}

function shorten(line: string, maxLength: number): string {
  if (line.length <= maxLength) return line
  const characters = Array.from(line)
  if (characters.length <= maxLength) return line
  return `${characters
    .slice(0, Math.max(0, maxLength - 1))
    .join('')
    .trimEnd()}…`
}
