import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { given, inAccount, pageOf, refusals, security } from './schemas.ts'

const page = z.object({
  after: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const count = z.number().int().min(0)
const queue = z.object({
  skillId: z.number(),
  skillName: z.string(),
  inQueue: count,
  actionable: count.describe('Of them, who may be offered to somebody'),
  onlineAgents: count,
  freeSlots: count,
  avgWaitMs: z.number().optional().describe('Of those who wait now'),
  maxWaitMs: z.number().optional(),
  median: z
    .number()
    .optional()
    .describe('Of the last 24 hours: half of those who were assigned waited no longer; in ms'),
  ninetieth: z.number().optional().describe('… and nine in ten'),
  estimatedWait: z
    .number()
    .describe('Seconds, for whoever comes now; 0: somebody is free, -1: nobody is online, -2: too few to tell'),
})
const live = z.object({
  at: z.number(),
  open: count,
  overdue: count,
  soon: count.describe('Due within five minutes'),
  inQueue: count,
  actionable: count,
  queues: z.array(queue),
  next: z.number().optional(),
})
const person = z.object({
  id: z.number(),
  nickname: z.string(),
  fullName: z.string(),
  status: z.enum(['online', 'busy', 'away', 'offline']),
  reason: z.string().optional(),
  since: z.number().optional().describe('Since when they are like that; absent: they were never there'),
  load: z.number().describe('Sum of the weights of what they hold'),
  capacity: z.number(),
  held: count.describe('Conversations and offers that they hold'),
})

/** How the work stands right now, for those who direct it (messaging R4.21, R8.2, R8.9). */
export const liveNumbers: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, desk } = house.storage
  const schema = { tags: ['live'], security, params: inAccount, querystring: page }

  app.get('/live', { schema: { ...schema, response: { 200: live, ...refusals } } }, async ({ params, query }) => {
    const { accountId } = params
    const found = await settings.listSkills(accountId, { limit: query.limit, ...given({ after: query.after }) })
    const skills = new Map(found.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]))
    const { queues, ...numbers } = await house.runtime.liveNumbers(accountId, [...skills.keys()])
    const last = found.length === query.limit ? found.at(-1)?.id : undefined
    return {
      ...numbers,
      queues: queues.map((one) => ({ ...one, skillName: skills.get(one.skillId) ?? '' })),
      ...(last !== undefined && { next: last }),
    }
  })

  app.get(
    '/live/people',
    { schema: { ...schema, response: { 200: pageOf(person), ...refusals } } },
    async ({ params, query }) => {
      const { accountId } = params
      const found = await settings.listPeople(accountId, { limit: query.limit, ...given({ after: query.after }) })
      const people = found.filter(({ enabled, role }) => enabled && role !== 'builder')
      const ids = people.map(({ id }) => id)
      const presences = new Map((await house.runtime.presence.of(accountId, ids)).map((is) => [is.agentId, is]))
      const loads = await desk.readLoads(accountId, ids, house.clock.now())
      const last = found.length === query.limit ? found.at(-1)?.id : undefined
      return {
        items: people.map(({ id, nickname, fullName, capacity }, index) => {
          const { status = 'offline', reason, since } = presences.get(id) ?? {}
          const { load = 0, held = 0 } = loads[index] ?? {}
          return { id, nickname, fullName, status, load, held, capacity, ...given({ reason, since }) }
        }),
        ...(last !== undefined && { next: last }),
      }
    },
  )
  done()
}
