import { de } from './de.ts'
import { en } from './en.ts'
import type { Texts } from './texts.ts'

export const LANGUAGES: readonly Texts[] = [en, de]

/**
 * The catalogue of the first wish that can be met: the consumer's choice, the page's, the browser's.
 *
 * @param wishes BCP 47 tags, best first; English when none fits
 */
export function textsFor(wishes: readonly (string | null | undefined)[]): Texts {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split('-')[0]
    const texts = LANGUAGES.find(({ locale }) => locale === language)
    if (texts !== undefined) return texts
  }
  return en
}
