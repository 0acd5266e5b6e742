import type { AccountId, Clock } from '@baton/base'
import {
  applyCredential,
  createOauthTokens,
  type OauthTokens,
  type Outbound,
  type Seal,
  SealBroken,
  type Shown,
} from '@baton/outbound'
import type { IntegrationsStore } from '@baton/storage'
import { hostsOf, openCredential } from './sealedCredentials.ts'

/** Gets what is shown to a service, within this time in milliseconds. */
export type Show = (timeoutMs: number) => Promise<Shown>

/** Opens credentials for the moment in which they are used; nothing of them is kept, but for tokens that were fetched with them. */
export class Keyring {
  private readonly tokens: OauthTokens
  private readonly store: Pick<IntegrationsStore, 'findCredentialByName'>
  private readonly seal: Seal | undefined
  private readonly clock: Clock

  constructor(parts: {
    store: Pick<IntegrationsStore, 'findCredentialByName'>
    /** Absent: this server keeps no secrets. */
    seal: Seal | undefined
    outbound: Pick<Outbound, 'request'>
    clock: Clock
  }) {
    this.store = parts.store
    this.seal = parts.seal
    this.clock = parts.clock
    this.tokens = createOauthTokens(parts.outbound, () => parts.clock.now())
  }

  /** @returns why it cannot be used, instead, in words for the builder (scripting A-43) */
  async find(accountId: AccountId, name: string, url: string): Promise<Show | string> {
    const kept = await this.store.findCredentialByName(accountId, name)
    if (kept === undefined) return `There is no credential called "${name.slice(0, 100)}".`
    if (this.seal === undefined) return 'Credentials are not kept on this server: it has no SECRET_KEY.'
    const hosts = hostsOf(kept)
    const host = URL.canParse(url) ? new URL(url).host : ''
    if (hosts !== undefined && !hosts.includes(host) && !hosts.includes(host.replace(/:\d+$/, ''))) {
      return `The credential "${kept.name}" is not for ${host || 'this address'}.`
    }
    try {
      const credential = openCredential(this.seal, kept)
      const now = () => this.clock.now()
      return (timeoutMs) => applyCredential(credential, { tokens: this.tokens, now, timeoutMs })
    } catch (fault) {
      if (!(fault instanceof SealBroken)) throw fault
      return `The credential "${kept.name}" cannot be opened. ${fault.message}`
    }
  }
}
