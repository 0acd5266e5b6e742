import type { SavedReply } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import {
  given,
  inAccount,
  language,
  name,
  numberedPage,
  orAway,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  skillId,
  writeRefusals,
} from '../admin/schemas.ts'
import { noteOf } from '../audit.ts'
import { notFound, orNotFound } from '../httpProblem.ts'

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const path = inAccount.extend({ id })
/** The longest text that may be sent (messaging §0). */
const text = z.string().trim().min(1).max(5_000)
const shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]{1,30}$/u, 'letters, digits, _ and -, at most 30')
const skillIds = z.array(skillId).max(100)

const newReply = z.strictObject({
  title: name,
  text: text.describe('With variables such as {{consumer.name}} and {{agent.nickname}}, filled in when it is used'),
  shortcut: shortcut.optional().describe('What is typed behind `/`; unique for each language'),
  language: language.optional().describe('Absent: for every language'),
  skillIds: skillIds.default([]).describe('Empty: for every skill'),
})
const change = z.strictObject({
  title: name.optional(),
  text: text.optional(),
  // Null: none any more.
  shortcut: shortcut.nullable().optional(),
  language: language.nullable().optional(),
  skillIds: skillIds.optional(),
})
const reply = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string(),
  shortcut: z.string().optional(),
  language: z.string().optional(),
  skillIds: z.array(z.number()).readonly(),
})

/** What agents need not type again. */
export const savedReplies: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { words } = house.storage
  const tags = ['saved replies']
  const noting = { kind: 'savedReply' }

  app.get(
    '/saved-replies',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(reply), ...refusals },
      },
    },
    async ({ params, query }) => page(await words.listSavedReplies(params.accountId, pageRequest(query)), query.limit),
  )
  app.post(
    '/saved-replies',
    { schema: { tags, security, params: inAccount, body: newReply, response: { 201: reply, ...writeRefusals } } },
    async (request, answer) => {
      const { params, body } = request
      const note = noteOf<SavedReply>(house, request, 'savedReply.created', noting)
      const wanted = given(body) as Omit<SavedReply, 'id' | 'accountId'>
      return answer.code(201).send(await words.createSavedReply(params.accountId, wanted, note))
    },
  )
  app.get(
    '/saved-replies/:id',
    { schema: { tags, security, params: path, response: { 200: reply, ...refusals } } },
    async ({ params }) => orNotFound(await words.findSavedReply(params.accountId, params.id), 'saved reply'),
  )
  app.patch(
    '/saved-replies/:id',
    { schema: { tags, security, params: path, body: change, response: { 200: reply, ...writeRefusals } } },
    async (request) => {
      const { params, body } = request
      const note = noteOf<SavedReply>(house, request, 'savedReply.changed', noting)
      return orNotFound(await words.updateSavedReply(params.accountId, params.id, orAway(body), note), 'saved reply')
    },
  )
  app.delete(
    '/saved-replies/:id',
    { schema: { tags, security, params: path, response: { 204: z.undefined().describe('Gone'), ...refusals } } },
    async (request, answer) => {
      const { accountId, id: which } = request.params
      const note = noteOf<SavedReply>(house, request, 'savedReply.deleted', noting)
      if (!(await words.deleteSavedReply(accountId, which, note))) throw notFound('saved reply')
      return answer.code(204).send()
    },
  )
  done()
}
