import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { audit } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, notFound } from '../httpProblem.ts'
import { agentPath, given, security, writeRefusals } from './schemas.ts'

const status = z.enum(['online', 'busy', 'away', 'offline'])
const wish = z.strictObject({
  status,
  reason: z.string().trim().min(1).max(200).optional().describe('Shown to them, and kept for reports'),
})
const standing = z.object({
  id: z.number(),
  status,
  reason: z.string().optional(),
  since: z.number(),
  setBy: z.number().optional().describe('Who said so, where that was somebody else'),
})

/** Whoever directs the work says how somebody is: one who forgot to sign off is offered nothing more. They see it at once. */
export const personStatus: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.put(
    '/people/:id/status',
    {
      schema: {
        tags: ['people'],
        security,
        params: agentPath,
        body: wish,
        description: 'Only of somebody who is there; as if they had said it themselves, and written down.',
        response: { 200: standing, ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      const person = await house.storage.settings.findPerson(accountId, id)
      if (!person?.enabled || person.role === 'builder') throw notFound('person at a desk')
      const [before] = await house.runtime.presence.of(accountId, [id])
      if (before?.leaseUntil === undefined || before.leaseUntil <= house.clock.now()) {
        throw new HttpProblem(409, 'not-there', 'They have no desk open; there is nothing to change.', {
          path: '/status',
        })
      }
      const { status: said, reason } = request.body
      const by = callerOf(request).person?.id
      const after = await house.runtime.presence.setStatus(accountId, id, said, reason, by === id ? undefined : by)
      await audit(house, request, {
        action: 'person.statusSet',
        target: `person/${id}`,
        before: shown(before),
        after: shown(after),
      })
      const { since, setBy } = after
      return { id, status: said, since, ...given({ reason, setBy }) }
    },
  )
  done()
}

const shown = ({ status: is, reason }: { readonly status: string; readonly reason?: string }) => ({
  status: is,
  ...given({ reason }),
})
