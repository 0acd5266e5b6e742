import type { Environment } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { serveCollection } from './collection.ts'
import { given, name, numberedPage, numberedPath } from './schemas.ts'

/** dialogs R5.7; the documented system names carry underscores. */
const variables = z
  .record(z.string().regex(/^\w{1,200}$/, 'letters, digits and _'), z.string().max(65_536))
  .refine((all) => Object.keys(all).length <= 1_000, 'at most 1,000 variables')
const newEnvironment = z.strictObject({ name, variables: variables.default({}) })
const change = z.strictObject({ name: name.optional(), variables: variables.optional() })
const environment = z.object({ id: z.number(), name: z.string(), variables: z.record(z.string(), z.string()) })

/** Sets of variables that bots are linked to, such as one for tests and one for production. */
export const environments: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  serveCollection(app, house, {
    at: 'environments',
    tags: ['bots'],
    noun: 'environment',
    kind: 'environment',
    // What variables hold may be a secret; that one came or went is none.
    told: ({ name: called, variables: held }: Environment) => ({ name: called, variables: Object.keys(held) }),
    isKept: true,
    path: numberedPath,
    shown: environment,
    list: { query: numberedPage, find: (accountId, page) => authored.listEnvironments(accountId, page) },
    find: (accountId, id) => authored.findEnvironment(accountId, id),
    create: {
      body: newEnvironment,
      make: ({ accountId, body, note }) => authored.createEnvironment(accountId, body, note),
    },
    change: {
      body: change,
      make: ({ accountId, id, body, note }) => authored.updateEnvironment(accountId, id, given(body), note),
    },
    remove: ({ accountId, id, note }) => authored.deleteEnvironment(accountId, id, note),
  })
  done()
}
