import type { AccountId, ConversationId, EpochMs } from '@baton/base'
import type { Selectable } from 'kysely'
import type { FilesStore, KnownFile } from '../filesStore.ts'
import { requireAccount } from '../settings/rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'

/** Whoever goes from node to node with one file begins anew at some time: each turn leaves bytes to take away. */
const MOST_RECEPTIONS = 16

/** One code for both dialects. A file is sent by the commit of its message, which each dialect writes for itself. */
export function filesOver(db: SettingsDatabase): FilesStore {
  const of = (accountId: AccountId, id: string) =>
    db.selectFrom('files').selectAll().where('account_id', '=', accountId).where('id', '=', id)
  const change = (accountId: AccountId, id: string) =>
    db.updateTable('files').where('account_id', '=', accountId).where('id', '=', id)

  return {
    announceFile: (file, most) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, file.accountId)
        const pending = await trx
          .selectFrom('files')
          .select('id')
          .where('account_id', '=', file.accountId)
          .where('sender', '=', file.sender)
          .where('expires_at', 'is not', null)
          .limit(most)
          .execute()
        if (pending.length >= most) return false
        await trx
          .insertInto('files')
          .values({
            account_id: file.accountId,
            id: file.id,
            sender: file.sender,
            conversation_id: file.conversationId ?? null,
            seq: null,
            state: 'receiving',
            name: file.name,
            declared_type: file.declaredType,
            media_type: '',
            size: file.size,
            image: null,
            created_at: file.createdAt,
            expires_at: file.expiresAt,
          })
          .execute()
        return true
      }),

    async findFile(accountId, id) {
      const row = await of(accountId, id).executeTakeFirst()
      return row && toFile(row)
    },

    async beginReception(accountId, id, nodeId) {
      // Whoever comes in between changes what was read: then it is read again. More often than that nobody may come.
      for (let tries = 0; tries <= MOST_RECEPTIONS; tries += 1) {
        const row = await of(accountId, id).executeTakeFirst()
        if (row?.state !== 'receiving') return undefined
        if (row.received_by === nodeId) return toFile(row)
        const reception = row.received_by === null ? row.reception : row.reception + 1
        if (reception > MOST_RECEPTIONS) return undefined
        const { numUpdatedRows } = await change(accountId, id)
          .set({ reception, received_by: nodeId })
          .where('state', '=', 'receiving')
          .where('reception', '=', row.reception)
          .where('received_by', row.received_by === null ? 'is' : '=', row.received_by)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) return toFile({ ...row, reception })
      }
      return undefined
    },

    async keepFile(accountId, id, { name, mediaType, image, expiresAt, reception = 0 }) {
      const { numUpdatedRows } = await change(accountId, id)
        .set({
          state: 'kept',
          name,
          media_type: mediaType,
          image: image === undefined ? null : JSON.stringify(image),
          expires_at: expiresAt,
        })
        .where('state', '=', 'receiving')
        .where('reception', '=', reception)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    async dropFile(accountId, id, reception) {
      const one = change(accountId, id)
      const { numUpdatedRows } = await (reception === undefined ? one : one.where('reception', '=', reception))
        .set({ state: 'doomed', name: '', declared_type: '', image: null, expires_at: 0 })
        .where('state', 'in', ['receiving', 'kept'])
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    async listFiles(accountId, conversationId, { limit, before = Number.MAX_SAFE_INTEGER }) {
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('conversation_id', '=', conversationId)
        .where('seq', 'is not', null)
        .where('seq', '<', before)
        .where('state', '=', 'sent')
        .orderBy('seq', 'desc')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toFile)
    },

    async listExpired(now, limit) {
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('expires_at', 'is not', null)
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toFile)
    },

    async listDoomed(accountId, conversationId, limit) {
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('conversation_id', '=', conversationId)
        .where('seq', 'is not', null)
        .where('state', '=', 'doomed')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toFile)
    },

    async forgetFile(accountId, id) {
      await db
        .deleteFrom('files')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .where('state', '=', 'doomed')
        .execute()
    },

    async useLink(nonce, expiresAt) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('used_links')
        .values({ nonce, expires_at: expiresAt })
        .onConflict((clash) => clash.column('nonce').doNothing())
        .executeTakeFirstOrThrow()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async forgetLinks(expiredBefore) {
      await db.deleteFrom('used_links').where('expires_at', '<', expiredBefore).execute()
    },
  }
}

function toFile(row: Selectable<SettingsTables['files']>): KnownFile {
  return {
    accountId: row.account_id as AccountId,
    id: row.id,
    sender: row.sender,
    ...(row.conversation_id !== null && { conversationId: row.conversation_id as ConversationId }),
    ...(row.seq !== null && { seq: row.seq }),
    state: row.state as KnownFile['state'],
    name: row.name,
    declaredType: row.declared_type,
    mediaType: row.media_type,
    size: row.size,
    ...(row.reception > 0 && { reception: row.reception }),
    ...(row.image !== null && { image: JSON.parse(row.image) }),
    createdAt: row.created_at as EpochMs,
    ...(row.expires_at !== null && { expiresAt: row.expires_at as EpochMs }),
  }
}
