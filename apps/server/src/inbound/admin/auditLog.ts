import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { agentId, given, inAccount, pageOf, refusals, security } from './schemas.ts'

const entry = z.object({
  id: z.number(),
  at: z.number(),
  who: z.object({
    kind: z.enum(['person', 'key', 'token', 'installation', 'link']),
    id: z.union([z.number(), z.string()]).optional(),
    name: z.string().optional(),
  }),
  action: z.string().describe('What was done, such as skill.changed'),
  target: z.string().describe('To what, such as skill/3'),
  changes: z
    .record(z.string(), z.object({ before: z.unknown().optional(), after: z.unknown().optional() }))
    .describe('By field; secrets are not shown'),
})

/** What administrators changed. */
export const auditLog: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const query = z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    kind: z
      .string()
      .regex(/^[A-Za-z]{1,30}$/)
      .optional()
      .describe('Only what was done to such things: skill, person …'),
    personId: z.coerce.number().pipe(agentId).optional().describe('Only what this person did'),
    after: z.coerce.number().int().min(1).optional().describe('`next` of the page before; newest first'),
  })
  app.get(
    '/audit',
    {
      schema: {
        tags: ['audit'],
        security,
        params: inAccount,
        querystring: query,
        response: { 200: pageOf(entry), ...refusals },
      },
    },
    async ({ params, query: { limit, after, ...only } }) => {
      const page = { limit, ...given(only), ...(after !== undefined && { before: after }) }
      const items = await house.storage.people.listAudit(params.accountId, page)
      const last = items.at(-1)
      return { items, ...(items.length === limit && last !== undefined && { next: last.id }) }
    },
  )
  done()
}
