import type { AccountId, BotId, Clock, EpochMs } from '@baton/base'
import type { AuthoredStore, BotVersion } from '../authoredStore.ts'
import { writeNote } from '../settings/notes.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'

type Versions = Pick<
  AuthoredStore,
  'saveDraft' | 'findDraft' | 'publish' | 'listVersions' | 'findVersion' | 'findVersionByHash' | 'findLive'
>
type Row = SettingsTables['bot_versions']
const DRAFT = 0
const WITHOUT_DEFINITION = [
  'account_id',
  'bot_id',
  'version',
  'hash',
  'problems',
  'comment',
  'saved_at',
  'saved_by',
] as const

export function versions(db: SettingsDatabase, clock: Clock): Versions {
  const ofBot = (source: SettingsDatabase, accountId: AccountId, botId: BotId) =>
    source.selectFrom('bot_versions').where('account_id', '=', accountId).where('bot_id', '=', botId)
  const find = async (source: SettingsDatabase, accountId: AccountId, botId: BotId, version: number) => {
    const row = await ofBot(source, accountId, botId).selectAll().where('version', '=', version).executeTakeFirst()
    return row && toVersion(row)
  }
  const newest = async (source: SettingsDatabase, accountId: AccountId, botId: BotId) => {
    const rows = ofBot(source, accountId, botId).selectAll().where('version', '>', DRAFT)
    const row = await rows.orderBy('version', 'desc').limit(1).executeTakeFirst()
    return row && toVersion(row)
  }

  return {
    saveDraft: (accountId, botId, { by, ...given }, expectedHash, note) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, botId, DRAFT)
        if (expectedHash !== undefined && (before?.hash ?? '') !== expectedHash) throw changedMeanwhile()
        const saved = { ...given, accountId, botId, version: DRAFT, savedAt: clock.now(), savedBy: by }
        const row = toRow(saved)
        const { account_id: _account, bot_id: _bot, version: _version, ...content } = row
        await trx
          .insertInto('bot_versions')
          .values(row)
          .onConflict((clash) => clash.columns(['account_id', 'bot_id', 'version']).doUpdateSet(content))
          .execute()
        await writeNote(trx, note?.(saved, before))
        return saved
      }),
    findDraft: (accountId, botId) => find(db, accountId, botId, DRAFT),

    publish: (accountId, botId, { hash, comment, by }, note) =>
      db.transaction().execute(async (trx) => {
        const draft = await find(trx, accountId, botId, DRAFT)
        if (draft?.hash !== hash) throw changedMeanwhile()
        const before = await newest(trx, accountId, botId)
        const version = (before?.version ?? DRAFT) + 1
        const published = { ...draft, version, comment, savedAt: clock.now(), savedBy: by }
        await trx.insertInto('bot_versions').values(toRow(published)).execute()
        await writeNote(trx, note?.(published, before))
        return published
      }),

    async listVersions(accountId, botId, { limit, after }) {
      const rows = await ofBot(db, accountId, botId)
        .select(WITHOUT_DEFINITION)
        .where('version', '>', DRAFT)
        .$if(after !== undefined, (query) => query.where('version', '<', Number(after)))
        .orderBy('version', 'desc')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toListed)
    },
    findVersion: (accountId, botId, version) =>
      version === DRAFT ? Promise.resolve(undefined) : find(db, accountId, botId, version),
    async findVersionByHash(accountId, botId, hash) {
      const rows = ofBot(db, accountId, botId).selectAll().where('hash', '=', hash).where('version', '>', DRAFT)
      const row = await rows.limit(1).executeTakeFirst()
      return row && toVersion(row)
    },
    findLive: (accountId, botId) => newest(db, accountId, botId),
  }
}

const changedMeanwhile = () =>
  new SettingsConflict('/hash', 'unknown-reference', 'The draft was changed meanwhile; load it again.')

const toListed = (row: Omit<Row, 'key' | 'definition'>): Omit<BotVersion, 'definition'> => ({
  accountId: row.account_id as AccountId,
  botId: row.bot_id as BotId,
  version: row.version,
  hash: row.hash,
  problems: JSON.parse(row.problems),
  comment: row.comment,
  savedAt: row.saved_at as EpochMs,
  savedBy: row.saved_by,
})
const toVersion = (row: Omit<Row, 'key'>): BotVersion => ({ ...toListed(row), definition: JSON.parse(row.definition) })

const toRow = (version: BotVersion) => ({
  account_id: version.accountId,
  bot_id: version.botId,
  version: version.version,
  hash: version.hash,
  definition: JSON.stringify(version.definition),
  problems: JSON.stringify(version.problems),
  comment: version.comment,
  saved_at: version.savedAt,
  saved_by: version.savedBy,
})
