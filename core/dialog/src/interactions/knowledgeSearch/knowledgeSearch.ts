import { packResult } from '../../callResult.ts'
import type { InteractionOf } from '../../definition.ts'
import type { Acting, InteractionKind } from '../../kind.ts'
import { LEAST_SCORES } from '../../knowledge.ts'
import type { KnowledgeResult } from '../../need.ts'

const DEFAULT_VARIABLE = 'kb_search'

/** Searches articles with the consumer's words (dialogs R2.50). */
export const knowledgeSearch: InteractionKind<'knowledgeSearch'> = {
  category: 'integration',
  *perform(search, acting) {
    const { knowledgeBase, least = 'good', count = 1, notFound } = search
    const answer = yield {
      kind: 'knowledge',
      knowledgeBase: acting.words.text(knowledgeBase),
      query: acting.userMessage,
      leastScore: LEAST_SCORES[least],
      count: search.layout === 'plain' ? 1 : count,
    }
    const articles = answer.kind === 'knowledge' ? answer.results : []
    const variable = `api_${search.variable ?? DEFAULT_VARIABLE}`
    const body = { results: articles.map((article) => ({ ...article })) }
    acting.setVariable(variable, packResult(variable, body), 'session')
    acting.ended(articles.length > 0, 200)
    if (articles.length === 0) {
      if (notFound !== undefined) acting.say(acting.words.text(notFound))
      return { end: 'notFound' }
    }
    if (search.layout !== 'none') show(search, articles, acting)
    return { end: 'found' }
  },
}

function show(search: InteractionOf<'knowledgeSearch'>, articles: readonly KnowledgeResult[], acting: Acting): void {
  const [first] = articles
  if (search.layout === 'plain' || !acting.words.rich) {
    if (first === undefined) return
    acting.say(
      [first.title, first.summary ?? first.detail ?? '', first.contentUrl ?? '']
        .filter((line) => line !== '')
        .join('\n'),
    )
    return
  }
  const cards = articles.map((article) => {
    const image = article.imageUrl ?? (search.image === undefined ? undefined : acting.words.url(search.image))
    const label = acting.words.text(search.linkText ?? 'Read more')
    const text = article.summary ?? article.detail ?? ''
    return {
      type: 'vertical' as const,
      elements: [
        ...(image === undefined ? [] : [{ type: 'image' as const, url: image, tooltip: article.title }]),
        { type: 'text' as const, text: article.title, tooltip: article.title, style: { bold: true } },
        ...(text === '' ? [] : [{ type: 'text' as const, text, tooltip: text.slice(0, 256) }]),
        ...(article.contentUrl === undefined
          ? []
          : [
              {
                type: 'button' as const,
                title: label,
                tooltip: label,
                click: { actions: [{ type: 'link' as const, uri: article.contentUrl, name: label }] },
              },
            ]),
      ],
    }
  })
  const [only] = cards
  if (only === undefined) return
  const content = cards.length === 1 ? only : { type: 'carousel' as const, padding: 10, elements: cards }
  acting.put({ kind: 'structured', content })
}
