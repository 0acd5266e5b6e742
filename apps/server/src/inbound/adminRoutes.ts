import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'
import { requireAccount } from './access.ts'
import { accounts, oneAccount } from './admin/accounts.ts'
import { bots } from './admin/bots.ts'
import { conversations } from './admin/conversations.ts'
import { entryPoints } from './admin/entryPoints.ts'
import { people } from './admin/people.ts'
import { skills } from './admin/skills.ts'
import { tokens } from './admin/tokens.ts'

/** The API of administrators. Whose account it is, is asked before a body is even read. */
export const adminRoutes: FastifyPluginCallback<{ house: House }> = (app, { house }, done) => {
  app.register(accounts, { house })
  app.register(
    (inAccount, _options, registered) => {
      inAccount.addHook('onRequest', async (request) => {
        await requireAccount(house, request)
      })
      for (const routes of [oneAccount, skills, people, bots, entryPoints, tokens, conversations]) {
        inAccount.register(routes, { house })
      }
      registered()
    },
    { prefix: '/api/v1/accounts/:accountId' },
  )
  done()
}
