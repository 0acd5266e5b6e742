import { useWords } from '../../base/preferences.tsx'
import { de } from './de.ts'
import { type ContentTexts, en } from './en.ts'

const CATALOGUE = { en, de }

export const useContentTexts = (): ContentTexts => useWords(CATALOGUE)
