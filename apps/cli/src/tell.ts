import { pointer } from '@baton/base'
import type { Click, Content, Element, LayoutElement, QuickReplies } from '@baton/content'
import type { EventFrame, ViewerEvent, Who } from '@baton/protocol'

/** Something that can be tapped, as a number in the terminal. */
export interface Choice {
  /** Place of the message. */
  readonly on: number
  /** JSON pointer into its content. */
  readonly element: string
  /** What it says in the consumer's name. */
  readonly text?: string
}

export interface Told {
  readonly lines: readonly string[]
  /** Suggestions belong to the newest message only; absent when the event leaves them as they are. */
  readonly choices?: readonly Choice[]
}

/** An event as lines of text; what has nothing to say for a consumer gives none. */
export function tell({ seq, event }: EventFrame): Told {
  switch (event.type) {
    case 'message':
      return tellMessage(seq, event)
    case 'transferred':
      return { lines: event.assignee.kind === 'queue' ? ['(waiting for a person)'] : [] }
    case 'assigned':
      return { lines: [`(${nameOf('who' in event.assignee ? event.assignee.who : { kind: 'system' })} has joined)`] }
    case 'closed':
      return { lines: ['(the conversation is closed)'], choices: [] }
    case 'erased':
      return { lines: ['(the conversation was erased)'], choices: [] }
    default:
      return { lines: [] }
  }
}

function tellMessage(seq: number, { who, content }: ViewerEvent & { type: 'message' }): Told {
  if (content === undefined) return { lines: [`${nameOf(who)}: (erased)`], choices: [] }
  const page = new Page(seq)
  page.content(content)
  const [first = '', ...rest] = page.lines
  return { lines: [`${nameOf(who)}: ${first}`, ...rest.map((line) => `  ${line}`)], choices: page.choices }
}

const nameOf = (who: Who): string => ('name' in who ? who.name : who.kind === 'consumer' ? 'You' : 'Baton')

class Page {
  readonly lines: string[] = []
  readonly choices: Choice[] = []

  constructor(private readonly on: number) {}

  content(content: Content): void {
    if (content.kind === 'text') this.#say(content.text)
    if (content.kind === 'structured') this.#element(content.structured, '/structured')
    if (content.kind === 'file') this.#say(`(file ${content.name})`)
    if (content.kind !== 'file' && content.quickReplies !== undefined) this.#quickReplies(content.quickReplies)
  }

  #quickReplies({ replies }: QuickReplies): void {
    replies.forEach(({ title, click }, index) => {
      this.#offer(title, click, `/quickReplies/replies/${index}`)
    })
  }

  #element(element: Element, path: string): void {
    switch (element.type) {
      case 'text':
        return this.#say(element.text)
      case 'image':
        return this.#say(`(image: ${element.alt ?? element.caption ?? element.url})`)
      case 'button':
        return this.#offer(element.title, element.click, path)
      case 'map':
        return this.#say(`(map: ${element.la}, ${element.lo})`)
      case 'linkPreview':
        return this.#say(`${element.title ?? 'link'}: ${element.url}`)
      case 'vertical':
      case 'horizontal':
      case 'carousel':
        return this.#layout(element, path)
    }
  }

  #layout({ elements }: LayoutElement, path: string): void {
    for (const [index, child] of elements.entries()) this.#element(child, pointer(pointer(path, 'elements'), index))
  }

  #offer(title: string, click: Click | undefined, element: string): void {
    const publishes = click?.actions.find(({ type }) => type === 'publishText')
    const text = publishes?.type === 'publishText' ? publishes.text : undefined
    this.choices.push({ on: this.on, element, ...(text !== undefined && { text }) })
    const link = click?.actions.find(({ type }) => type === 'link')
    this.lines.push(`[${this.choices.length}] ${title}${link?.type === 'link' ? ` (${link.uri})` : ''}`)
  }

  /** What others write must not steer the terminal. */
  #say(text: string): void {
    this.lines.push(...printable(text).split('\n'))
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here
const printable = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
