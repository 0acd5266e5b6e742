import type { SettingsDatabase } from '../settings/tables.ts'
import type { WordsStore } from '../wordsStore.ts'
import { automaticMessages } from './automaticMessages.ts'
import { leases } from './leases.ts'
import { savedCards } from './savedCards.ts'
import { savedReplies } from './savedReplies.ts'
import { tags } from './tags.ts'

/** One code for both dialects. */
export const wordsOver = (db: SettingsDatabase): WordsStore => ({
  ...savedReplies(db),
  ...savedCards(db),
  ...tags(db),
  ...automaticMessages(db),
  ...leases(db),
})
