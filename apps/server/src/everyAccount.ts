import type { AccountId } from '@baton/base'
import type { Storage } from '@baton/storage'

/** Of settings that may have changed while nobody rang. */
export async function everyAccount({ settings }: Storage, forget: (accountId: AccountId) => void): Promise<void> {
  for (let after: AccountId | undefined; ; ) {
    const page = await settings.listAccounts(200, after)
    for (const { id } of page) forget(id)
    after = page.at(-1)?.id
    if (page.length < 200) return
  }
}
