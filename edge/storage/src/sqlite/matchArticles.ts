import { sql } from 'kysely'
import type { MatchArticles } from '../authored/articles.ts'

/** Through FTS5: every word as it is and in its other forms, the best ones first. */
export const matchArticles: MatchArticles = ({ accountId, knowledgeBase }, words, limit) => {
  const place = `x${Buffer.from(`${accountId}/${knowledgeBase}`).toString('hex')}`
  const anyWord = words.map((word) => `"${word}"`).join(' OR ')
  const query = `place:"${place}" AND {title summary detail} : (${anyWord})`
  return sql<boolean>`articles.key IN (
    SELECT rowid FROM articles_text WHERE articles_text MATCH ${query} ORDER BY bm25(articles_text, 0, 4, 2, 1) LIMIT ${limit}
  )`
}
