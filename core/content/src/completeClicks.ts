import { isJsonObject } from '@baton/base'

/**
 * Gives every click its list of actions, since authors may leave an empty one out, so that nobody who draws has to ask.
 * What has to be changed is copied; a tree without such clicks, the usual case, is handed back as it is. For gated trees only.
 */
export function completeClicks(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(completeClicks)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (!isJsonObject(value)) return value
  const changed: [string, unknown][] = []
  for (const name of ['elements', 'replies', 'click']) {
    const part = value[name]
    if (part === undefined) continue
    const completed = name === 'click' ? completeClick(part) : completeClicks(part)
    if (completed !== part) changed.push([name, completed])
  }
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}

function completeClick(click: unknown): unknown {
  return isJsonObject(click) && click.actions === undefined ? { ...click, actions: [] } : click
}
