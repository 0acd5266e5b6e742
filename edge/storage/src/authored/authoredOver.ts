import type { Clock } from '@baton/base'
import type { AuthoredStore } from '../authoredStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import { articles, type MatchArticles } from './articles.ts'
import { environments } from './environments.ts'
import { keptValues } from './keptValues.ts'
import { versions } from './versions.ts'

/** One code for both dialects, but for how articles are found. */
export const authoredOver = (db: SettingsDatabase, clock: Clock, match: MatchArticles): AuthoredStore => ({
  ...versions(db, clock),
  ...environments(db),
  ...articles(db, clock, match),
  ...keptValues(db),
})
