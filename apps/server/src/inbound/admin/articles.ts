import type { Article } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { serveCollection } from './collection.ts'
import { given, inAccount, numberedPage, numberedPath, refusals, security } from './schemas.ts'

const knowledgeBase = z.string().trim().min(1).max(200)
const https = z.url({ protocol: /^https$/ }).max(2_000)
const fields = {
  knowledgeBase,
  title: z.string().trim().min(1).max(300),
  summary: z.string().max(2_000).default(''),
  detail: z.string().max(65_536).default(''),
  contentUrl: https.optional(),
  imageUrl: https.optional(),
  enabled: z.boolean().default(true),
}
const newArticle = z.strictObject(fields)
const change = z.strictObject({
  knowledgeBase: knowledgeBase.optional(),
  title: fields.title.optional(),
  summary: z.string().max(2_000).optional(),
  detail: z.string().max(65_536).optional(),
  contentUrl: https.optional(),
  imageUrl: https.optional(),
  enabled: z.boolean().optional(),
})
const article = z.object({
  id: z.number(),
  knowledgeBase: z.string(),
  title: z.string(),
  summary: z.string(),
  detail: z.string(),
  contentUrl: z.string().optional(),
  imageUrl: z.string().optional(),
  enabled: z.boolean(),
  updatedAt: z.number(),
})
const search = z.object({
  knowledgeBase,
  query: z.string().trim().min(1).max(1_000),
  limit: z.coerce.number().int().min(1).max(20).default(5),
})

/** What bots find answers in. */
export const articles: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  const tags = ['knowledge']
  serveCollection(app, house, {
    at: 'articles',
    tags,
    noun: 'article',
    kind: 'article',
    told: ({ updatedAt: _updatedAt, ...rest }: Article) => rest,
    path: numberedPath,
    shown: article,
    list: {
      query: numberedPage.extend({ knowledgeBase: knowledgeBase.optional() }),
      find: (accountId, page, query) =>
        authored.listArticles(accountId, { ...page, ...given({ knowledgeBase: query.knowledgeBase }) }),
    },
    find: (accountId, id) => authored.findArticle(accountId, id),
    create: {
      body: newArticle,
      make: ({ accountId, body, note }) => authored.createArticle(accountId, body, note),
    },
    change: {
      body: change,
      make: ({ accountId, id, body, note }) => authored.updateArticle(accountId, id, given(body), note),
    },
    remove: ({ accountId, id, note }) => authored.deleteArticle(accountId, id, note),
  })
  app.get(
    '/articles/search',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: search,
        description: 'As a bot would find them: best first, with a score of 0 to 1.',
        response: { 200: z.object({ items: z.array(article.extend({ score: z.number() })).readonly() }), ...refusals },
      },
    },
    async ({ params, query }) => ({ items: await authored.searchArticles(params.accountId, query) }),
  )
  done()
}
