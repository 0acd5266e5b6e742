import { isJsonObject } from '@baton/base'
import type { Click, ClickAction } from './click.ts'
import type { Content } from './content.ts'
import { isMetadataItem } from './metadata.ts'

/** What consumers can tap (SC5.2); a text with a click stays a text. */
const CLICKABLE = new Set<unknown>(['button', 'image', 'map', 'submitButton', 'checkbox'])
const IN_TREE = /^\/structured((?:\/elements\/(?:0|[1-9]\d{0,3}))*)$/
const IN_REPLIES = /^\/quickReplies\/replies\/(0|[1-9]\d?)$/
const MAX_POINTER = 400

/**
 * Finds what a tap on an element does, so that a client has to say only where it was tapped.
 * @param place JSON pointer into the content, such as `/structured/elements/2` or `/quickReplies/replies/0`
 * @returns nothing for a place that is not there, cannot be tapped, or is disabled
 */
export function clickAt(content: Content, place: string): Click | undefined {
  if (content.kind === 'file' || place.length > MAX_POINTER) return undefined
  const reply = IN_REPLIES.exec(place)
  if (reply) return readClick(content.quickReplies?.replies[Number(reply[1])])
  const inTree = IN_TREE.exec(place)
  if (!inTree || content.kind !== 'structured') return undefined
  let element: unknown = content.structured
  for (const index of (inTree[1] ?? '').split('/elements/').slice(1)) {
    if (!isJsonObject(element) || !Array.isArray(element.elements)) return undefined
    element = element.elements[Number(index)]
  }
  return readClick(element)
}

function readClick(element: unknown): Click | undefined {
  if (!isJsonObject(element) || !CLICKABLE.has(element.type) || element.disabled === true) return undefined
  const { click } = element
  if (!isJsonObject(click) || !Array.isArray(click.actions)) return undefined
  const metadata = Array.isArray(click.metadata) ? click.metadata.filter(isMetadataItem) : []
  return { actions: click.actions as ClickAction[], ...(metadata.length > 0 ? { metadata } : {}) }
}
