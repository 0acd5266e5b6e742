import { useWords } from '../../base/preferences.tsx'
import { de } from './de.ts'
import { en, type LiveTexts } from './en.ts'

const CATALOGUE = { en, de }

export const useLiveTexts = (): LiveTexts => useWords(CATALOGUE)
