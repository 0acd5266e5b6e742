import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { SurveyCount, SurveySpan } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { callerOf } from '../caller.ts'
import { requireReadable } from '../words/readable.ts'
import { conversationPath, inAccount, pageOf, refusals, security } from './schemas.ts'

const instant = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const number = z.coerce.number().int().min(1).optional()
const span = z.object({
  from: instant.default(0).describe('Milliseconds since 1970'),
  to: instant.default(Number.MAX_SAFE_INTEGER).describe('Exclusive'),
  skillId: number,
  agentId: number,
})
const answer = z.object({
  conversationId: z.string(),
  seq: z.number(),
  at: z.number(),
  botId: z.number(),
  skillId: z.number().describe('That had the conversation last'),
  agentId: z.number().optional().describe('Who answered last'),
  measures: z.string().describe('fcr, csat, nps, or as the author calls it'),
  number: z.number().optional(),
  skipped: z.literal(true).optional().describe('The consumer did not want to say'),
  question: z.string().optional(),
  answer: z.string().optional(),
})
const measured = z.object({
  measures: z.string(),
  answers: z.number(),
  skipped: z.number().describe('How often the question was passed over; not among the answers'),
  counts: z.array(z.object({ number: z.number(), count: z.number() })).readonly(),
  mean: z.number().optional(),
  score: z
    .number()
    .optional()
    .describe('CSAT: percent of 4 and 5. NPS: percent of 9 and 10 less percent of 0 to 6. FCR: percent of yes'),
})
const cursor = z
  .string()
  .regex(/^\d{1,16}\.\d{1,10}\.[\w-]{1,64}$/)
  .optional()
  .describe('`next` of the page before')

/** What consumers answered when they were asked afterwards. */
export const surveys: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const store = house.storage.surveys
  const tags = ['surveys']
  app.get(
    '/conversations/:id/survey',
    {
      schema: { tags, security, params: conversationPath, response: { 200: z.array(answer).readonly(), ...refusals } },
    },
    async (request) => {
      const { accountId, id } = request.params
      await requireReadable(house, callerOf(request), accountId, id)
      return store.listSurveyAnswers(accountId, id)
    },
  )
  app.get(
    '/surveys/answers',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: span.extend({ limit: z.coerce.number().int().min(1).max(200).default(50), after: cursor }),
        description: 'Newest first.',
        response: { 200: pageOf(answer), ...refusals },
      },
    },
    async ({ params, query }) => {
      const { limit, after } = query
      const before = after === undefined ? {} : { before: placeOf(after) }
      const items = await store.listSurveyAnswersBetween(params.accountId, spanOf(query), { limit, ...before })
      const last = items.at(-1)
      const isFull = items.length === limit && last !== undefined
      return { items, ...(isFull && { next: `${last.at}.${last.seq}.${last.conversationId}` }) }
    },
  )
  app.get(
    '/surveys/summary',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: span,
        response: { 200: z.array(measured).readonly(), ...refusals },
      },
    },
    async ({ params, query }) => summaryOf(await store.countSurveyAnswers(params.accountId, spanOf(query))),
  )
  done()
}

function spanOf({ from, to, skillId, agentId }: z.infer<typeof span>): SurveySpan {
  return {
    from: from as EpochMs,
    to: to as EpochMs,
    ...(skillId !== undefined && { skillId: skillId as SkillId }),
    ...(agentId !== undefined && { agentId: agentId as AgentId }),
  }
}

function placeOf(text: string) {
  const [at, seq, id = ''] = text.split('.')
  return { at: Number(at) as EpochMs, seq: Number(seq), conversationId: id as ConversationId }
}

function summaryOf(counts: readonly SurveyCount[]): z.infer<typeof measured>[] {
  return [...new Set(counts.map(({ measures }) => measures))].map((measures) => {
    const asked = counts.filter((one) => one.measures === measures)
    const own = asked.filter(({ skipped }) => skipped !== true)
    const numbers = own.flatMap(({ number, count }) => (number === undefined ? [] : [{ number, count }]))
    const total = sum(numbers.map(({ count }) => count))
    const mean = sum(numbers.map(({ number, count }) => number * count)) / total
    const score = scoreOf(measures, (fits) => (100 * sum(numbers.filter(fits).map(({ count }) => count))) / total)
    return {
      measures,
      answers: sum(own.map(({ count }) => count)),
      skipped: sum(asked.map(({ count }) => count)) - sum(own.map(({ count }) => count)),
      counts: numbers,
      ...(total > 0 && { mean: rounded(mean) }),
      ...(total > 0 && score !== undefined && { score: rounded(score) }),
    }
  })
}

type Percent = (fits: (one: { readonly number: number }) => boolean) => number

/** As the three are counted everywhere (dialogs R2.29). */
function scoreOf(measures: string, percent: Percent): number | undefined {
  if (measures === 'csat') return percent(({ number }) => number >= 4)
  if (measures === 'nps') return percent(({ number }) => number >= 9) - percent(({ number }) => number <= 6)
  return measures === 'fcr' ? percent(({ number }) => number === 1) : undefined
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
const rounded = (number: number): number => Math.round(number * 100) / 100
