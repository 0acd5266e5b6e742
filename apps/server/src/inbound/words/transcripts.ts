import { framesFor, viewHeader } from '@baton/protocol'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { asItem, event, header } from '../admin/conversations.ts'
import { conversationPath, refusals, security } from '../admin/schemas.ts'
import { callerOf } from '../caller.ts'
import { orNotFound } from '../httpProblem.ts'
import { requireReadable } from './readable.ts'

const query = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
})
const transcript = z.object({
  header,
  openedAt: z.number(),
  closedAt: z.number().optional(),
  skillName: z.string(),
  events: z.array(event).readonly(),
  next: z.number().optional().describe('There is more behind this place'),
})

/** A conversation to read, whoever has it now. Nobody is told that it is read. */
export const transcripts: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/conversations/:id/transcript',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: conversationPath,
        querystring: query,
        response: { 200: transcript, ...refusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      const { after, limit } = request.query
      const state = await requireReadable(house, callerOf(request), accountId, id)
      const log = await house.storage.conversations.readLog(accountId, id, after, limit)
      await house.names.learn(accountId, log, state)
      await house.names.learnMany(accountId, { skills: [state.skillId], bots: [], agents: [] })
      const names = house.names.of(accountId)
      const { frames } = framesFor(log, 'agent', names, after)
      const last = log.at(-1)
      return {
        header: { ...orNotFound(viewHeader(state, 'agent', names), 'conversation') },
        openedAt: state.openedAt,
        ...(state.phase === 'closed' && { closedAt: state.closedAt }),
        skillName: names.skill(state.skillId),
        events: frames.map(asItem),
        ...(log.length === limit && last && { next: last.seq }),
      }
    },
  )
  done()
}
