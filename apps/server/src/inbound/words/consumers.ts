import type { AccountId, ConsumerId, EpochMs } from '@baton/base'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { listed } from '../admin/conversations.ts'
import { inAccount, pageOf, refusals, security, writeRefusals } from '../admin/schemas.ts'
import { audit } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { notFound, refusedBy } from '../httpProblem.ts'
import { requireConsumer } from './readable.ts'

const path = inAccount.extend({
  id: z
    .string()
    .min(1)
    .max(200)
    .transform((id) => id as ConsumerId),
})
const pageQuery = z.object({
  before: z.coerce.number().int().min(0).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})
const consumer = z.object({
  consumerId: z.string(),
  firstSeenAt: z.number().optional(),
  lastSeenAt: z.number(),
  openConversationId: z.string().optional(),
  language: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).describe('As their newest conversation with any has them'),
})
const erased = z.object({ conversations: z.number().describe('So many lost their words') })

const PAGE = 50
/** Attributes are looked for in so many of the newest conversations. */
const LOOK_BACK = 10

/** One consumer: who they are, all their conversations, and the end of what is known of them. */
export const consumers: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const tags = ['consumers']
  app.get(
    '/consumers/:id',
    { schema: { tags, security, params: path, response: { 200: consumer, ...refusals } } },
    async (request) => {
      const { accountId, id } = request.params
      await requireConsumer(house, callerOf(request), accountId, id)
      return describe(house, accountId, id)
    },
  )
  app.get(
    '/consumers/:id/conversations',
    {
      schema: { tags, security, params: path, querystring: pageQuery, response: { 200: pageOf(listed), ...refusals } },
    },
    async (request) => {
      const { accountId, id } = request.params
      const { before, limit } = request.query
      await requireConsumer(house, callerOf(request), accountId, id)
      const items = await house.storage.conversations.listThread(accountId, id, before as EpochMs | undefined, limit)
      const last = items.at(-1)
      return { items, ...(items.length === limit && last && { next: last.openedAt }) }
    },
  )
  app.post(
    '/consumers/:id/erase',
    { schema: { tags, security, params: path, response: { 200: erased, ...writeRefusals } } },
    async (request) => {
      const { accountId, id } = request.params
      const conversations = await eraseConsumer(house, accountId, id)
      if (conversations === 0) throw notFound('consumer')
      await audit(house, request, { action: 'consumer.erased', target: `consumer/${id}` })
      return { conversations }
    },
  )
  done()
}

async function describe(house: House, accountId: AccountId, consumerId: ConsumerId): Promise<z.infer<typeof consumer>> {
  const newest = await house.storage.conversations.listThread(accountId, consumerId, undefined, LOOK_BACK)
  const [last] = newest
  if (last === undefined) throw notFound('consumer')
  const open = newest.find(({ phase }) => phase !== 'closed')
  let attributes: Record<string, unknown> = {}
  let language: string | undefined
  for (const { conversationId } of newest) {
    const state = (await house.runtime.find(accountId, conversationId))?.state
    if (state === undefined || state.phase === 'absent') continue
    language ??= state.language
    if (state.attributes === undefined) continue
    attributes = state.attributes
    break
  }
  return {
    consumerId,
    lastSeenAt: last.updatedAt,
    attributes,
    ...(newest.length < LOOK_BACK && { firstSeenAt: newest.at(-1)?.openedAt }),
    ...(open && { openConversationId: open.conversationId }),
    ...(language !== undefined && { language }),
  }
}

/**
 * Ends what is open, and takes the words out of everything: log, lists, runs, journal, hashes, search. What was never a word
 * (places, types, times, tags) stays. Begun again where it broke off, it does what is left.
 * @returns how many conversations there are
 */
async function eraseConsumer(house: House, accountId: AccountId, consumerId: ConsumerId): Promise<number> {
  const { conversations, search } = house.storage
  const by = { kind: 'system' } as const
  let before: EpochMs | undefined
  let count = 0
  for (;;) {
    const page = await conversations.listThread(accountId, consumerId, before, PAGE)
    for (const { conversationId, phase } of page) {
      const order = { accountId, conversationId, by }
      if (phase !== 'closed') await house.runtime.handle({ ...order, type: 'close', withoutSurvey: true })
      const done = await house.runtime.handle({ ...order, type: 'erase' })
      if (!done.ok) throw refusedBy(done.refusal)
    }
    count += page.length
    before = page.at(-1)?.openedAt
    if (page.length < PAGE) break
  }
  if (count > 0) await search.catchUp()
  return count
}
