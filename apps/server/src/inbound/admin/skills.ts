import { hours, minutes, seconds } from '@baton/base'
import type { Skill } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { orNotFound } from '../httpProblem.ts'
import {
  botId,
  given,
  inAccount,
  name,
  numberedPage,
  orAway,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  skillId,
  skillPath,
  suggestedMinutes,
  writeRefusals,
} from './schemas.ts'

const responseMs = z
  .int()
  .min(seconds(1))
  .max(hours(24 * 365))
const responseTimes = z.strictObject({ urgent: responseMs, normal: responseMs, prioritized: responseMs })
const survey = z.strictObject({
  botId,
  timeoutMs: z
    .int()
    .min(seconds(10))
    .max(hours(24 * 30)),
  endPhrases: z
    .array(z.string().trim().min(1).max(100))
    .min(1)
    .max(20)
    .optional()
    .describe('Words with which the consumer ends it, whatever it asked; compared without case'),
})
const goneMinutes = z.int().min(1).max(10_080)
const transfersTo = z
  .array(skillId)
  .max(200)
  .refine((ids) => new Set(ids).size === ids.length, 'each skill once')
  .describe('The other skills to which its conversations may be passed; none of them where it is empty')
/** messaging LIF-29. */
const autoCloseMs = z
  .int()
  .min(minutes(25))
  .max(hours(24 * 90))

const newSkill = z.strictObject({
  name,
  description: z.string().max(1_000).default(''),
  enabled: z.boolean().default(true),
  responseTimes: responseTimes.default({ urgent: minutes(5), normal: hours(24), prioritized: hours(1) }),
  autoCloseMs: autoCloseMs.default(hours(24 * 7)),
  survey: survey.optional(),
  fallbackSkillId: skillId.optional(),
  agentGoneMinutes: goneMinutes.optional(),
  suggestedMinutes: suggestedMinutes.optional(),
  transfersTo: transfersTo.optional(),
  failIfNobodyOnline: z.boolean().optional(),
  nobodyOnlineSeconds: z.int().min(1).max(86_400).optional(),
  failOutOfHours: z.boolean().optional(),
  failAfterMinutes: z.int().min(1).max(10_080).optional(),
})
const change = z.strictObject({
  name: name.optional(),
  description: z.string().max(1_000).optional(),
  enabled: z.boolean().optional(),
  responseTimes: responseTimes.optional(),
  autoCloseMs: autoCloseMs.optional(),
  /** Null: no survey any more. */
  survey: survey.nullable().optional(),
  fallbackSkillId: skillId.nullable().optional(),
  /** Null: the account’s. */
  agentGoneMinutes: goneMinutes.nullable().optional(),
  suggestedMinutes: suggestedMinutes.nullable().optional(),
  /** Null: to all. */
  transfersTo: transfersTo.nullable().optional(),
  failIfNobodyOnline: z.boolean().optional(),
  nobodyOnlineSeconds: z.int().min(1).max(86_400).nullable().optional(),
  failOutOfHours: z.boolean().optional(),
  failAfterMinutes: z.int().min(1).max(10_080).nullable().optional(),
})
const skill = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  responseTimes: z.object({ urgent: z.number(), normal: z.number(), prioritized: z.number() }),
  autoCloseMs: z.number(),
  survey: z
    .object({ botId: z.number(), timeoutMs: z.number(), endPhrases: z.array(z.string()).readonly().optional() })
    .optional(),
  fallbackSkillId: z.number().optional(),
  agentGoneMinutes: z.number().optional(),
  suggestedMinutes: z.number().optional().describe('Absent: the account’s'),
  transfersTo: z.array(z.number()).readonly().optional().describe('Absent: to all'),
  failIfNobodyOnline: z.boolean().optional(),
  nobodyOnlineSeconds: z.number().optional(),
  failOutOfHours: z.boolean().optional(),
  failAfterMinutes: z.number().optional(),
})

/** What queues are for. */
export const skills: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['skills']

  app.post(
    '/skills',
    { schema: { tags, security, params: inAccount, body: newSkill, response: { 201: skill, ...writeRefusals } } },
    async (request, reply) => {
      const { params, body } = request
      const note = noteOf<Skill>(house, request, 'skill.created', { kind: 'skill' })
      const wanted = given(body) as Omit<Skill, 'id' | 'accountId'>
      const made = await settings.createSkill(params.accountId, wanted, note)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(made)
    },
  )
  app.get(
    '/skills',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(skill), ...refusals },
      },
    },
    async ({ params, query }) => page(await settings.listSkills(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/skills/:id',
    { schema: { tags, security, params: skillPath, response: { 200: skill, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findSkill(params.accountId, params.id), 'skill'),
  )
  app.patch(
    '/skills/:id',
    { schema: { tags, security, params: skillPath, body: change, response: { 200: skill, ...writeRefusals } } },
    async (request) => {
      const { params, body } = request
      const note = noteOf<Skill>(house, request, 'skill.changed', { kind: 'skill' })
      const change = orAway(body) as Partial<Skill>
      const changed = orNotFound(await settings.updateSkill(params.accountId, params.id, change, note), 'skill')
      house.settingsChanged(params.accountId)
      return changed
    },
  )
  done()
}
