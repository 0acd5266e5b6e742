import { type Content, checkContent } from '@baton/content'
import type { SavedCard } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import {
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
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const path = inAccount.extend({ id })
const content = z
  .looseObject({ kind: z.enum(['structured', 'text']) })
  .describe('As an agent sends it: `structured` with a card, or `text` with quickReplies')
const newCard = z.strictObject({ name, content })
const change = z.strictObject({ name: name.optional(), content: content.optional() })
const card = z.object({ id: z.number(), name: z.string(), content: z.looseObject({ kind: z.string() }) })

/** Cards for agents to send: checked here as they are when they are sent, for the web messenger and the account's image hosts. */
export const savedCards: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { words, settings } = house.storage
  const tags = ['saved cards']
  const noting = { kind: 'savedCard' }
  const shown = ({ id: number, name: called, content: what }: SavedCard) => ({
    id: number,
    name: called,
    content: what as unknown as { kind: string },
  })

  async function checked(accountId: SavedCard['accountId'], wanted: unknown): Promise<Content> {
    const account = orNotFound(await settings.findAccount(accountId), 'account')
    const read = checkContent(wanted, { path: '/content', imageHosts: account.imageHosts })
    if (read.ok) return read.content
    const [first] = read.problems.filter(({ severity }) => severity !== 'warning')
    throw new HttpProblem(422, 'invalid-content', first?.message ?? 'This content is not right.', {
      path: first?.path ?? '/content',
      problems: read.problems,
    })
  }

  app.get(
    '/saved-cards',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(card), ...refusals },
      },
    },
    async ({ params, query }) => {
      const found = await words.listSavedCards(params.accountId, pageRequest(query))
      return page(found.map(shown), query.limit)
    },
  )
  app.post(
    '/saved-cards',
    { schema: { tags, security, params: inAccount, body: newCard, response: { 201: card, ...writeRefusals } } },
    async (request, answer) => {
      const { params, body } = request
      const note = noteOf<SavedCard>(house, request, 'savedCard.created', noting)
      const wanted = { name: body.name, content: await checked(params.accountId, body.content) }
      return answer.code(201).send(shown(await words.createSavedCard(params.accountId, wanted, note)))
    },
  )
  app.get(
    '/saved-cards/:id',
    { schema: { tags, security, params: path, response: { 200: card, ...refusals } } },
    async ({ params }) => shown(orNotFound(await words.findSavedCard(params.accountId, params.id), 'saved card')),
  )
  app.patch(
    '/saved-cards/:id',
    { schema: { tags, security, params: path, body: change, response: { 200: card, ...writeRefusals } } },
    async (request) => {
      const { params, body } = request
      const note = noteOf<SavedCard>(house, request, 'savedCard.changed', noting)
      const wanted = given({
        name: body.name,
        content: body.content === undefined ? undefined : await checked(params.accountId, body.content),
      })
      return shown(orNotFound(await words.updateSavedCard(params.accountId, params.id, wanted, note), 'saved card'))
    },
  )
  app.delete(
    '/saved-cards/:id',
    { schema: { tags, security, params: path, response: { 204: z.undefined().describe('Gone'), ...refusals } } },
    async (request, answer) => {
      const { accountId, id: which } = request.params
      const note = noteOf<SavedCard>(house, request, 'savedCard.deleted', noting)
      if (!(await words.deleteSavedCard(accountId, which, note))) throw notFound('saved card')
      return answer.code(204).send()
    },
  )
  done()
}
