import type { AgentId, EpochMs, SkillId, TagId } from '@baton/base'
import type { SearchQuery } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { listed } from '../admin/conversations.ts'
import { given, inAccount, pageOf, refusals, security } from '../admin/schemas.ts'
import { callerOf } from '../caller.ts'
import { errorBody } from '../httpProblem.ts'

const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const instant = z.coerce.number().int().min(0).max(8_640_000_000_000_000)
const query = z.object({
  words: z
    .string()
    .max(500)
    .optional()
    .describe(
      'All of these, the last one as a beginning; "in quotes" in this order. Or the id of a conversation or consumer',
    ),
  phase: z.enum(['open', 'closed']).optional(),
  skillId: number.optional(),
  agentId: number.optional().describe('Who answered it at some time'),
  tagId: number.optional(),
  from: instant.optional().describe('Milliseconds since 1970: something happened in it since then'),
  to: instant.optional().describe('It began before then'),
  after: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
const hit = z.object({
  conversation: listed,
  found: z
    .object({
      seq: z.number(),
      at: z.number(),
      parts: z.array(z.object({ text: z.string(), isHit: z.boolean() })).readonly(),
    })
    .optional()
    .describe('The newest place where the words are'),
})

/** Looks through all conversations that the caller may know of. */
export const search: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/search',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: inAccount,
        querystring: query,
        response: { 200: pageOf(hit), ...refusals, 503: errorBody },
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { after, limit, skillId, agentId, tagId, from, to, words, phase } = request.query
      const { rights, person } = callerOf(request)
      const seesAll = rights.has('seeAll')
      if (!seesAll && person === undefined) return { items: [] }
      const asked: SearchQuery = {
        accountId,
        limit,
        ...given({
          words,
          phase,
          cursor: after,
          skillId: skillId as SkillId | undefined,
          agentId: agentId as AgentId | undefined,
          tagId: tagId as TagId | undefined,
          from: from as EpochMs | undefined,
          to: to as EpochMs | undefined,
        }),
        ...(!seesAll && person && { visibleTo: { agentId: person.id, skillIds: person.skillIds } }),
      }
      return house.storage.search.find(asked)
    },
  )
  done()
}
