import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../house.ts'
import { isLoopbackAddress } from '../tokenBucket.ts'
import { findCaller } from './caller.ts'
import { errorBody, HttpProblem } from './httpProblem.ts'

const alive = z.object({ status: z.literal('alive') })
const ready = z.object({ status: z.enum(['ready', 'unready']), reasons: z.array(z.string()).readonly() })

/** For whoever restarts, routes to and watches this process. */
export const health: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const tags = ['health']
  app.get('/healthz', { schema: { tags, response: { 200: alive } } }, async () => ({ status: 'alive' as const }))

  app.get('/readyz', { schema: { tags, response: { 200: ready, 503: ready } } }, async (_request, reply) => {
    const reasons = await reasonsAgainst(house)
    return reasons.length === 0
      ? reply.send({ status: 'ready', reasons })
      : reply.code(503).send({ status: 'unready', reasons })
  })

  app.get('/metrics', { schema: { tags, response: { 200: z.string(), 401: errorBody } } }, async (request, reply) => {
    const isLocal = isLoopbackAddress(request.socket.remoteAddress ?? '') && !('x-forwarded-for' in request.headers)
    if (!isLocal && (await findCaller(house, request)) === undefined) {
      throw new HttpProblem(401, 'token-invalid', 'From another machine an access token is needed.')
    }
    return reply.type(house.metrics.registry.contentType).send(await house.metrics.registry.metrics())
  })
  done()
}

async function reasonsAgainst(house: House): Promise<string[]> {
  const reasons: string[] = []
  if (!house.isOpen()) reasons.push('the server goes down')
  const runtime = house.runtime.health()
  if (!runtime.accepting) reasons.push(runtime.cause ?? 'no orders are accepted')
  try {
    const storage = await house.storage.health()
    if (!storage.writable) reasons.push(storage.cause ?? 'nothing can be written')
  } catch {
    reasons.push('the storage does not answer')
  }
  return reasons
}
