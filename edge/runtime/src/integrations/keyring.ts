import { createHash } from 'node:crypto'
import { type AccountId, type Clock, type ConsumerId, canonicalJson, type JsonObject } from '@baton/base'
import {
  applyCredential,
  type Credential,
  createOauthTokens,
  type OauthTokens,
  type Outbound,
  type Seal,
  SealBroken,
  type Shown,
  TokenRefused,
} from '@baton/outbound'
import type { IntegrationsStore, KeptCredential } from '@baton/storage'
import { hostsOf, openCredential, sealSecrets } from './sealedCredentials.ts'

type KeyringStore = Pick<
  IntegrationsStore,
  'findCredential' | 'findCredentialByName' | 'updateCredential' | 'findConsumerToken'
>

/** Gets what is shown to a service, within this time in milliseconds. */
export type Show = (timeoutMs: number) => Promise<Shown>

/** Opens credentials for the moment in which they are used; nothing of them is kept, but for tokens that were fetched with them. */
export class Keyring {
  private readonly tokens: OauthTokens
  private readonly store: KeyringStore
  private readonly seal: Seal | undefined
  private readonly clock: Clock

  constructor(parts: {
    store: KeyringStore
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

  /**
   * @param consumerId in whose conversation it is shown
   * @returns why it cannot be used, instead, in words for the builder (scripting A-43)
   */
  async find(accountId: AccountId, name: string, url: string, consumerId?: ConsumerId): Promise<Show | string> {
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
      if (credential.kind === OWN_TOKEN_KIND) return await this.ownToken(this.seal, kept, consumerId)
      if (credential.kind === 'oauthCode') return (timeoutMs) => this.granted(this.seal as Seal, kept, timeoutMs)
      return (timeoutMs) => this.apply(credential, timeoutMs)
    } catch (fault) {
      if (!(fault instanceof SealBroken)) throw fault
      return `The credential "${kept.name}" cannot be opened. ${fault.message}`
    }
  }

  private async ownToken(
    seal: Seal,
    { accountId, id, name }: KeptCredential,
    consumerId: ConsumerId | undefined,
  ): Promise<Show | string> {
    if (consumerId === undefined)
      return `"${name}" is a consumer’s own; only an integration in their conversation shows it.`
    const token = await this.store.findConsumerToken(accountId, consumerId, id, this.clock.now())
    if (token === undefined) return 'The consumer is not signed in by the brand, or what they showed is over.'
    const opened = seal.open(token.sealed, token.keyId, placeOfOwnToken(accountId, consumerId, id))
    return async () => ({ headers: { authorization: `Bearer ${opened}` } })
  }

  private apply(
    credential: Credential,
    timeoutMs: number,
    renewed?: (refreshToken: string) => Promise<void>,
  ): Promise<Shown> {
    const now = () => this.clock.now()
    return applyCredential(credential, { tokens: this.tokens, now, timeoutMs, ...(renewed && { renewed }) })
  }

  /** Where a service gives a new refresh token for the old one, another server may have been there first. */
  private async granted(seal: Seal, kept: KeptCredential, timeoutMs: number): Promise<Shown> {
    const began = this.clock.now()
    try {
      return await this.showGranted(seal, kept, timeoutMs)
    } catch (fault) {
      if (!(fault instanceof TokenRefused)) throw fault
      const newest = await this.store.findCredential(kept.accountId, kept.id)
      const left = timeoutMs - (this.clock.now() - began)
      if (newest === undefined || newest.sealed === kept.sealed || left <= 0) throw fault
      return this.showGranted(seal, newest, left)
    }
  }

  private showGranted(seal: Seal, kept: KeptCredential, timeoutMs: number): Promise<Shown> {
    const opened = openCredential(seal, kept) as Extract<Credential, { kind: 'oauthCode' }>
    const { refreshToken, grantId = refreshToken && hashed(refreshToken) } = opened.secrets
    const secrets = { ...opened.secrets, ...(grantId !== undefined && { grantId }) }
    return this.apply({ ...opened, secrets }, timeoutMs, async (renewed) => {
      const newest = await this.store.findCredential(kept.accountId, kept.id)
      if (newest?.sealed !== kept.sealed) return // somebody entered something else meanwhile
      const sealed = sealSecrets(seal, kept, { ...secrets, refreshToken: renewed } as JsonObject)
      await this.store.updateCredential(kept.accountId, kept.id, { ...sealed, changedAt: kept.changedAt })
    })
  }
}

export const OWN_TOKEN_KIND = 'consumerToken'

/** A consumer's token belongs to them, and to the credential that it was kept for. */
export const placeOfOwnToken = (accountId: AccountId, consumerId: ConsumerId, credentialId: string): string =>
  canonicalJson({ accountId, consumerId, credentialId })

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url')
