import { type Element, summaryLine } from '@baton/content'

/** What a card is called where it has no name: the first words in it. */
export function titleOf(element: Element): string {
  return firstWords(element) ?? summaryLine({ kind: 'structured', structured: element }, 60)
}

function firstWords(element: Element): string | undefined {
  if (element.type === 'text') return element.text.slice(0, 80)
  if (!('elements' in element) || element.type === 'keyValuePairList') return undefined
  for (const child of element.elements as readonly Element[]) {
    const words = firstWords(child)
    if (words !== undefined) return words
  }
  return undefined
}
