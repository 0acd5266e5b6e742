import type { AccountId, AgentId } from '@baton/base'
import type { SettingsDatabase } from './tables.ts'

/** Enabled administrators who have a password or an identity provider's word, over all accounts or of one. */
export async function countAdminsWhoSignIn(
  db: SettingsDatabase,
  accountId?: AccountId,
  except?: AgentId,
): Promise<number> {
  const { count } = await db
    .selectFrom('people as p')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('p.role', '=', 'admin')
    .where('p.enabled', '=', 1)
    .where((eb) => (accountId === undefined ? eb.lit(true) : eb('p.account_id', '=', accountId)))
    .where((eb) => (except === undefined ? eb.lit(true) : eb('p.id', '<>', except)))
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('passwords as w')
            .select('w.person_id')
            .whereRef('w.account_id', '=', 'p.account_id')
            .whereRef('w.person_id', '=', 'p.id'),
        ),
        eb.exists(
          eb
            .selectFrom('subjects as s')
            .select('s.person_id')
            .whereRef('s.account_id', '=', 'p.account_id')
            .whereRef('s.person_id', '=', 'p.id'),
        ),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}
