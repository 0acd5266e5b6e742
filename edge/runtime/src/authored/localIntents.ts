import type { IntentProvider } from './intentProvider.ts'

/**
 * The intents of words by the words that they share with an intent's phrases. Good for a handful of intents whose phrases look like what
 * consumers write; it knows no synonyms and no grammar. A real engine is a provider of its own.
 */
export const localIntents: IntentProvider = {
  async score({ definition, text, domainIds }) {
    const asked = shinglesOf(text)
    if (asked.size === 0) return []
    const domains = (definition.domains ?? []).filter(({ id }) => domainIds.length === 0 || domainIds.includes(id))
    const scores = domains.flatMap(({ intents = [] }) =>
      intents.map(({ id, phrases = [] }) => ({
        intentId: id,
        score: Math.max(0, ...phrases.map((phrase) => likeness(asked, shinglesOf(phrase)))),
      })),
    )
    return scores
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || (a.intentId < b.intentId ? -1 : 1))
      .slice(0, 20)
  },
}

/** Words, and the beginnings of longer ones, so that other forms of a word still meet. */
function shinglesOf(text: string): Set<string> {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(words.slice(0, 60).flatMap((word) => (word.length > 4 ? [word, `${word.slice(0, 4)}…`] : [word])))
}

/** Dice's coefficient, 0 … 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let shared = 0
  for (const one of a) if (b.has(one)) shared += 1
  return (2 * shared) / (a.size + b.size)
}
