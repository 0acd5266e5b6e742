import type { KnowledgeNeed, NeedAnswer } from '@baton/dialog'
import type { Asking, Means } from './asking.ts'

/** Searches the account's articles. */
export async function answerKnowledge(need: KnowledgeNeed, { state }: Asking, { around }: Means): Promise<NeedAnswer> {
  const { knowledgeBase, query, count, leastScore } = need
  const search = { knowledgeBase, query, limit: Math.max(count, 1) }
  const found = await around.storage.authored.searchArticles(state.accountId, search)
  const results = found.filter(({ score }) => score >= leastScore)
  return {
    kind: 'knowledge',
    results: results.map(({ title, summary, detail, contentUrl, imageUrl, score }) => ({
      title,
      summary,
      ...(detail !== '' && { detail }),
      ...(contentUrl !== undefined && { contentUrl }),
      ...(imageUrl !== undefined && { imageUrl }),
      score,
    })),
  }
}
