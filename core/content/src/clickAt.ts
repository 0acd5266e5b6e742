import { isJsonObject } from '@baton/base'
import type { Click, ClickAction } from './click.ts'
import type { Content } from './content.ts'
import { elementAt } from './elementAt.ts'
import { isMetadataItem } from './metadata.ts'

/** What consumers can tap (SC5.2); a text with a click stays a text, and a box that is ticked says nothing until it is submitted. */
const CLICKABLE = new Set<unknown>(['button', 'image', 'map', 'submitButton'])
const IN_REPLIES = /^\/quickReplies\/replies\/(0|[1-9]\d?)$/
const IN_TEMPLATE = /^(\/structured.*)\/resp\/(0|[1-9]\d?)$/

/**
 * Finds what a tap on an element does, so that a client has to say only where it was tapped.
 * @param place JSON pointer into the content, such as `/structured/elements/2`, `/quickReplies/replies/0`, or `/structured/resp/0` for
 *   an answer of a template (SC3.5)
 * @returns nothing for a place that is not there, cannot be tapped, or is disabled
 */
export function clickAt(content: Content, place: string): Click | undefined {
  if (content.kind === 'file') return undefined
  const reply = IN_REPLIES.exec(place)
  if (reply) return clickOf(content.quickReplies?.replies[Number(reply[1])])
  const answer = place.length < 500 ? IN_TEMPLATE.exec(place) : null
  if (answer) return answerOf(elementAt(content, answer[1] ?? '')?.path.at(-1), Number(answer[2]))
  return clickOf(elementAt(content, place)?.path.at(-1))
}

function clickOf(element: unknown): Click | undefined {
  if (!isJsonObject(element) || !CLICKABLE.has(element.type)) return undefined
  if (element.disabled === true && element.type !== 'submitButton') return undefined // that one waits for a tick (15.2)
  return readClick(element)
}

/** The click of an element, whether it can be tapped or not. */
export function readClick(element: unknown): Click | undefined {
  if (!isJsonObject(element)) return undefined
  const { click } = element
  if (!isJsonObject(click) || !Array.isArray(click.actions)) return undefined
  const metadata = Array.isArray(click.metadata) ? click.metadata.filter(isMetadataItem) : []
  return { actions: click.actions as ClickAction[], ...(metadata.length > 0 ? { metadata } : {}) }
}

function answerOf(template: unknown, index: number): Click | undefined {
  if (!isJsonObject(template) || template.type !== 'template' || !Array.isArray(template.resp)) return undefined
  const text = template.resp[index]
  return typeof text === 'string' ? { actions: [{ type: 'publishText', text }] } : undefined
}
