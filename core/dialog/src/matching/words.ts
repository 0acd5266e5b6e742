/** Beyond this, only the beginning of a message is matched; nobody's words are that long (dialogs R3.18). */
export const MAX_MATCHED_LENGTH = 5_000

/** Words as patterns see them: lower case, single blanks, straight quotes (dialogs R3.11, R3.12). */
export function normalizeWords(text: string): string {
  return text
    .slice(0, MAX_MATCHED_LENGTH)
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

const WORD = /[\p{L}\p{N}_]/u

/** Whether the words hold one of the keywords, as whole words (dialogs R3.16). @param words normalised */
export function holdsKeyword(words: string, keywords: readonly string[] | undefined): boolean {
  return (keywords ?? []).some((keyword) => holdsWhole(words, normalizeWords(keyword)))
}

/** @param words, part normalised */
export function holdsWhole(words: string, part: string): boolean {
  if (part === '') return false
  for (let at = words.indexOf(part); at >= 0; at = words.indexOf(part, at + 1)) {
    const before = words[at - 1] ?? ' '
    const after = words[at + part.length] ?? ' '
    const beginsWord = !WORD.test(before) || !WORD.test(part[0] ?? '')
    const endsWord = !WORD.test(after) || !WORD.test(part.at(-1) ?? '')
    if (beginsWord && endsWord) return true
  }
  return false
}
