import type { AccountId, JsonValue } from '@baton/base'
import { type AuthoredStore, type ContextView, type KeptNamespace, lastingSpace } from '../authoredStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'

/** Reading only: what changes is saved with the commit that it came of. */
export function keptValues(db: SettingsDatabase): Pick<AuthoredStore, 'readContext' | 'readLasting'> {
  const alive = (accountId: AccountId, now: number) =>
    db
      .selectFrom('kept_values')
      .select(['kind', 'name', 'value'])
      .where('account_id', '=', accountId)
      .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))

  async function readNamespace(accountId: AccountId, space: string, view: ContextView): Promise<KeptNamespace> {
    const rows = await alive(accountId, view.now)
      .where('space', '=', space)
      .where(({ eb, or, and }) =>
        or([
          and([eb('kind', '=', 'global'), eb('owner', '=', '')]),
          and([eb('kind', '=', 'namespace'), eb('owner', '=', '')]),
          and([eb('kind', '=', 'user'), eb('owner', '=', view.consumerId)]),
          and([eb('kind', '=', 'conversation'), eb('owner', '=', view.conversationId)]),
        ]),
      )
      .execute()
    const of = (kind: string) =>
      Object.fromEntries(
        rows.filter((row) => row.kind === kind).map(({ name, value }) => [name, JSON.parse(value) as JsonValue]),
      )
    const settings = of('namespace')
    return {
      registered: settings.registered === true,
      ...(typeof settings.ttlSeconds === 'number' && { ttlSeconds: settings.ttlSeconds }),
      global: of('global'),
      user: of('user'),
      conversation: of('conversation'),
    }
  }

  return {
    async readContext(accountId, view) {
      const read = view.namespaces.map(async (name) => [name, await readNamespace(accountId, name, view)] as const)
      return Object.fromEntries(await Promise.all(read))
    },
    async readLasting(accountId, botId, consumerId, now) {
      const rows = await alive(accountId, now)
        .where('space', '=', lastingSpace(botId))
        .where('kind', '=', 'lasting')
        .where('owner', '=', consumerId)
        .execute()
      return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as JsonValue]))
    },
  }
}
