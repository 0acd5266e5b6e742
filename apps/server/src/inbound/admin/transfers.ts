import type { AccountId, ConversationId, SkillId } from '@baton/base'
import { type ConversationEvent, type Recorded, transfersIn } from '@baton/conversation'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { callerOf } from '../caller.ts'
import { requireReadable } from '../words/readable.ts'
import { botMemoryOf } from './botMemory.ts'
import { conversationPath, inAccount, refusals, security, skillId } from './schemas.ts'

const PAGE = 1_000
/** Of the events that a transfer is read from; a conversation that has more shows its newest. */
const MOST = 2_000

const actor = z.looseObject({ kind: z.enum(['consumer', 'bot', 'agent', 'system']) })
const tried = z.object({
  seq: z.number(),
  at: z.number(),
  by: actor,
  skillId: z.number().optional(),
  skillName: z.string().optional(),
  suggestedAgentId: z.number().optional(),
  reason: z.string().optional(),
  outcome: z
    .enum([
      'pending',
      'accepted',
      'takenOver',
      'replaced',
      'suggestedTimedOut',
      'abandoned',
      'unknownSkill',
      'disabledSkill',
      'notPermitted',
      'nobodyOnline',
      'outOfHours',
      'rejected',
      'timedOut',
      'botSilent',
    ])
    .describe('What became of it; everything after `abandoned` is a failure'),
  takenBy: actor.optional(),
  settledAt: z.number().optional(),
})
const memory = z.object({
  botId: z.number(),
  botName: z.string(),
  variables: z.array(z.object({ name: z.string(), value: z.unknown() })).readonly(),
  intents: z.array(z.object({ name: z.string(), score: z.number().optional() })).readonly(),
  steps: z
    .array(z.object({ dialog: z.string(), interaction: z.string() }))
    .readonly()
    .describe('The last ones that its dialogs went through'),
})
const skillAround = z.object({
  id: z.number(),
  name: z.string(),
  online: z.number().describe('People who are online now'),
  bots: z.number().describe('Bots that sit on it'),
  waiting: z.number(),
})

/** What somebody wants to know before they pass a conversation on, and after they were passed one. */
export const transfers: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/conversations/:id/transfers',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: conversationPath,
        description: 'Every attempt to pass the conversation on, and what became of it.',
        response: { 200: z.array(tried).readonly(), ...refusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      await requireReadable(house, callerOf(request), accountId, id)
      const all = transfersIn(await readTransferLog(house, accountId, id))
      const skills = all.flatMap(({ skillId }) => skillId ?? [])
      await house.names.learnMany(accountId, { skills, bots: [], agents: [] })
      const names = house.names.of(accountId)
      return all.map((one) => ({ ...one, ...(one.skillId !== undefined && { skillName: names.skill(one.skillId) }) }))
    },
  )
  app.get(
    '/conversations/:id/bot-memory',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: conversationPath,
        description: 'What the last bot that is written here had learned. Empty when there was none, or it was erased.',
        response: { 200: z.array(memory).readonly(), ...refusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      await requireReadable(house, callerOf(request), accountId, id)
      const found = await botMemoryOf(house, accountId, id)
      return found === undefined ? [] : [found]
    },
  )
  app.get(
    '/skills/around',
    {
      schema: {
        tags: ['skills'],
        security,
        params: inAccount,
        querystring: z.object({
          from: z.coerce.number().pipe(skillId).optional().describe('The skill to which the conversation belongs now'),
        }),
        description:
          'To which skills a conversation can be passed, and who would be there for it; with `from` those to which that skill ' +
          'passes on. At most 200.',
        response: { 200: z.array(skillAround).readonly(), ...refusals },
      },
    },
    async ({ params: { accountId }, query: { from } }) => {
      const { settings, desk } = house.storage
      const list = from === undefined ? undefined : (await settings.findSkill(accountId, from))?.transfersTo
      const isListed = (id: SkillId) => list === undefined || id === from || list.includes(id)
      const known = await settings.listSkills(accountId, { limit: 200 })
      const skills = known.filter(({ id, enabled }) => enabled && isListed(id))
      return Promise.all(
        skills.map(async ({ id, name }) => {
          const people = (await desk.listAgentsOnSkill(accountId, id)).map(({ agentId }) => agentId)
          const statuses = await house.runtime.presence.of(accountId, people)
          const queue = await desk.readDesk(accountId, { kind: 'queue', skillIds: [id] }, 1)
          const bots = await settings.listBotsOnSkill(accountId, id)
          const online = statuses.filter(({ status }) => status === 'online').length
          return { id, name, online, bots: bots.length, waiting: queue.total }
        }),
      )
    },
  )
  done()
}

const TELLING: ReadonlySet<ConversationEvent['type']> = new Set([
  'transferred',
  'transferFailed',
  'assigned',
  'botFailed',
  'surveyOpened',
  'closed',
])

async function readTransferLog({ storage }: House, accountId: AccountId, id: ConversationId): Promise<Recorded[]> {
  const kept: Recorded[] = []
  for (let after = 0; ; ) {
    const log = await storage.conversations.readLog(accountId, id, after, PAGE)
    kept.push(...log.filter(({ event }) => TELLING.has(event.type)))
    if (kept.length > MOST) kept.splice(0, kept.length - MOST)
    const last = log.at(-1)
    if (last === undefined || log.length < PAGE) return kept
    after = last.seq
  }
}
