import { isJsonObject, type JsonObject } from '@baton/base'
import type { QuickReplies } from './content.ts'
import type { StructuredContent } from './structured.ts'

/**
 * Content as a channel without elements shows it, and as it goes into a clipboard or an export (structured content 11.12, SC15.12):
 * the root's own alternative text where its author wrote one, else titles and texts in order, one a line, links with their
 * addresses; suggested answers as numbered lines.
 * @param structured absent: suggested answers below a text
 * @returns lines; the empty text where there is nothing to say
 */
export function plainText(structured: StructuredContent | undefined, quickReplies?: QuickReplies): string {
  const lines: string[] = []
  if (structured !== undefined) {
    const alt = isJsonObject(structured) ? wordsIn(structured, 'alt') : undefined
    if (alt === undefined) collectLines(structured, lines)
    else lines.push(alt)
  }
  for (const [index, { title }] of (quickReplies?.replies ?? []).entries()) lines.push(`${index + 1}. ${title}`)
  return lines.join('\n')
}

/** What one element says, without its children. */
type Teller = (element: JsonObject, lines: string[]) => void

const say =
  (...names: readonly string[]): Teller =>
  (element, lines) => {
    const words = wordsIn(element, ...names)
    if (words !== undefined) lines.push(words)
  }

const TELLERS: Readonly<Record<string, Teller>> = {
  text: say('text'),
  checkbox: (element, lines) => lines.push(`- ${wordsIn(element, 'text') ?? ''}`.trimEnd()),
  image: say('alt', 'caption', 'tooltip'),
  button: tellButton,
  submitButton: say('title', 'alt', 'tooltip'),
  map: (element, lines) => lines.push(joined(wordsIn(element, 'tooltip', 'alt'), `${element.la}, ${element.lo}`)),
  linkPreview: (element, lines) => lines.push(joined(wordsIn(element, 'title', 'tooltip'), wordsIn(element, 'url'))),
  template(element, lines) {
    say('title')(element, lines)
    listOf(element.resp).forEach((answer, index) => void lines.push(`${index + 1}. ${String(answer)}`))
  },
  keyValuePairList(element, lines) {
    for (const pair of listOf(element.elements)) {
      if (isJsonObject(pair)) lines.push(joined(wordsIn(pair, 'key'), wordsIn(pair, 'value')))
    }
  },
}

function collectLines(element: unknown, lines: string[]): void {
  if (!isJsonObject(element)) return
  const { type } = element
  const tell = typeof type === 'string' && Object.hasOwn(TELLERS, type) ? TELLERS[type] : undefined
  if (tell !== undefined) return tell(element, lines)
  const children = listOf(element.elements)
  // An element of a newer peer has its own words, or none (SC15.5).
  if (children.length === 0) return say('alt', 'tooltip')(element, lines)
  const titles = listOf(element.titles)
  for (const [index, child] of children.entries()) {
    if (type === 'accordionSelect') tellTitle(titles[index], lines)
    if (type === 'tabs' && isJsonObject(child)) say('tag')(child, lines)
    collectLines(child, lines)
  }
}

function tellButton(element: JsonObject, lines: string[]): void {
  const title = joinedBy(' – ', wordsIn(element, 'title'), wordsIn(element, 'subtitle'))
  const actions = isJsonObject(element.click) ? listOf(element.click.actions) : []
  const address = actions.map(addressOf).find((one) => one !== undefined)
  lines.push(joined(title, address))
  for (const action of actions) {
    for (const slot of isJsonObject(action) ? listOf(action.slots) : []) {
      if (isJsonObject(slot))
        lines.push(`- ${joinedBy(', ', wordsIn(slot, 'title'), wordsIn(slot, 'description'))}`.trimEnd())
    }
  }
}

function addressOf(action: unknown): string | undefined {
  if (!isJsonObject(action)) return undefined
  if (action.type === 'navigate') return `${action.la}, ${action.lo}`
  if (action.type !== 'link') return undefined
  return (isJsonObject(action.web) ? wordsIn(action.web, 'uri') : undefined) ?? wordsIn(action, 'uri')
}

function tellTitle(title: unknown, lines: string[]): void {
  if (isJsonObject(title)) lines.push(joinedBy(' – ', wordsIn(title, 'name'), wordsIn(title, 'additional')))
}

/** The first of these members that has words in it. */
function wordsIn(object: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const words = object[name]
    if (typeof words === 'string' && words.trim() !== '') return words.trim()
  }
  return undefined
}

const joined = (name: string | undefined, value: string | undefined): string => joinedBy(': ', name, value)

function joinedBy(separator: string, ...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(separator)
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
