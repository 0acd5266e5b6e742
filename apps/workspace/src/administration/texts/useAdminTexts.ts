import { ApiProblem } from '../../base/http.ts'
import { useWords } from '../../base/preferences.tsx'
import { de as shellDe } from '../../texts/de.ts'
import { en as shellEn, type Texts } from '../../texts/en.ts'
import { problemText } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { type AdminTexts, en } from './en.ts'

/** Dates and numbers as they are written where the browser says it is, when it speaks the language at all. */
function regional(texts: AdminTexts): AdminTexts {
  const tag = navigator.languages.find((wish) => wish.toLowerCase().split('-')[0] === texts.locale)
  return { ...texts, locale: tag ?? texts.locale }
}

const CATALOGUE = { en: regional(en), de: regional(de) }
const SHELL: { readonly [language: string]: Texts } = { en: shellEn, de: shellDe }

export const useAdminTexts = (): AdminTexts => useWords(CATALOGUE)

/** What went wrong, as a sentence: ours where we know the code. */
export function adminProblemText(fault: unknown, texts: AdminTexts): string {
  if (fault instanceof ApiProblem && Object.hasOwn(texts.problems, fault.code)) return texts.problems[fault.code] ?? ''
  return problemText(fault, SHELL[texts.locale.split('-')[0] ?? ''] ?? shellEn)
}
