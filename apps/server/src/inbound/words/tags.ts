import type { AccountId, TagId } from '@baton/base'
import { TAG_COLOURS, type Tag } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import {
  conversationPath,
  given,
  inAccount,
  name,
  numberedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  writeRefusals,
} from '../admin/schemas.ts'
import { noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, orNotFound, refusedBy } from '../httpProblem.ts'
import { requireReadable } from './readable.ts'

const number = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const tagId = number.transform((id) => id as TagId)
const path = inAccount.extend({ id: z.coerce.number().pipe(tagId) })
const colour = z.enum(TAG_COLOURS)
const newTag = z.strictObject({ name, colour: colour.default('grey') })
const change = z.strictObject({ name: name.optional(), colour: colour.optional(), retired: z.boolean().optional() })
const tag = z.object({
  id: z.number(),
  name: z.string(),
  colour,
  retired: z.boolean().describe('Nobody puts it on any more; conversations that carry it still show it'),
})
const tagging = z.strictObject({
  add: z.array(tagId).max(50).default([]),
  remove: z.array(tagId).max(50).default([]),
})
const tagged = z.object({ tags: z.array(z.number()).readonly() })

const MOST = 200

/** What conversations are sorted by: the account's list, and which of it a conversation carries. */
export const tags: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { words } = house.storage
  const noting = { kind: 'tag' }

  app.get(
    '/tags',
    {
      schema: {
        tags: ['tags'],
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(tag), ...refusals },
      },
    },
    async ({ params, query }) => page(await words.listTags(params.accountId, pageRequest(query)), query.limit),
  )
  app.post(
    '/tags',
    { schema: { tags: ['tags'], security, params: inAccount, body: newTag, response: { 201: tag, ...writeRefusals } } },
    async (request, reply) => {
      const note = noteOf<Tag>(house, request, 'tag.created', noting)
      return reply.code(201).send(await words.createTag(request.params.accountId, request.body, note))
    },
  )
  app.patch(
    '/tags/:id',
    { schema: { tags: ['tags'], security, params: path, body: change, response: { 200: tag, ...writeRefusals } } },
    async (request) => {
      const { accountId, id } = request.params
      const note = noteOf<Tag>(house, request, 'tag.changed', noting)
      return orNotFound(await words.updateTag(accountId, id, given(request.body), note), 'tag')
    },
  )
  app.post(
    '/conversations/:id/tags',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: conversationPath,
        body: tagging,
        response: { 200: tagged, ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId, id: conversationId } = request.params
      const caller = callerOf(request)
      await requireReadable(house, caller, accountId, conversationId)
      const { add, remove } = request.body
      await requireTags(house, accountId, add)
      const { person, rights } = caller
      const by =
        person === undefined
          ? ({ kind: 'system' } as const)
          : ({ kind: 'agent', agentId: person.id, authority: rights.has('direct') ? 'manager' : 'agent' } as const)
      const done = await house.runtime.handle({ type: 'changeTags', accountId, conversationId, by, add, remove })
      if (!done.ok) throw refusedBy(done.refusal, done.path)
      const found = orNotFound(await house.runtime.find(accountId, conversationId), 'conversation')
      return { tags: found.state.phase === 'absent' ? [] : found.state.tags }
    },
  )
  done()
}

async function requireTags(house: House, accountId: AccountId, add: readonly TagId[]): Promise<void> {
  if (add.length === 0) return
  const known = await house.storage.words.listTags(accountId, { limit: MOST })
  const usable = new Set(known.filter(({ retired }) => !retired).map(({ id }) => id))
  const unknown = add.findIndex((id) => !usable.has(id))
  if (unknown < 0) return
  throw new HttpProblem(422, 'unknown-tag', `There is no tag ${add[unknown]} to put on.`, { path: `/add/${unknown}` })
}
