import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { orNotFound } from '../httpProblem.ts'
import { serveCollection } from './collection.ts'
import { groupWarnings, warningsAbout } from './groupWarnings.ts'
import { given, name, numberedPage, numberedPath, refusals, security } from './schemas.ts'

const transferMessage = z.string().max(1_000).describe('Said when one bot takes over from another; empty: nothing is')
const newGroup = z.strictObject({
  name,
  collaborates: z.boolean().default(false).describe('Its bots look among themselves for one who knows'),
  transferMessage: transferMessage.default(''),
})
const change = z.strictObject({
  name: name.optional(),
  collaborates: z.boolean().optional(),
  transferMessage: transferMessage.optional(),
})
const group = z.object({ id: z.number(), name: z.string(), collaborates: z.boolean(), transferMessage: z.string() })

/** Bots that look among themselves for one who knows, before they say that they do not. */
export const botGroups: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  serveCollection(app, house, {
    at: 'bot-groups',
    tags: ['bots'],
    noun: 'group of bots',
    kind: 'botGroup',
    isKept: true,
    path: numberedPath,
    shown: group,
    list: { query: numberedPage, find: (accountId, page) => settings.listBotGroups(accountId, page) },
    find: (accountId, id) => settings.findBotGroup(accountId, id),
    create: {
      body: newGroup,
      make: ({ accountId, body, note }) => settings.createBotGroup(accountId, body, note),
    },
    change: {
      body: change,
      make: ({ accountId, id, body, note }) => settings.updateBotGroup(accountId, id, given(body), note),
    },
    remove: ({ accountId, id, note }) => settings.deleteBotGroup(accountId, id, note),
  })
  app.get(
    '/bot-groups/:id/warnings',
    {
      schema: {
        tags: ['bots'],
        security,
        params: numberedPath,
        description: 'What keeps the bots of a group from helping each other well, as they are published now.',
        response: { 200: groupWarnings, ...refusals },
      },
    },
    async ({ params: { accountId, id } }) => {
      orNotFound(await settings.findBotGroup(accountId, id), 'group of bots')
      return warningsAbout(house, accountId, id)
    },
  )
  done()
}
