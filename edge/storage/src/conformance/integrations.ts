import type { ConsumerId, EpochMs } from '@baton/base'
import { expect, it } from 'vitest'
import type { KeptCredential, NewFunction } from '../integrationsStore.ts'
import { account, noon, type Open, otherAccount } from './examples.ts'

const shop: KeptCredential = {
  id: 'c-1',
  accountId: account,
  name: 'Shop',
  kind: 'basic',
  facts: { username: 'ada' },
  keyId: 'k1',
  sealed: 'box',
  changedAt: noon,
}
const { keyId: _key, sealed: _sealed, ...shopFacts } = shop
const vip: NewFunction = {
  id: 'f-1',
  accountId: account,
  name: 'VIP check',
  description: '',
  code: 'one',
  changedAt: noon,
}
const later = (noon + 5) as EpochMs

export function integrationsConformance(open: Open): void {
  async function given() {
    const { settings, integrations } = await open()
    await settings.createAccount({ id: account, name: 'Coffee' })
    await settings.createAccount({ id: otherAccount, name: 'Bakery' })
    return integrations
  }

  it('keeps credentials, lists them without what is sealed, and shows them to nobody of another account', async () => {
    const integrations = await given()
    await integrations.createCredential(shop)
    await integrations.createCredential({ ...shop, id: 'c-2', name: 'Bank' })
    expect(await integrations.findCredential(account, 'c-1')).toEqual(shop)
    expect(await integrations.findCredentialByName(account, 'Shop')).toEqual(shop)
    expect(await integrations.findCredentialByName(otherAccount, 'Shop')).toBeUndefined()
    expect(await integrations.listCredentials(account, { limit: 1 })).toEqual([shopFacts])
    expect(await integrations.listCredentials(account, { limit: 5, after: 'c-1' })).toMatchObject([{ id: 'c-2' }])
    expect(await integrations.listCredentials(otherAccount, { limit: 5 })).toEqual([])
    await expect(integrations.createCredential({ ...shop, id: 'c-3' })).rejects.toMatchObject({
      code: 'settings-conflict',
      path: '/name',
      rule: 'name-taken',
    })
  })

  it('keeps what consumers show for themselves, for each of them, until it ends', async () => {
    const integrations = await given()
    await integrations.createCredential({ ...shop, kind: 'consumerToken' })
    expect(await integrations.findCredentialOfKind(account, 'consumerToken')).toMatchObject({ id: 'c-1' })
    expect(await integrations.findCredentialOfKind(account, 'basic')).toBeUndefined()
    expect(await integrations.findCredentialOfKind(otherAccount, 'consumerToken')).toBeUndefined()
    const [ada, bo] = ['ada', 'bo'] as ConsumerId[] as [ConsumerId, ConsumerId]
    const token = {
      accountId: account,
      consumerId: ada,
      credentialId: 'c-1',
      keyId: 'k1',
      sealed: 'box',
      endsAt: later,
    }
    await integrations.keepConsumerToken(token)
    expect(await integrations.findConsumerToken(account, ada, 'c-1', noon)).toEqual({ keyId: 'k1', sealed: 'box' })
    await integrations.keepConsumerToken({ ...token, sealed: 'another' })
    expect(await integrations.findConsumerToken(account, ada, 'c-1', noon)).toEqual({ keyId: 'k1', sealed: 'another' })
    expect(await integrations.findConsumerToken(account, ada, 'c-1', later)).toBeUndefined()
    expect(await integrations.findConsumerToken(account, bo, 'c-1', noon)).toBeUndefined()
    expect(await integrations.findConsumerToken(account, ada, 'c-2', noon)).toBeUndefined()
    expect(await integrations.findConsumerToken(otherAccount, ada, 'c-1', noon)).toBeUndefined()
  })

  it('replaces what is sealed, and takes a credential away', async () => {
    const integrations = await given()
    await integrations.createCredential(shop)
    const sealed = { keyId: 'k2', sealed: 'another box', changedAt: later }
    expect(await integrations.updateCredential(account, 'c-1', sealed)).toEqual({ ...shopFacts, changedAt: later })
    expect(await integrations.findCredential(account, 'c-1')).toEqual({ ...shop, ...sealed })
    expect(await integrations.updateCredential(otherAccount, 'c-1', sealed)).toBeUndefined()
    expect(await integrations.deleteCredential(otherAccount, 'c-1')).toBe(false)
    expect(await integrations.deleteCredential(account, 'c-1')).toBe(true)
    expect(await integrations.findCredential(account, 'c-1')).toBeUndefined()
  })

  it('keeps functions, whose draft runs from its deployment on', async () => {
    const integrations = await given()
    const made = await integrations.createFunction(vip)
    expect(made).toEqual({ ...vip, version: 0 })
    await integrations.deployFunction(account, 'f-1', later)
    await integrations.updateFunction(account, 'f-1', { code: 'two', changedAt: later })
    const kept = { ...vip, code: 'two', deployed: 'one', version: 1, deployedAt: later, changedAt: later }
    expect(await integrations.findFunctionByName(account, 'VIP check')).toEqual(kept)
    const { code: _code, deployed: _deployed, ...listed } = kept
    expect(await integrations.listFunctions(account, { limit: 5 })).toEqual([listed])
    expect(await integrations.findFunction(otherAccount, 'f-1')).toBeUndefined()
    expect(await integrations.deployFunction(otherAccount, 'f-1', later)).toBeUndefined()
    expect(await integrations.deleteFunction(account, 'f-1')).toBe(true)
    expect(await integrations.deleteFunction(account, 'f-1')).toBe(false)
  })
}
