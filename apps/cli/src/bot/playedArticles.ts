import { readFile } from 'node:fs/promises'
import type { KnowledgeAnswer, KnowledgeNeed } from '@baton/dialog'
import { scoreOf, wordsAskedFor } from '@baton/storage'
import { z } from 'zod'
import { CommandFailed, EXIT } from '../exitCodes.ts'

const words = z.string().max(65_536).default('')
const articles = z
  .array(
    z.strictObject({
      knowledgeBase: z.string().min(1),
      title: z.string().min(1),
      summary: words,
      detail: words,
      contentUrl: z.string().optional(),
      imageUrl: z.string().optional(),
      enabled: z.boolean().default(true),
    }),
  )
  .max(10_000)
export type PlayedArticle = z.infer<typeof articles>[number]

/** Articles as the API takes them: a list. @throws CommandFailed with the place that is wrong */
export async function readArticles(file: string): Promise<PlayedArticle[]> {
  const wrong = (what: string) => new CommandFailed(`${file}: ${what}`, EXIT.usage)
  const text = await readFile(file, 'utf8').catch((fault: Error) => {
    throw wrong(`cannot be read: ${fault.message}`)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (fault) {
    throw wrong(`cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
  const read = articles.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw wrong(`/${issue?.path.join('/') ?? ''} ${issue?.message ?? 'is no article'}`)
}

/** The best of them, counted as a server counts. */
export function searchArticles(
  given: readonly PlayedArticle[],
  { knowledgeBase, query, count, leastScore }: KnowledgeNeed,
): KnowledgeAnswer {
  const asked = wordsAskedFor(query)
  const scored = given
    .filter((article) => article.enabled && article.knowledgeBase === knowledgeBase)
    .map((article) => ({ article, score: scoreOf(asked, article) }))
    .filter(({ score }) => score > 0 && score >= leastScore)
  const best = scored.toSorted((a, b) => b.score - a.score).slice(0, Math.max(count, 1))
  return {
    kind: 'knowledge',
    results: best.map(({ article: { title, summary, detail, contentUrl, imageUrl }, score }) => ({
      ...{ title, summary, score },
      ...(detail !== '' && { detail }),
      ...(contentUrl !== undefined && { contentUrl }),
      ...(imageUrl !== undefined && { imageUrl }),
    })),
  }
}
