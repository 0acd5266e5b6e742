import type { AccountId, Clock, EpochMs } from '@baton/base'
import type { RawBuilder } from 'kysely'
import { type Article, type AuthoredStore, MAX_ARTICLES } from '../authoredStore.ts'
import { drawNumber, requireAccount } from '../settings/rules.ts'
import { holds } from '../settings/search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'
import { scoreOf, wordsAskedFor } from './words.ts'

type Articles = Pick<
  AuthoredStore,
  'createArticle' | 'findArticle' | 'listArticles' | 'updateArticle' | 'deleteArticle' | 'searchArticles'
>
type Row = Omit<SettingsTables['articles'], 'key'>

/** How a dialect finds the rows of `articles` that hold any of these words, the best of them; words are letters and digits. */
export type MatchArticles = (
  place: { readonly accountId: AccountId; readonly knowledgeBase: string },
  words: readonly string[],
  limit: number,
) => RawBuilder<boolean>

/** Looked at more closely, for one that is given back. */
const CANDIDATES = 50

export function articles(db: SettingsDatabase, clock: Clock, match: MatchArticles): Articles {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('articles').selectAll().where('account_id', '=', accountId)
  return {
    createArticle: (accountId, article) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        const rows = trx.selectFrom('articles').where('account_id', '=', accountId)
        const { count } = await rows.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
        if (count >= MAX_ARTICLES) {
          throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_ARTICLES} articles.`)
        }
        const id = await drawNumber(trx, 'authored')
        const created: Article = { ...article, accountId, id, updatedAt: clock.now() }
        await trx.insertInto('articles').values(toRow(created)).execute()
        return created
      }),
    async findArticle(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toArticle(row)
    },
    async listArticles(accountId, { limit, after, search, knowledgeBase }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .$if(knowledgeBase !== undefined, (query) => query.where('knowledge_base', '=', knowledgeBase ?? ''))
        .$if(search !== undefined, (query) => query.where(holds(['articles.title'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toArticle)
    },
    updateArticle: (accountId, id, change) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        const changed: Article = { ...toArticle(row), ...change, updatedAt: clock.now() }
        await trx
          .updateTable('articles')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        return changed
      }),
    async deleteArticle(accountId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('articles')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async searchArticles(accountId, { knowledgeBase, query, limit }) {
      const words = wordsAskedFor(query)
      if (words.length === 0) return []
      const rows = await db
        .selectFrom('articles')
        .selectAll()
        .where(match({ accountId, knowledgeBase }, words, CANDIDATES))
        .execute()
      const scored = rows.map((row) => ({ ...toArticle(row), score: scoreOf(words, row) }))
      const best = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.id - b.id)
      return best.slice(0, limit)
    },
  }
}

const toArticle = (row: Row): Article => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  knowledgeBase: row.knowledge_base,
  title: row.title,
  summary: row.summary,
  detail: row.detail,
  ...(row.content_url !== null && { contentUrl: row.content_url }),
  ...(row.image_url !== null && { imageUrl: row.image_url }),
  enabled: row.enabled === 1,
  updatedAt: row.updated_at as EpochMs,
})
const toRow = (article: Article): Row => ({
  account_id: article.accountId,
  id: article.id,
  knowledge_base: article.knowledgeBase,
  title: article.title,
  summary: article.summary,
  detail: article.detail,
  content_url: article.contentUrl ?? null,
  image_url: article.imageUrl ?? null,
  enabled: article.enabled ? 1 : 0,
  updated_at: article.updatedAt,
})
