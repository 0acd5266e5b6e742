import type { IntegrationsStore } from '../integrationsStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import { consumerTokens } from './consumerTokens.ts'
import { credentials } from './credentials.ts'
import { functions } from './functions.ts'

/** One code for both dialects. */
export const integrationsOver = (db: SettingsDatabase): IntegrationsStore => ({
  ...credentials(db),
  ...consumerTokens(db),
  ...functions(db),
})
