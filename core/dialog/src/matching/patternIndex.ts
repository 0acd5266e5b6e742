import type { Pattern } from './pattern.ts'

/** Finds the patterns of a whole bot that match, without asking each of them. */
export interface PatternIndex<T> {
  /** @param words normalised @returns in the order in which they were given */
  find(words: string): T[]
}

/**
 * What matches a short list of texts is found by the text itself. Of the others only those are asked whose needed words are in
 * the message; these are found in one walk along it, however many patterns there are (Aho, Corasick 1975).
 */
export function indexPatterns<T>(
  entries: readonly { readonly pattern: Pattern; readonly value: T }[],
): PatternIndex<T> {
  const exact = new Map<string, number[]>()
  const always: number[] = []
  const finder = new WordFinder()
  for (const [index, { pattern }] of entries.entries()) {
    if (pattern.exactly) for (const text of pattern.exactly) addTo(exact, text, index)
    else if (pattern.needs.length === 0) always.push(index)
    else for (const word of pattern.needs) finder.add(word, index)
  }
  finder.link()
  return {
    find(words) {
      const found = new Set(exact.get(words))
      const ask = (index: number) => {
        if (entries[index]?.pattern.matches(words)) found.add(index)
      }
      always.forEach(ask)
      finder.find(words).forEach(ask)
      return [...found].sort((a, b) => a - b).flatMap((index) => entries[index]?.value ?? [])
    },
  }
}

function addTo(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [index])
  else list.push(index)
}

interface Node {
  readonly next: Map<string, Node>
  readonly found: number[]
  /** The longest end of what was read that also begins a word. */
  back: Node | undefined
  /** The nearest one behind it where a word ends. */
  output: Node | undefined
}

const newNode = (): Node => ({ next: new Map(), found: [], back: undefined, output: undefined })

class WordFinder {
  readonly #root = newNode()

  add(word: string, value: number): void {
    let node = this.#root
    for (const character of word) {
      const next = node.next.get(character) ?? newNode()
      node.next.set(character, next)
      node = next
    }
    node.found.push(value)
  }

  link(): void {
    const queue: Node[] = [...this.#root.next.values()]
    for (const node of queue) node.back = this.#root
    for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at] as Node
      for (const [character, next] of node.next) {
        next.back = this.#step(node.back ?? this.#root, character)
        next.output = next.back.found.length > 0 ? next.back : next.back.output
        queue.push(next)
      }
    }
  }

  find(text: string): Set<number> {
    const found = new Set<number>()
    if (this.#root.next.size === 0) return found
    let node = this.#root
    for (const character of text) {
      node = this.#step(node, character)
      for (let end: Node | undefined = node; end !== undefined; end = end.output) {
        for (const value of end.found) found.add(value)
      }
    }
    return found
  }

  #step(from: Node, character: string): Node {
    for (let node: Node | undefined = from; node !== undefined; node = node.back) {
      const next = node.next.get(character)
      if (next !== undefined) return next
    }
    return this.#root
  }
}
