import type { Functions } from './functions.ts'
import type { Keyring } from './keyring.ts'
import type { MailSender } from './mailSender.ts'

/** What integrations reach the world with. */
export interface IntegrationParts {
  readonly keyring: Keyring
  readonly functions: Functions
  /** Absent: no mail server is set up. */
  readonly mail?: MailSender | undefined
}
