import { type AccountId, after, hours } from '@baton/base'
import type { ServiceScore } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { callerOf } from '../caller.ts'
import { given, inAccount, pageOf, refusals, security } from './schemas.ts'

const page = z.object({
  after: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const count = z.number().int().min(0)
const csat = z
  .object({ answers: count, percent: z.number().describe('Of the answers, those of 4 and 5') })
  .optional()
  .describe('Of the last 12 hours; absent: nobody answered')
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
  csat,
})
const live = z.object({
  at: z.number(),
  open: count,
  overdue: count,
  soon: count.describe('Due within five minutes'),
  inQueue: count,
  actionable: count,
  csat,
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
  setBy: z.string().optional().describe('Who said how they are, where that was somebody else'),
  csat,
})

/** How the work stands right now, for those who direct it (messaging R4.21, R8.2, R8.9). */
export const liveNumbers: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, desk } = house.storage
  const schema = { tags: ['live'], security, params: inAccount, querystring: page }

  app.get('/live', { schema: { ...schema, response: { 200: live, ...refusals } } }, async ({ params, query }) => {
    const { accountId } = params
    const found = await settings.listSkills(accountId, { limit: query.limit, ...given({ after: query.after }) })
    const skills = new Map(found.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]))
    const [{ queues, ...numbers }, scores] = await Promise.all([
      house.runtime.liveNumbers(accountId, [...skills.keys()]),
      scoresOf(house, accountId),
    ])
    const last = found.length === query.limit ? found.at(-1)?.id : undefined
    return {
      ...numbers,
      ...csatOf(scores),
      queues: queues.map((one) => ({
        ...one,
        skillName: skills.get(one.skillId) ?? '',
        ...csatOf(scores.filter(({ skillId }) => skillId === one.skillId)),
      })),
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
      const scores = await scoresOf(house, accountId)
      const leaders = [...presences.values()].flatMap(({ setBy }) => (setBy === undefined ? [] : [setBy]))
      await house.names.learnMany(accountId, { agents: leaders, bots: [], skills: [] })
      const names = house.names.of(accountId)
      const last = found.length === query.limit ? found.at(-1)?.id : undefined
      return {
        items: people.map(({ id, nickname, fullName, capacity }, index) => {
          const { status = 'offline', reason, since, setBy: leader } = presences.get(id) ?? {}
          const setBy = leader === undefined ? undefined : names.agent(leader)
          const { load = 0, held = 0 } = loads[index] ?? {}
          const csat = csatOf(scores.filter(({ agentId }) => agentId === id))
          return { id, nickname, fullName, status, load, held, capacity, ...given({ reason, since, setBy }), ...csat }
        }),
        ...(last !== undefined && { next: last }),
      }
    },
  )
  app.get(
    '/live/me',
    {
      schema: {
        tags: ['live'],
        security,
        params: inAccount,
        description: 'How content consumers were with whoever asks.',
        response: { 200: z.object({ csat }), ...refusals },
      },
    },
    async (request) => {
      const me = callerOf(request).person?.id
      const scores = me === undefined ? [] : await scoresOf(house, request.params.accountId)
      return csatOf(scores.filter(({ agentId }) => agentId === me))
    },
  )
  done()
}

/** CSAT is of the last so many hours (messaging R8.2). */
const CSAT_HOURS = 12

const scoresOf = ({ storage, clock }: House, accountId: AccountId): Promise<readonly ServiceScore[]> =>
  storage.surveys.readScores(accountId, after(clock.now(), -hours(CSAT_HOURS)))

function csatOf(scores: readonly ServiceScore[]): { csat?: { answers: number; percent: number } } {
  const answers = scores.reduce((sum, score) => sum + score.answers, 0)
  const positive = scores.reduce((sum, score) => sum + score.positive, 0)
  return answers === 0 ? {} : { csat: { answers, percent: Math.round((1_000 * positive) / answers) / 10 } }
}
