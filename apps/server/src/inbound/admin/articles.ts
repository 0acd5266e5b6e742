import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { notFound, orNotFound } from '../httpProblem.ts'
import {
  given,
  inAccount,
  numberedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  writeRefusals,
} from './schemas.ts'

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
const path = inAccount.extend({ id: z.coerce.number().int().min(1) })
const search = z.object({
  knowledgeBase,
  query: z.string().trim().min(1).max(1_000),
  limit: z.coerce.number().int().min(1).max(20).default(5),
})

/** What bots find answers in. */
export const articles: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  const tags = ['knowledge']
  app.post(
    '/articles',
    { schema: { tags, security, params: inAccount, body: newArticle, response: { 201: article, ...writeRefusals } } },
    async ({ params, body }, reply) => reply.code(201).send(await authored.createArticle(params.accountId, body)),
  )
  app.get(
    '/articles',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage.extend({ knowledgeBase: knowledgeBase.optional() }),
        response: { 200: pageOf(article), ...refusals },
      },
    },
    async ({ params, query }) => {
      const only = query.knowledgeBase === undefined ? {} : { knowledgeBase: query.knowledgeBase }
      return page(await authored.listArticles(params.accountId, { ...pageRequest(query), ...only }), query.limit)
    },
  )
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
  app.get(
    '/articles/:id',
    { schema: { tags, security, params: path, response: { 200: article, ...refusals } } },
    async ({ params }) => orNotFound(await authored.findArticle(params.accountId, params.id), 'article'),
  )
  app.patch(
    '/articles/:id',
    { schema: { tags, security, params: path, body: change, response: { 200: article, ...writeRefusals } } },
    async ({ params, body }) =>
      orNotFound(await authored.updateArticle(params.accountId, params.id, given(body)), 'article'),
  )
  app.delete(
    '/articles/:id',
    { schema: { tags, security, params: path, response: { 204: z.null(), ...refusals } } },
    async ({ params }, reply) => {
      if (!(await authored.deleteArticle(params.accountId, params.id))) throw notFound('article')
      return reply.code(204).send(null)
    },
  )
  done()
}
