import type { Outbound } from '@baton/outbound'
import type { Sandbox } from '@baton/sandbox'
import type { IntegrationParts } from '../integrations/integrationParts.ts'
import type { IntentProvider } from './intentProvider.ts'

/** What authored turns are given beside what every turn is. */
export interface AuthoredParts {
  readonly sandbox: Sandbox
  readonly outbound: Outbound
  readonly intents: IntentProvider
  readonly integrations: IntegrationParts
}
