import type { AccountId } from '@baton/base'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { accountId } from '../admin/schemas.ts'
import { callerOf, requireOwnOrigin } from '../caller.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import { email, givenPassword, gone, sessionBody, signInRefusals, toSessionBody } from './schemas.ts'
import { forgetCookie, startSession } from './signedIn.ts'
import { sessionOf, tooMany } from './whoever.ts'

/** So many accounts are named to whoever comes; of more, people type theirs. */
const FEW_ACCOUNTS = 10

const wish = z.strictObject({
  email,
  password: givenPassword,
  account: accountId.optional().describe('Needed where there are several accounts'),
})
const choices = z.object({
  accounts: z.array(z.object({ id: z.string(), name: z.string() })).readonly(),
  firstRun: z.boolean().describe('Nobody can administer this installation yet: follow the link that it printed'),
  oidc: z.array(z.object({ account: z.string(), name: z.string(), startUrl: z.string() })).readonly(),
})

/** Signing in and out by password. */
export const session: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, people } = house.storage
  const tags = ['sign-in']

  app.get(
    '/api/v1/sign-in',
    {
      schema: { tags, querystring: z.object({ account: accountId.optional() }), response: { 200: choices } },
    },
    async ({ query }) => {
      const named = query.account === undefined ? undefined : await settings.findAccount(query.account)
      const all = query.account === undefined ? await settings.listAccounts(FEW_ACCOUNTS + 1) : named ? [named] : []
      const accounts = all.length > FEW_ACCOUNTS ? [] : all
      return {
        accounts: accounts.map(({ id, name }) => ({ id, name })),
        firstRun: (await people.countAdminsWhoSignIn()) === 0,
        oidc: accounts.flatMap(({ id, oidc }) =>
          oidc === undefined ? [] : [{ account: id, name: oidc.name, startUrl: `/oidc/${id}/start` }],
        ),
      }
    },
  )
  app.get(
    '/api/v1/session',
    { schema: { tags, response: { 200: sessionBody, ...signInRefusals } } },
    async (request) => {
      const caller = sessionOf(request)
      const account = orNotFound(await settings.findAccount(caller.person.accountId), 'account')
      return toSessionBody(account, caller.person, caller)
    },
  )
  app.post(
    '/api/v1/session',
    { bodyLimit: 16 * 1024, schema: { tags, body: wish, response: { 200: sessionBody, ...signInRefusals } } },
    async (request, reply) => {
      if (request.headers.origin !== undefined) requireOwnOrigin(house, request)
      if (!house.shared.signIns.take(request.ip)) throw tooMany()
      const { password } = request.body
      const account = request.body.account ?? (await onlyAccount(house))
      const found = await house.identity.door.signIn(account, request.body.email, password)
      if (found.ok) return startSession(house, request, reply, found.person)
      if (found.why === 'too-many-requests') throw tooMany(found.retryAfterMs)
      throw new HttpProblem(401, 'wrong-credentials', 'E-mail address and password do not belong together.')
    },
  )
  app.delete(
    '/api/v1/session',
    { schema: { tags, response: { 204: gone, ...signInRefusals } } },
    async (request, reply) => {
      const { session: own } = callerOf(request)
      if (own !== undefined) {
        await people.endSession(own.accountId, own.personId, own.id)
        house.agents.sessionsEnded([own.id])
      }
      forgetCookie(house, request, reply)
      return reply.code(204).send()
    },
  )
  done()
}

/** Asked before anything is known of the person, so that the answer tells nothing of them. */
async function onlyAccount(house: House): Promise<AccountId> {
  const [only, another] = await house.storage.settings.listAccounts(2)
  if (only !== undefined && another === undefined) return only.id
  const message = 'There are several accounts here; say which one.'
  throw new HttpProblem(422, 'account-needed', message, { path: '/account' })
}
