import type { Clock } from '@baton/base'
import type { HookRunner } from '@baton/connector'
import { type Outbound, OutboundFailed, OutboundRefused, type Seal, TokenRefused } from '@baton/outbound'
import { Functions, type IntegrationParts, Keyring, type ShowCredential } from '@baton/runtime'
import type { Sandbox } from '@baton/sandbox'
import type { Storage } from '@baton/storage'
import type { Config } from './config.ts'
import { mailOf, openPost, type Post } from './letters/post.ts'

/** The mail server, where one is set up. */
export function postOf({ smtpUrl, mailFrom }: Partial<Config>): Post | undefined {
  return smtpUrl === undefined || mailFrom === undefined ? undefined : openPost({ smtpUrl, from: mailFrom })
}

interface Sources {
  readonly storage: Storage
  readonly outbound: Outbound
  readonly sandbox: Sandbox
  readonly clock: Clock
  readonly seal: Seal | undefined
  readonly post: Post | undefined
}

/** What integrations reach the world with. */
export function integrationsOf({ storage, outbound, sandbox, clock, seal, post }: Sources): IntegrationParts {
  const store = storage.integrations
  const keyring = new Keyring({ store, seal, outbound, clock })
  const functions = new Functions({ store, sandbox, outbound, keyring, clock })
  return { keyring, functions, ...(post && { mail: mailOf(post) }) }
}

/** Custom endpoints have functions as hooks. */
export const hooksOf = ({ functions }: IntegrationParts): HookRunner => ({
  run: ({ function: of, ...call }) => functions.run({ ...call, of }),
})

/** For a token that has to be fetched first. */
const SHOWING_MS = 10_000

/** What copies of files show to the services that they go to. */
export const showingOf =
  ({ keyring }: IntegrationParts): ShowCredential =>
  async (accountId, name, url, consumerId) => {
    const show = await keyring.find(accountId, name, url, consumerId)
    if (typeof show === 'string') return show
    try {
      return await show(SHOWING_MS)
    } catch (fault) {
      const isOfTheWorld =
        fault instanceof TokenRefused || fault instanceof OutboundFailed || fault instanceof OutboundRefused
      if (!isOfTheWorld) throw fault
      return `${fault.code}: ${fault.message}`
    }
  }
