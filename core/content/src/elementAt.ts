import { isJsonObject, type JsonObject } from '@baton/base'
import type { Content } from './content.ts'

const IN_TREE = /^\/structured((?:\/elements\/(?:0|[1-9]\d{0,3}))*)$/
const MAX_POINTER = 400

/** An element, and what it stands in. */
export interface Place {
  /** From the root of the tree to the element, which is the last. */
  readonly path: readonly JsonObject[]
  /** JSON pointers to each of `path`. */
  readonly pointers: readonly string[]
}

/** @param place JSON pointer such as `/structured/elements/2` @returns nothing for a place that is not there */
export function elementAt(content: Content, place: string): Place | undefined {
  if (content.kind !== 'structured' || place.length > MAX_POINTER) return undefined
  const inTree = IN_TREE.exec(place)
  let element: unknown = content.structured
  if (!inTree || !isJsonObject(element)) return undefined
  const path = [element]
  const pointers = ['/structured']
  for (const index of (inTree[1] ?? '').split('/elements/').slice(1)) {
    const { elements } = path[path.length - 1] as JsonObject
    element = Array.isArray(elements) ? elements[Number(index)] : undefined
    if (!isJsonObject(element)) return undefined
    path.push(element)
    pointers.push(`${pointers[pointers.length - 1]}/elements/${index}`)
  }
  return { path, pointers }
}

/** Every element of a tree with its pointer, each before what it holds. */
export function* elementsIn(content: Content): Generator<{ element: JsonObject; at: string }> {
  if (content.kind === 'structured') yield* below(content.structured, '/structured')
}

function* below(element: unknown, at: string): Generator<{ element: JsonObject; at: string }> {
  if (!isJsonObject(element)) return
  yield { element, at }
  // Pairs of words are no elements, though they are called so.
  if (!Array.isArray(element.elements) || element.type === 'keyValuePairList') return
  for (const [index, child] of element.elements.entries()) yield* below(child, `${at}/elements/${index}`)
}
