import type { AccountId, AgentId, EpochMs } from '@baton/base'
import type { ExpressionBuilder } from 'kysely'
import type { Link, PeopleStore } from '../peopleStore.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'

type Row = SettingsTables['links']

export function links(db: SettingsDatabase): Pick<PeopleStore, 'createLink' | 'findLink' | 'takeLink'> {
  const find = async (source: SettingsDatabase, hash: string): Promise<Link | undefined> => {
    const row = await source.selectFrom('links').selectAll().where('hash', '=', hash).executeTakeFirst()
    return row && toLink(row)
  }
  return {
    findLink: (hash) => find(db, hash),

    createLink: (link, keep = 0) =>
      db.transaction().execute(async (trx) => {
        const earlier = await trx
          .selectFrom('links')
          .select('hash')
          .where(likeIt(link))
          .orderBy('created_at', 'desc')
          .execute()
        const over = earlier.slice(keep).map(({ hash }) => hash)
        if (over.length > 0) await trx.deleteFrom('links').where('hash', 'in', over).execute()
        await trx.insertInto('links').values(toRow(link)).execute()
      }),

    takeLink: (hash) =>
      db.transaction().execute(async (trx) => {
        const link = await find(trx, hash)
        if (link?.kind === 'firstRun') await trx.deleteFrom('links').where(likeIt(link)).execute()
        else if (link !== undefined) await trx.deleteFrom('links').where('hash', '=', hash).execute()
        return link
      }),
  }
}

/** Of the same kind for the same person; those of the first run are nobody's. */
const likeIt = (link: Link) => (eb: ExpressionBuilder<SettingsTables, 'links'>) =>
  eb.and([
    eb('kind', '=', link.kind),
    ...(link.kind === 'firstRun'
      ? [eb('account_id', 'is', null)]
      : [eb('account_id', '=', link.accountId), eb('person_id', '=', link.personId)]),
  ])

function toLink({ hash, kind, created_at, account_id, person_id, expires_at }: Row): Link {
  const common = { hash, createdAt: created_at as EpochMs }
  if (kind === 'firstRun') return { ...common, kind }
  return {
    ...common,
    kind: kind as 'invitation' | 'reset',
    accountId: account_id as AccountId,
    personId: person_id as AgentId,
    expiresAt: expires_at as EpochMs,
  }
}

const toRow = (link: Link): Row => ({
  hash: link.hash,
  kind: link.kind,
  created_at: link.createdAt,
  account_id: link.kind === 'firstRun' ? null : link.accountId,
  person_id: link.kind === 'firstRun' ? null : link.personId,
  expires_at: link.kind === 'firstRun' ? null : link.expiresAt,
})
