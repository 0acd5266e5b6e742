import { type IssuedToken, isOriginAllowed, type SignInPlace } from '@baton/identity'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../house.ts'
import { REFUSAL_TEXTS } from '../texts.ts'
import { accountId, entryPointId, writeRefusals } from './admin/schemas.ts'
import { keepOwnToken } from './consumerOwnTokens.ts'
import { errorBody, HttpProblem, notFound } from './httpProblem.ts'
import { stepUp } from './stepUp.ts'

const wish = z.strictObject({
  account: accountId,
  entryPoint: entryPointId,
  identity: z
    .string()
    .min(1)
    .max(8_192)
    .optional()
    .describe('The brand’s own signed token (JWT) that says who the consumer is; see `consumerSignIn` of the account'),
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
      if (!house.shared.arrivals.take(request.ip)) throw refused(429, 'too-many-requests')
      const { account, entryPoint, token, identity } = request.body
      const found = await house.storage.settings.findEntryPoint(account, entryPoint)
      if (found === undefined || !found.enabled) throw notFound('entry point')
      const { origin } = request.headers
      if (!isOriginAllowed(origin, found.origins, house.ownOrigins())) throw refused(403, 'origin-not-allowed')
      const place = { accountId: account, entryPointId: entryPoint, ...(origin !== undefined && { origin }) }
      if (identity !== undefined) return toBody(await signInBrandConsumer(house, place, identity, token))
      if (token === undefined) return toBody(await consumers.issue(place))
      const renewed = await consumers.renew(token, place)
      if (!renewed.ok) throw refused(401, renewed.error)
      return toBody(renewed.value)
    },
  )
  done()
}

const IDENTITY_REFUSALS = {
  'identity-invalid': [401, 'The brand’s token is not valid here.'],
  'identity-expired': [401, 'The brand’s token has expired.'],
  'identity-unavailable': [503, 'The brand’s keys cannot be had at the moment; try again soon.'],
} as const

/**
 * The brand says who the consumer is. Whoever they were before, anonymously and on this page, they bring their open
 * conversation along.
 */
async function signInBrandConsumer(
  house: House,
  place: SignInPlace,
  identity: string,
  token: string | undefined,
): Promise<IssuedToken> {
  const { consumers, brand } = house.identity
  const { accountId: account } = place
  const how = (await house.storage.settings.findAccount(account))?.consumerSignIn
  if (how === undefined) {
    throw new HttpProblem(422, 'identity-not-set-up', 'This account signs in no consumers by tokens of its own.')
  }
  const verified = await brand.verify(account, how, identity)
  if (!verified.ok) {
    const [status, message] = IDENTITY_REFUSALS[verified.error]
    throw new HttpProblem(status, verified.error, message, { path: '/identity' })
  }
  const { consumerId } = verified.value
  await keepOwnToken(house, account, verified.value, identity)
  const before = token === undefined ? undefined : await consumers.renew(token, place)
  const anonymous = before?.ok && before.value.session.signedIn !== true ? before.value.session.consumerId : undefined
  if (anonymous !== undefined) await stepUp(house, account, anonymous, consumerId)
  return consumers.signIn(consumerId, place, anonymous)
}

const toBody = ({ token, session: { expiresAt, consumerId } }: IssuedToken) => ({ token, expiresAt, consumerId })

const refused = (status: 401 | 403 | 429, code: keyof typeof REFUSAL_TEXTS) =>
  new HttpProblem(status, code, REFUSAL_TEXTS[code])
