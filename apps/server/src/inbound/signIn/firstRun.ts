import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type House, linkUrl } from '../../house.ts'
import { security, writeRefusals } from '../admin/schemas.ts'
import { HttpProblem } from '../httpProblem.ts'

const made = z.object({ url: z.string().describe('Works once; earlier ones are void') })

/** A new link for the first administrator, for whoever runs the server and lost the one that it printed. */
export const firstRun: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.post(
    '/api/v1/first-run',
    { schema: { tags: ['installation'], security, response: { 201: made, ...writeRefusals } } },
    async (_request, reply) => {
      const url = await makeFirstRunLink(house)
      if (url !== undefined) return reply.code(201).send({ url })
      throw new HttpProblem(409, 'first-run-over', 'Somebody can administer this installation already.')
    },
  )
  done()
}

/** @returns undefined when somebody can administer the installation already */
export async function makeFirstRunLink(house: House): Promise<string | undefined> {
  if ((await house.storage.people.countAdminsWhoSignIn()) > 0) return undefined
  return linkUrl(house, (await house.identity.links.firstRun()).secret)
}
