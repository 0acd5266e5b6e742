import { isJsonObject } from '@baton/base'
import { guess } from './rules/elements.ts'

const HOLDERS = ['elements', 'replies', 'click'] as const

/**
 * Writes what authors may leave out, so that nobody who draws has to ask: the type of an element (SC2.2), and a click's empty list
 * of actions. What has to be changed is copied; a tree with nothing missing, the usual case, is handed back as it is. For checked
 * trees only: it calls itself.
 */
export function completeElements(value: unknown): unknown {
  if (!isJsonObject(value)) return value
  let changed: Record<string, unknown> | undefined
  if (value.type === undefined) {
    const type = guess(value)
    if (type !== undefined) changed = { type, ...value }
  }
  for (const name of HOLDERS) {
    const part = value[name]
    if (part === undefined) continue
    const completed = name === 'click' ? completeClick(part) : completeAll(part)
    if (completed !== part) changed = { ...(changed ?? value), [name]: completed }
  }
  return changed ?? value
}

function completeAll(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const items = value.map(completeElements)
  return items.every((item, index) => item === value[index]) ? value : items
}

function completeClick(click: unknown): unknown {
  return isJsonObject(click) && click.actions === undefined ? { ...click, actions: [] } : click
}
