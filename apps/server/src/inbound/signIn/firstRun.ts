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
      const url = await makeFirstRunLink(house, 0)
      if (url !== undefined) return reply.code(201).send({ url })
      throw new HttpProblem(409, 'first-run-over', 'Somebody can administer this installation already.')
    },
  )
  done()
}

/** So many of the links that earlier starts printed stay valid; a server that is started again and again leaves no more. */
const LINKS_OF_STARTS = 20

/**
 * For a start to print: what other servers of the installation printed stays valid, since no server can print it again.
 * @returns undefined when somebody can administer the installation already
 */
export const makeLinkOfStart = (house: House): Promise<string | undefined> => makeFirstRunLink(house, LINKS_OF_STARTS)

/** @param keep so many earlier ones stay valid beside it */
async function makeFirstRunLink(house: House, keep: number): Promise<string | undefined> {
  if ((await house.storage.people.countAdminsWhoSignIn()) > 0) return undefined
  return linkUrl(house, (await house.identity.links.firstRun(keep)).secret)
}
