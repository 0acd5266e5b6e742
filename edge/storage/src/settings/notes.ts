import type { Insertable } from 'kysely'
import type { NewAuditEntry } from '../auditEntry.ts'
import type { SettingsDatabase, SettingsTables } from './tables.ts'

/** In a transaction: the entry is there if the change is, and only then. */
export async function writeNote(source: SettingsDatabase, entry: NewAuditEntry | undefined): Promise<void> {
  if (entry !== undefined) await source.insertInto('audit').values(toRow(entry)).execute()
}

const toRow = ({
  accountId,
  at,
  who,
  action,
  target,
  changes,
}: NewAuditEntry): Insertable<SettingsTables['audit']> => ({
  account_id: accountId,
  at,
  action,
  target,
  who: JSON.stringify(who),
  changes: JSON.stringify(changes),
  kind: target.split('/', 1)[0] ?? '',
  person_id: who.kind === 'person' ? who.id : null,
})
