import type { Domain, IntentsAnswer } from '@baton/dialog'
import MiniSearch from 'minisearch'
import type { IntentRecognizer } from './recognizeIntents.ts'

interface Phrase {
  readonly id: number
  readonly intentId: string
  readonly domainId: string
  readonly text: string
  readonly words: readonly string[]
}

/** Letters of a word that may be wrong, as a share of its length. */
const FUZZY = 0.2
/** A word that is almost the one that was meant. */
const ALMOST = 0.9
/** What nobody was trained with says little about what is meant. */
const UNKNOWN = 0.3

/**
 * A small recogniser without network or model: it compares words with training phrases, forgives typing mistakes, and counts
 * rare words more than common ones. Good for bots with dozens of intents whose phrases name the thing ("track my order");
 * it knows no synonyms and no grammar, so what is said in quite other words is not found. Deterministic.
 * @param domains of one version of a bot; made once for it
 */
export function createLocalIntents(domains: readonly Domain[]): IntentRecognizer {
  const phrases = readPhrases(domains)
  const index = new MiniSearch<Phrase>({
    fields: ['text'],
    storeFields: ['intentId', 'domainId'],
    tokenize: toWords,
    processTerm: (word) => word,
  })
  index.addAll(phrases)
  const rarity = weigh(phrases)
  return {
    async recognize({ text, domainIds }): Promise<IntentsAnswer> {
      const words = [...new Set(toWords(text))]
      const best = new Map<string, number>()
      const total = sum(words, (word) => rarity.get(word) ?? rarity.typical * UNKNOWN)
      const found = index.search(text, {
        fuzzy: (word) => (word.length < 4 ? false : FUZZY),
        filter: ({ domainId }) => domainIds.includes(domainId),
      })
      for (const { id, intentId, terms } of found) {
        const own = phrases[id]?.words ?? []
        const shared = sum(terms, (word) => (rarity.get(word) ?? 0) * (words.includes(word) ? 1 : ALMOST))
        // A mistyped word is in the phrase under another spelling: it counts as known.
        const mistyped = terms.filter((word) => !words.includes(word)).length
        const said = total + mistyped * rarity.typical * (1 - UNKNOWN)
        const score = (2 * shared) / (said + sum(own, (word) => rarity.get(word) ?? 0))
        best.set(intentId, Math.max(best.get(intentId) ?? 0, Math.min(1, score)))
      }
      const scores = [...best].map(([intentId, score]) => ({ intentId, score: Math.round(score * 1_000) / 1_000 }))
      return { kind: 'intents', engine: 'default', scores: scores.toSorted((a, b) => b.score - a.score).slice(0, 10) }
    },
  }
}

function readPhrases(domains: readonly Domain[]): Phrase[] {
  const all = domains.flatMap(({ id: domainId, intents = [] }) =>
    intents.flatMap(({ id: intentId, phrases = [] }) => phrases.map((text) => ({ intentId, domainId, text }))),
  )
  return all.map((phrase, id) => ({ id, ...phrase, words: [...new Set(toWords(phrase.text))] }))
}

/** How much a word says: more, the fewer phrases have it. */
function weigh(phrases: readonly Phrase[]): { get(word: string): number | undefined; readonly typical: number } {
  const counts = new Map<string, number>()
  for (const { words } of phrases) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weights = new Map([...counts].map(([word, count]) => [word, Math.log(1 + phrases.length / count)]))
  const typical = weights.size === 0 ? 1 : sum([...weights.values()], (weight) => weight) / weights.size
  return { get: (word) => weights.get(word), typical }
}

/** Lower case, without accents: people leave them out. */
function toWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0)
