import type { Clock } from '@baton/base'
import type { Outbound, Seal } from '@baton/outbound'
import { Functions, type IntegrationParts, Keyring } from '@baton/runtime'
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
