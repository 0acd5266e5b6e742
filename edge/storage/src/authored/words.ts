/** Words that say nothing about what is asked for; English and German. */
const EMPTY = new Set(
  (
    'a an and are as at be by can could do does for from has have how i if in is it its me my of on or our please should that the ' +
    'there this to was we what when where which who why will with would you your ' +
    'aber als am an auf aus bei bin bist bitte da das dass dein den der des die dir du ein eine einen einer es euer für habe haben ' +
    'hat ich ihr im in ist kann kannst können man mein mich mir mit nach oder sie sind so um und uns von vom wann warum was wer wie ' +
    'wir wird wo zu zum zur'
  ).split(' '),
)
const MOST_WORDS = 30

/** What a question is about, in lower case and without accents; all of its words where none says anything. */
export function wordsAskedFor(query: string): string[] {
  const all = [...new Set(plain(query).match(/[\p{L}\p{N}]+/gu) ?? [])]
  const telling = all.filter((word) => !EMPTY.has(word))
  return (telling.length > 0 ? telling : all).slice(0, MOST_WORDS)
}

/**
 * How much of what was asked for a text speaks of, 0 … 1. A word counts fully where it stands in the title, a little less in the
 * summary, and less again in the detail.
 */
export function scoreOf(
  words: readonly string[],
  { title, summary, detail }: { readonly title: string; readonly summary: string; readonly detail: string },
): number {
  if (words.length === 0) return 0
  const places = [
    [1, stemsOf(title)],
    [0.9, stemsOf(summary)],
    [0.8, stemsOf(detail)],
  ] as const
  const found: number[] = words.map((word) => places.find(([, stems]) => stems.has(stemOf(word)))?.[0] ?? 0)
  return found.reduce((sum, weight) => sum + weight, 0) / words.length
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const stemsOf = (text: string): Set<string> => new Set((plain(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf))
/** Endings that English and German words take; crude, and the same on both sides. */
const stemOf = (word: string): string =>
  word.length > 4 ? word.replace(/(ings?|ers?|ed|ies|es|en|em|s|y|e|n)$/, '') : word
