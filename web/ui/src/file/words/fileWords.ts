import { de } from './de.ts'
import { en } from './en.ts'
import type { FileWords } from './words.ts'

export const fileWords: Readonly<Record<'en' | 'de', FileWords>> = { en, de }
