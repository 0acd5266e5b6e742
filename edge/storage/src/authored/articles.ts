import type { AccountId, Clock, EpochMs } from '@baton/base'
import { type RawBuilder, sql } from 'kysely'
import { type Article, type AuthoredStore, MAX_ARTICLES } from '../authoredStore.ts'
import { collection } from '../settings/collection.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'
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
  const all = collection(db, {
    table: 'articles',
    called: 'article',
    numbers: 'authored',
    most: { count: MAX_ARTICLES, called: 'articles' },
    searched: ['articles.title'],
    toItem: toArticle,
    toRow,
  })
  return {
    createArticle: (accountId, article, note) => all.create(accountId, { ...article, updatedAt: clock.now() }, note),
    findArticle: all.find,
    listArticles: (accountId, { knowledgeBase, ...page }) =>
      all.list(accountId, page, knowledgeBase === undefined ? undefined : sql`knowledge_base = ${knowledgeBase}`),
    updateArticle: (accountId, id, change, note) =>
      all.update(accountId, id, { ...change, updatedAt: clock.now() }, note),
    deleteArticle: async (accountId, id, note) => (await all.remove(accountId, id, note)) !== undefined,
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
