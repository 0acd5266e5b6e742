import type { AccountId, SkillId } from '@baton/base'
import { farthestFor, isNear } from '@baton/runtime'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { callerOf } from '../caller.ts'
import { inAccount, refusals, security, skillId } from './schemas.ts'

/** Enough to choose from; whoever has more people than that names a skill. */
const MAX_SHOWN = 200

const available = z.object({
  id: z.number(),
  nickname: z.string(),
  status: z.enum(['online', 'busy', 'away', 'offline']),
  load: z.number(),
  capacity: z.number(),
  mayPass: z.boolean().describe('Whoever asks may name them when they pass a conversation on'),
})
const ORDER = ['online', 'busy', 'away', 'offline'] as const

/** To whom a conversation can be given, and how busy they are: those who are there first. */
export const availablePeople: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/people/available',
    {
      schema: {
        tags: ['people'],
        security,
        params: inAccount,
        querystring: z.object({ skillId: z.coerce.number().pipe(skillId).optional() }),
        response: { 200: z.array(available), ...refusals },
      },
    },
    async (request) => {
      const { params, query } = request
      const { accountId } = params
      const { person } = callerOf(request)
      const rules = (await house.storage.settings.findAccount(accountId))?.mayPassTo
      const farthest = person === undefined ? 'offline' : farthestFor(person.role, rules)
      const people = await candidates(house, accountId, query.skillId)
      const ids = people.map(({ agentId }) => agentId)
      const statuses = new Map((await house.runtime.presence.of(accountId, ids)).map((is) => [is.agentId, is.status]))
      const loads = await house.storage.desk.readLoads(accountId, ids, house.clock.now())
      return people
        .map(({ agentId, nickname, capacity }, index) => {
          const status = statuses.get(agentId) ?? ('offline' as const)
          const load = loads[index]?.load ?? 0
          return { id: agentId, nickname, status, load, capacity, mayPass: isNear(status, farthest) }
        })
        .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.load * b.capacity - b.load * a.capacity)
        .slice(0, MAX_SHOWN)
    },
  )
  done()
}

async function candidates({ storage }: House, accountId: AccountId, skill: SkillId | undefined) {
  if (skill !== undefined) return storage.desk.listAgentsOnSkill(accountId, skill)
  const people = await storage.settings.listPeople(accountId, { limit: MAX_SHOWN })
  return people
    .filter(({ enabled, role }) => enabled && role !== 'builder')
    .map(({ id, nickname, capacity }) => ({ agentId: id, nickname, capacity }))
}
