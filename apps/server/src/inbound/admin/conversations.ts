import { randomUUID } from 'node:crypto'
import type { ClientId } from '@baton/base'
import type { AgentActor } from '@baton/conversation'
import { clientId, type EventFrame, framesFor, MAX_TRANSFER_NOTE, viewHeader } from '@baton/protocol'
import type { Order } from '@baton/runtime'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { audit } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { orNotFound, refusedBy } from '../httpProblem.ts'
import {
  agentId,
  conversationPath,
  given,
  inAccount,
  pageOf,
  refusals,
  security,
  skillId,
  writeRefusals,
} from './schemas.ts'

const query = z.object({
  phase: z.enum(['open', 'closed']).optional(),
  skillId: z.coerce.number().int().min(1).optional(),
  assigneeKind: z.enum(['bot', 'agent', 'queue']).optional(),
  assigneeId: z.coerce.number().int().min(1).optional(),
  after: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const listed = z.object({
  conversationId: z.string(),
  seq: z.number(),
  phase: z.enum(['main', 'survey', 'closed']),
  consumerId: z.string(),
  assigneeKind: z.enum(['bot', 'agent', 'queue', 'none']),
  assigneeId: z.number().optional(),
  skillId: z.number(),
  dueAt: z.number().optional(),
  responseMs: z.number(),
  queuedSince: z.number().optional(),
  lastLine: z.object({ text: z.string(), seq: z.number(), audience: z.string() }).optional(),
  openedAt: z.number(),
  updatedAt: z.number(),
  closedAt: z.number().optional(),
  tags: z.array(z.number()).readonly(),
})
/** The header and the events are those of the agents' socket; their fields are told there. */
export const header = z.looseObject({ conversationId: z.string(), seq: z.number(), phase: z.string() })
export const event = z.object({
  seq: z.number(),
  prev: z.number(),
  at: z.number(),
  event: z.looseObject({ type: z.string() }),
})
const logPage = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
const handled = z.object({ conversationId: z.string(), seq: z.number().optional(), at: z.number().optional() })
const note = z.strictObject({
  text: z.string().trim().min(1).max(MAX_TRANSFER_NOTE),
  clientId: clientId.optional().describe('Sent again with the same one, it is there once'),
})
const transfer = z.strictObject({
  skillId,
  agentId: agentId.optional(),
  note: note.optional().describe('For whoever gets it, in one step with the transfer; the consumer never sees it'),
})
const priority = z.strictObject({
  priority: z.enum(['urgent', 'normal', 'prioritized', 'custom']),
  responseMs: z.int().min(1_000).max(31_536_000_000).optional(),
})
const close = z.strictObject({ withoutSurvey: z.boolean().optional() })

/** Conversations as the brand's administration sees and steers them. */
export const conversations: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  reading(app, house)
  steering(app, house)
  done()
}

const tags = ['conversations']
type App = Parameters<FastifyPluginCallbackZod>[0]

function reading(app: App, house: House): void {
  const store = house.storage.conversations

  app.get(
    '/conversations',
    {
      schema: { tags, security, params: inAccount, querystring: query, response: { 200: pageOf(listed), ...refusals } },
    },
    async ({ params, query: asked }) => {
      const { limit, after, ...filter } = asked
      return store.list({ ...params, limit, ...(given({ ...filter, cursor: after }) as object) })
    },
  )
  app.get(
    '/conversations/:id',
    { schema: { tags, security, params: conversationPath, response: { 200: header, ...refusals } } },
    async ({ params: { accountId, id } }) => {
      const { state } = orNotFound(await house.runtime.find(accountId, id), 'conversation')
      await house.names.learn(accountId, [], state)
      return { ...orNotFound(viewHeader(state, 'agent', house.names.of(accountId)), 'conversation') }
    },
  )
  app.get(
    '/conversations/:id/log',
    {
      schema: {
        tags,
        security,
        params: conversationPath,
        querystring: logPage,
        response: { 200: pageOf(event), ...refusals },
      },
    },
    async ({ params: { accountId, id }, query: { after, limit } }) => {
      orNotFound(await house.runtime.find(accountId, id), 'conversation')
      const log = await store.readLog(accountId, id, after, limit)
      await house.names.learn(accountId, log)
      const { frames } = framesFor(log, 'agent', house.names.of(accountId), after)
      const last = log.at(-1)
      return { items: frames.map(asItem), ...(log.length === limit && last && { next: last.seq }) }
    },
  )
}

export const asItem = (frame: EventFrame) => ({ ...frame, event: { ...frame.event } })

function steering(app: App, house: House): void {
  const carryOut = async (order: Order) => {
    const found = await house.runtime.handle(order)
    if (found.ok) return found
    house.metrics.refused(found.refusal)
    throw refusedBy(found.refusal, found.path)
  }
  const schema = { tags, security, params: conversationPath, response: { 200: handled, ...writeRefusals } }

  app.post('/conversations/:id/close', { schema: { ...schema, body: close } }, (request) =>
    carryOut({ ...of(request.params), type: 'close', by: actorOf(request), ...given(request.body) }),
  )
  app.post('/conversations/:id/transfer', { schema: { ...schema, body: transfer } }, (request) => {
    const { skillId: to, agentId: suggested, note: said } = request.body
    const beside = {
      ...(suggested !== undefined && { agentId: suggested }),
      ...(said && { note: { text: said.text, clientId: (said.clientId ?? randomUUID()) as ClientId } }),
    }
    return carryOut({ ...of(request.params), type: 'transfer', by: actorOf(request), skillId: to, ...beside })
  })
  app.post('/conversations/:id/priority', { schema: { ...schema, body: priority } }, (request) => {
    const { priority: wished, responseMs } = request.body
    const time = given({ responseMs })
    return carryOut({ ...of(request.params), type: 'changePriority', by: actorOf(request), priority: wished, ...time })
  })
  app.post('/conversations/:id/erase', { schema }, async (request) => {
    const erased = await carryOut({ ...of(request.params), type: 'erase', by: { kind: 'system' } })
    await audit(house, request, { action: 'conversation.erased', target: `conversation/${request.params.id}` })
    return erased
  })
}

/** A person acts in their own name; a program in that of the system. */
export function actorOf(request: FastifyRequest): AgentActor | { readonly kind: 'system' } {
  const { person } = callerOf(request)
  // The route's right was asked for already: whoever comes this far may act on others' conversations.
  return person === undefined ? { kind: 'system' } : { kind: 'agent', agentId: person.id, authority: 'manager' }
}

const of = ({ accountId, id }: z.infer<typeof conversationPath>) => ({ accountId, conversationId: id })
