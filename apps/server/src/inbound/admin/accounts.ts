import { parseImageHostEntry } from '@baton/content'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { requireInstallation } from '../access.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import { accountId, given, inAccount, language, name, pageOf, refusals, security, writeRefusals } from './schemas.ts'

const account = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  imageHosts: z.array(z.string()).readonly(),
  defaultLanguage: z.string(),
})
const newAccount = z.strictObject({ id: accountId, name })
const change = z.strictObject({
  name: name.optional(),
  defaultLanguage: language.optional(),
  /** Exact https hosts; wildcards are refused. */
  imageHosts: z.array(z.string().max(300)).max(500).optional(),
})

/** Brands; only the operator of the installation makes and lists them. */
export const accounts: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  app.addHook('onRequest', (request) => requireInstallation(house, request))

  app.post(
    '/api/v1/accounts',
    { schema: { tags: ['accounts'], security, body: newAccount, response: { 201: account, ...writeRefusals } } },
    async (request, reply) => reply.code(201).send(await settings.createAccount(request.body)),
  )
  app.get(
    '/api/v1/accounts',
    {
      schema: {
        tags: ['accounts'],
        security,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(200) }),
        response: { 200: pageOf(account), ...refusals },
      },
    },
    async (request) => ({ items: await settings.listAccounts(request.query.limit) }),
  )
  done()
}

/** The account of the path, with its list of image hosts. */
export const oneAccount: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  app.get(
    '/',
    { schema: { tags: ['accounts'], security, params: inAccount, response: { 200: account, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findAccount(params.accountId), 'account'),
  )
  app.patch(
    '/',
    {
      schema: {
        tags: ['accounts'],
        security,
        params: inAccount,
        body: change,
        response: { 200: account, ...writeRefusals },
      },
    },
    async ({ params, body }) => {
      const { imageHosts, ...rest } = body
      const changed = await settings.updateAccount(params.accountId, {
        ...given(rest),
        ...(imageHosts !== undefined && { imageHosts: readImageHosts(imageHosts) }),
      })
      house.settingsChanged(params.accountId)
      return orNotFound(changed, 'account')
    },
  )
  done()
}

/** @throws HttpProblem with every entry that cannot be read */
function readImageHosts(entries: readonly string[]): string[] {
  const read = entries.map((entry, index) => parseImageHostEntry(entry, `/imageHosts/${index}`))
  const problems = read.flatMap((entry) => (entry.ok ? [] : [entry.error]))
  const [first] = problems
  if (first !== undefined) {
    throw new HttpProblem(422, 'image-host-entry', first.message, { path: first.path, problems })
  }
  return [...new Set(read.flatMap((entry) => (entry.ok ? [entry.value] : [])))]
}
