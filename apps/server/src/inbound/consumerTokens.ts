import { type IssuedToken, isOriginAllowed } from '@baton/identity'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../house.ts'
import { REFUSAL_TEXTS } from '../texts.ts'
import { accountId, entryPointId, writeRefusals } from './admin/schemas.ts'
import { errorBody, HttpProblem, notFound } from './httpProblem.ts'

const wish = z.strictObject({
  account: accountId,
  entryPoint: entryPointId,
  token: z.string().max(4_096).optional().describe('The old token, to stay the same consumer; it may have expired'),
})
const issued = z.object({ token: z.string(), expiresAt: z.number(), consumerId: z.string() })

/**
 * Signs consumers in, without asking who they are. Any page may read the answer, so that a page that is not on the list is
 * told why; only pages on the list get a token.
 */
export const consumerTokens: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { consumers } = house.identity

  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin !== undefined) reply.header('access-control-allow-origin', origin)
    reply
      .header('vary', 'Origin')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'no-store')
  })
  app.options('/api/v1/consumer-tokens', { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '600')
      .code(204)
      .send(),
  )
  app.post(
    '/api/v1/consumer-tokens',
    {
      bodyLimit: 16 * 1024,
      schema: {
        tags: ['consumers'],
        description: 'A token for a new consumer, or a fresh one for the consumer of an old token (up to 730 hours).',
        body: wish,
        response: { 200: issued, ...writeRefusals, 429: errorBody },
      },
    },
    async (request) => {
      if (!house.arrivals.take(request.ip)) throw refused(429, 'too-many-requests')
      const { account, entryPoint, token } = request.body
      const found = await house.storage.settings.findEntryPoint(account, entryPoint)
      if (found === undefined || !found.enabled) throw notFound('entry point')
      const { origin } = request.headers
      if (!isOriginAllowed(origin, found.origins, house.ownOrigins())) throw refused(403, 'origin-not-allowed')
      const place = { accountId: account, entryPointId: entryPoint, ...(origin !== undefined && { origin }) }
      if (token === undefined) return toBody(await consumers.issue(place))
      const renewed = await consumers.renew(token, place)
      if (!renewed.ok) throw refused(401, renewed.error)
      return toBody(renewed.value)
    },
  )
  done()
}

const toBody = ({ token, session: { expiresAt, consumerId } }: IssuedToken) => ({ token, expiresAt, consumerId })

const refused = (status: 401 | 403 | 429, code: keyof typeof REFUSAL_TEXTS) =>
  new HttpProblem(status, code, REFUSAL_TEXTS[code])
