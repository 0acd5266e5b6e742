import { type CompiledBot, isEnabled } from './compile.ts'
import type { Pattern } from './matching/pattern.ts'
import { indexPatterns, type PatternIndex } from './matching/patternIndex.ts'
import { holdsKeyword, normalizeWords } from './matching/words.ts'

/** Words, or a meaning, that would begin a dialog in two bots of a group: which one answers is then a matter of their order. */
export interface Overlap {
  readonly kind: 'pattern' | 'intent'
  /** The pattern of the first of these bots, or the name of its intent. */
  readonly words: string
  /** Places in what was given, two or more. */
  readonly bots: readonly number[]
}

interface Begun {
  readonly bot: number
  readonly source: string
  readonly pattern: Pattern
  readonly excluded: readonly string[] | undefined
}

/**
 * What bots of one group both begin a dialog with (dialogs R1.7). Patterns are compared by words that they surely match; the same
 * words told in two patterns with a `*` are found, every imaginable sentence is not. Yields after each bot, so that whoever asks can
 * let others work in between.
 */
export function* overlapsBetween(bots: readonly CompiledBot[]): Generator<undefined, Overlap[]> {
  const begun = bots.flatMap(patternsOf)
  const index = indexPatterns(begun.map((value) => ({ pattern: value.pattern, value })))
  const meanings = bots.map(meaningsOf)
  const shared = new Shared()
  for (const [bot] of bots.entries()) {
    const own = begun.filter((one) => one.bot === bot)
    sharePatterns(own, index, shared)
    shareIntents(bot, meanings, shared)
    yield
  }
  return shared.overlaps()
}

/** The same words are told once, however many bots know them. */
class Shared {
  readonly #found = new Map<string, { kind: Overlap['kind']; words: string; bots: Set<number> }>()

  add(kind: Overlap['kind'], words: string, ...bots: readonly number[]): void {
    const key = `${kind} ${words}`
    const known = this.#found.get(key) ?? { kind, words, bots: new Set() }
    for (const bot of bots) known.bots.add(bot)
    this.#found.set(key, known)
  }

  overlaps(): Overlap[] {
    return [...this.#found.values()].map((one) => ({ ...one, bots: [...one.bots].toSorted((a, b) => a - b) }))
  }
}

function patternsOf(compiled: CompiledBot, bot: number): Begun[] {
  return compiled.definition.dialogs.filter(isEnabled).flatMap(({ interactions }) =>
    interactions.flatMap((interaction) => {
      if (interaction.type !== 'dialogStarter' || !isEnabled(interaction)) return []
      return (interaction.patterns ?? []).flatMap((source) => {
        const pattern = compiled.pattern(source)
        return pattern === undefined ? [] : [{ bot, source, pattern, excluded: interaction.excludeKeywords }]
      })
    }),
  )
}

function sharePatterns(own: readonly Begun[], index: PatternIndex<Begun>, shared: Shared): void {
  for (const { bot, source, pattern, excluded } of own) {
    for (const words of examplesOf(pattern)) {
      if (holdsKeyword(words, excluded)) continue
      for (const other of index.find(words)) {
        if (other.bot === bot || holdsKeyword(words, other.excluded)) continue
        shared.add('pattern', bot < other.bot ? source : other.source, bot, other.bot)
      }
    }
  }
}

const MOST_EXAMPLES = 8
/** Platform words are said to whichever bot has the conversation, never to its group. */
const PLATFORM_WORDS = /^(?:__\w+__|_stepup_|file_upload_(?:success|failed):.*)$/

const examplesOf = ({ exactly, needs, matches }: Pattern): string[] =>
  (exactly ?? needs.map(normalizeWords).filter(matches))
    .filter((words) => words !== '' && !PLATFORM_WORDS.test(words))
    .slice(0, MOST_EXAMPLES)

/** By name and by training phrase: what each of the bot's starting intents is called. */
function meaningsOf({ startersByIntent, intents }: CompiledBot): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>()
  for (const id of startersByIntent.keys()) {
    const intent = intents.get(id)
    if (intent === undefined) continue
    const all = [intent, ...(intent.children ?? []).flatMap((child) => intents.get(child) ?? [])]
    for (const { name, phrases = [] } of all) {
      for (const key of [
        `name ${normalizeWords(name)}`,
        ...phrases.map((phrase) => `phrase ${normalizeWords(phrase)}`),
      ])
        if (!meanings.has(key)) meanings.set(key, intent.name)
    }
  }
  return meanings
}

function shareIntents(bot: number, meanings: readonly ReadonlyMap<string, string>[], shared: Shared): void {
  for (const [key, words] of meanings[bot] ?? []) {
    for (const [other, theirs] of meanings.entries()) {
      if (other > bot && theirs.has(key)) shared.add('intent', words, bot, other)
    }
  }
}
