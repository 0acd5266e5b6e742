import type { AccountId, EpochMs } from '@baton/base'
import type { PeopleStore } from '../peopleStore.ts'
import { writeNote } from '../settings/notes.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase } from '../settings/tables.ts'

export function audit(db: SettingsDatabase): Pick<PeopleStore, 'writeAudit' | 'listAudit'> {
  return {
    writeAudit: (entry) => writeNote(db, entry),

    async listAudit(accountId, { limit, before, kind, personId }) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('key', '<', before ?? Number.MAX_SAFE_INTEGER)
        .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
        .$if(personId !== undefined, (query) => query.where('person_id', '=', personId ?? 0))
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
