import { useWords } from '../../base/preferences.tsx'
import type { Language } from '../../texts/catalogue.ts'
import { de } from './de.ts'
import { en, type FileTexts } from './en.ts'

const CATALOGUE = { en, de }

export const useFileTexts = (): FileTexts => useWords(CATALOGUE)

/** @param locale BCP 47 */
export const fileTextsFor = (locale: string): FileTexts => CATALOGUE[(locale.split('-')[0] ?? 'en') as Language] ?? en
