import { sql } from 'kysely'
import type { MatchArticles } from '../authored/articles.ts'

const TEXT = `(setweight(to_tsvector('english', articles.title), 'A') || setweight(to_tsvector('english', articles.summary), 'B') ||
  setweight(to_tsvector('english', articles.detail), 'C'))`

/** Through the index of texts: every word as it is and in its other forms, the best ones first. */
export const matchArticles: MatchArticles = ({ accountId, knowledgeBase }, words, limit) => {
  const text = sql.raw(TEXT)
  const query = sql`to_tsquery('english', ${words.map((word) => `'${word}'`).join(' | ')})`
  return sql<boolean>`articles.key IN (
    SELECT key FROM articles
    WHERE account_id = ${accountId} AND knowledge_base = ${knowledgeBase} AND enabled = 1 AND ${text} @@ ${query}
    ORDER BY ts_rank(${text}, ${query}) DESC LIMIT ${limit}
  )`
}
