import type { AccountId, EpochMs } from '@baton/base'
import type { PeopleStore } from '../peopleStore.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase } from '../settings/tables.ts'

export function audit(db: SettingsDatabase): Pick<PeopleStore, 'writeAudit' | 'listAudit'> {
  return {
    async writeAudit({ accountId, at, who, action, target, changes }) {
      const texts = { who: JSON.stringify(who), changes: JSON.stringify(changes) }
      await db
        .insertInto('audit')
        .values({ account_id: accountId, at, action, target, ...texts })
        .execute()
    },

    async listAudit(accountId, limit, before) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('key', '<', before ?? Number.MAX_SAFE_INTEGER)
        .orderBy('key', 'desc')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(({ key, account_id, at, who, action, target, changes }) => ({
        id: key,
        accountId: account_id as AccountId,
        at: at as EpochMs,
        who: JSON.parse(who),
        action,
        target,
        changes: JSON.parse(changes),
      }))
    },
  }
}
