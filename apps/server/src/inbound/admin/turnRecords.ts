import { readTurnRecord } from '@baton/runtime'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { notFound } from '../httpProblem.ts'
import { conversationPath, refusals, security } from './schemas.ts'

const turnRecord = z.object({
  turnId: z.number(),
  at: z.number(),
  version: z.number(),
  hash: z.string(),
  steps: z
    .array(z.looseObject({ turn: z.number(), input: z.looseObject({ kind: z.string() }) }))
    .readonly()
    .describe('What was heard, which rules were tried, which variables changed, what was needed and said; in order'),
  answers: z
    .array(z.object({ needIndex: z.number(), at: z.number(), answer: z.unknown() }))
    .readonly()
    .describe('What scripts, services and searches gave'),
})
type Told = z.infer<typeof turnRecord>

/** Why a bot that is written here did what it did. Gone when the conversation is erased. */
export const turnRecords: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/conversations/:id/turns/:turnId',
    {
      schema: {
        tags: ['conversations'],
        security,
        params: conversationPath.extend({ turnId: z.coerce.number().int().min(1) }),
        response: { 200: turnRecord, ...refusals },
      },
    },
    async ({ params: { accountId, id, turnId } }) => {
      const journal = await house.storage.conversations.readJournal(accountId, id, turnId)
      const record = readTurnRecord(journal)
      if (record === undefined) throw notFound('turn of a bot that is written here')
      return { turnId, ...record, steps: record.steps as readonly object[] as Told['steps'] }
    },
  )
  done()
}
