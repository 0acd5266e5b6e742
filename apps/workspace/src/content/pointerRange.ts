import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

/** Longest time the parser may take before a place is told as the whole text, in milliseconds. */
const PATIENCE_MS = 200

/** Where in the text a JSON pointer leads: a member with its name, an item, or the whole text. */
export function pointerRange(state: EditorState, pointer: string): { from: number; to: number } {
  const tree = ensureSyntaxTree(state, state.doc.length, PATIENCE_MS)
  const whole = { from: 0, to: state.doc.length }
  let node = tree?.topNode.firstChild
  let found: { from: number; to: number } | undefined = node ?? undefined
  for (const key of pointer.split('/').slice(1).map(unescaped)) {
    const next: { value: SyntaxNode; range: { from: number; to: number } } | undefined =
      node?.name === 'Object'
        ? memberOf(node, key, state)
        : node?.name === 'Array'
          ? itemOf(node, Number(key))
          : undefined
    if (next === undefined) break // what is missing is told of the object that lacks it
    node = next.value
    found = next.range
  }
  // Of something long only its beginning is marked: a whole card underlined says nothing.
  if (found === undefined) return whole
  const line = state.doc.lineAt(found.from)
  return { from: found.from, to: Math.min(found.to, line.to) }
}

function memberOf(object: SyntaxNode, key: string, state: EditorState) {
  for (const property of object.getChildren('Property')) {
    const name = property.getChild('PropertyName')
    const value = property.lastChild
    if (name === null || value === null) continue
    if (read(state.sliceDoc(name.from, name.to)) === key)
      return { value, range: { from: property.from, to: property.to } }
  }
  return undefined
}

function itemOf(array: SyntaxNode, index: number) {
  let place = 0
  for (let node = array.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === '[' || node.name === ']' || node.name === '⚠' || node.name === ',') continue
    if (place === index) return { value: node, range: { from: node.from, to: node.to } }
    place += 1
  }
  return undefined
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')
