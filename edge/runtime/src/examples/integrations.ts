import { createSeal, type Outbound } from '@baton/outbound'
import type { Sandbox } from '@baton/sandbox'
import { Functions } from '../integrations/functions.ts'
import type { IntegrationParts } from '../integrations/integrationParts.ts'
import { Keyring } from '../integrations/keyring.ts'
import type { MailSender } from '../integrations/mailSender.ts'
import type { House } from './house.ts'

export const seal = createSeal('a secret of at least thirty-two characters')

/** Integrations of a house, over its own storage. */
export function integrationsOf(
  { storage, clock }: House,
  { sandbox, outbound, mail }: { sandbox: Sandbox; outbound: Outbound; mail?: MailSender },
): IntegrationParts {
  const store = storage.integrations
  const keyring = new Keyring({ store, seal, outbound, clock })
  const functions = new Functions({ store, sandbox, outbound, keyring, clock })
  return { keyring, functions, ...(mail && { mail }) }
}
