import { ApiProblem } from '../../base/http.ts'
import { useWords } from '../../base/preferences.tsx'
import type { Texts } from '../../texts/en.ts'
import { problemText, useTexts } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type WordTexts } from './en.ts'

const CATALOGUE = { en, de }

export const useWordTexts = (): WordTexts => useWords(CATALOGUE)

/** What went wrong, as a sentence: ours where we know the code. */
export function useWordProblem(): (fault: unknown) => string {
  const texts = useWordTexts()
  const shell: Texts = useTexts()
  return (fault) =>
    fault instanceof ApiProblem && Object.hasOwn(texts.problems, fault.code)
      ? (texts.problems[fault.code] ?? '')
      : problemText(fault, shell)
}
