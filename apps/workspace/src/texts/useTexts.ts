import { ApiProblem } from '../base/http.ts'
import { useWords } from '../base/preferences.tsx'
import { spanText } from '../base/time.ts'
import { fill } from './catalogue.ts'
import { de } from './de.ts'
import { en, type Texts } from './en.ts'

/** Dates and numbers as they are written where the browser says it is, when it speaks the language at all. */
function regional(texts: Texts): Texts {
  const tag = navigator.languages.find((wish) => wish.toLowerCase().split('-')[0] === texts.locale)
  return { ...texts, locale: tag ?? texts.locale }
}

const CATALOGUE = { en: regional(en), de: regional(de) }

export const useTexts = (): Texts => useWords(CATALOGUE)

/** What went wrong, as a sentence: ours where we know the code, else the server's own. */
export function problemText(fault: unknown, texts: Texts): string {
  if (!(fault instanceof ApiProblem)) return texts.unexpected
  if (fault.code === 'offline') return texts.offline
  if (fault.code === 'unexpected') return texts.unexpected
  if (fault.code === 'wrong-credentials') return texts.wrongCredentials
  if (fault.status === 429) {
    return fill(texts.tooManyTries, { span: spanText(Math.max(fault.retryAfterMs ?? 0, 1_000), texts.locale) })
  }
  return texts.refusals[fault.code] ?? (fault.message === '' ? texts.failed : fault.message)
}

/** The same for what the socket refused. */
export function refusalText(answer: { readonly code: string; readonly message: string }, texts: Texts): string {
  return texts.refusals[answer.code] ?? answer.message
}
