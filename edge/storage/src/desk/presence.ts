import type { AccountId, AgentId, EpochMs } from '@baton/base'
import type { Selectable } from 'kysely'
import type { DeskStore, Presence, PresenceStatus } from '../deskStore.ts'
import { readPartySkills } from '../settings/partySkills.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from '../settings/tables.ts'
import { setDirty } from './setDirty.ts'

type Presences = Pick<
  DeskStore,
  | 'findPresence'
  | 'listPresence'
  | 'keepLeases'
  | 'setStatus'
  | 'listStatusChanges'
  | 'lapseLeases'
  | 'listUntidied'
  | 'markTidied'
>
type Row = Selectable<SettingsTables['presence']>

export function presence(db: SettingsDatabase): Presences {
  const find = async (source: SettingsDatabase, accountId: AccountId, agentId: AgentId) => {
    const row = await source
      .selectFrom('presence')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('agent_id', '=', agentId)
      .executeTakeFirst()
    return row && toPresence(row)
  }

  return {
    findPresence: (accountId, agentId) => find(db, accountId, agentId),

    async listPresence(accountId, agentIds) {
      if (agentIds.length === 0) return []
      const rows = await db
        .selectFrom('presence')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('agent_id', 'in', [...agentIds])
        .execute()
      return rows.map(toPresence)
    },

    async keepLeases(agents, until, now) {
      await db.transaction().execute(async (trx) => {
        for (const { accountId: account_id, agentId: agent_id } of agents) {
          await trx
            .insertInto('presence')
            .values({ account_id, agent_id, status: 'offline', since: now, lease_until: until })
            .onConflict((clash) =>
              clash.columns(['account_id', 'agent_id']).doUpdateSet(({ eb, ref }) => ({
                lease_until: eb
                  .case()
                  .when('presence.lease_until', '>', until)
                  .then(ref('presence.lease_until'))
                  .else(until)
                  .end(),
              })),
            )
            .execute()
        }
      })
    },

    setStatus: ({ accountId, agentId }, status, reason, now, by) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, agentId)
        const skills = (await readPartySkills(trx, accountId, [agentId]))(agentId)
        const words = { status, reason: reason ?? null, since: now, set_by: by ?? null }
        const said = { ...words, untidied: takesOffers(status) ? 0 : 1 }
        await trx
          .insertInto('presence')
          .values({ account_id: accountId, agent_id: agentId, ...said })
          .onConflict((clash) => clash.columns(['account_id', 'agent_id']).doUpdateSet(said))
          .execute()
        await note(trx, accountId, agentId, words)
        await setDirty(trx, accountId, skills, now)
        const { reason: _reason, setBy: _setBy, ...rest } = before ?? { accountId, agentId }
        const why = { ...(reason !== undefined && { reason }), ...(by !== undefined && { setBy: by }) }
        return { ...rest, status, since: now, ...why }
      }),

    async listStatusChanges(accountId, agentId, limit) {
      const rows = await db
        .selectFrom('status_changes')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('agent_id', '=', agentId)
        .orderBy('key', 'desc')
        .limit(Math.min(limit, 200))
        .execute()
      return rows.map(({ at, status, reason, set_by }) => ({
        at: at as EpochMs,
        status: status as PresenceStatus,
        ...(reason !== null && { reason }),
        ...(set_by !== null && { setBy: set_by as AgentId }),
      }))
    },

    lapseLeases: (now, limit) =>
      db.transaction().execute(async (trx) => {
        const rows = await trx
          .selectFrom('presence')
          .selectAll()
          .where('lease_until', '<=', now)
          .orderBy('lease_until')
          .limit(limit)
          .execute()
        for (const { account_id, agent_id, status } of rows) {
          const wasThere = status !== 'offline'
          const said = { status: 'offline', reason: null, since: now, set_by: null }
          await trx
            .updateTable('presence')
            .set({ lease_until: null, untidied: 1, ...(wasThere && said) })
            .where('account_id', '=', account_id)
            .where('agent_id', '=', agent_id)
            .where('lease_until', '<=', now)
            .execute()
          if (wasThere) await note(trx, account_id, agent_id, said)
        }
        return rows.map((row) => ({
          ...toPresence({ ...row, lease_until: null }),
          status: 'offline' as const,
          since: now,
        }))
      }),

    async listUntidied(limit) {
      const rows = await db.selectFrom('presence').selectAll().where('untidied', '=', 1).limit(limit).execute()
      return rows.map(toPresence)
    },

    async markTidied({ accountId, agentId }, since) {
      await db
        .updateTable('presence')
        .set({ untidied: 0 })
        .where('account_id', '=', accountId)
        .where('agent_id', '=', agentId)
        .where('since', '=', since)
        .execute()
    },
  }
}

/** Who is away or gone is not asked, and what rings at them stops. */
const takesOffers = (status: PresenceStatus): boolean => status === 'online' || status === 'busy'

async function note(
  trx: SettingsTransaction,
  account_id: string,
  agent_id: number,
  { status, reason, since: at, set_by }: Pick<Row, 'status' | 'reason' | 'since' | 'set_by'>,
): Promise<void> {
  await trx.insertInto('status_changes').values({ account_id, agent_id, at, status, reason, set_by }).execute()
}

const toPresence = (row: Row): Presence => ({
  accountId: row.account_id as AccountId,
  agentId: row.agent_id as AgentId,
  status: row.status as PresenceStatus,
  since: row.since as EpochMs,
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.set_by !== null && { setBy: row.set_by as AgentId }),
  ...(row.lease_until !== null && { leaseUntil: row.lease_until as EpochMs }),
  ...(row.last_offer_at !== null && { lastOfferAt: row.last_offer_at as EpochMs }),
  ...(row.fresh_since !== null && { freshSince: row.fresh_since as EpochMs }),
})
