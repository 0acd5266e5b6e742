import { TURN_RECORD } from '@baton/storage'
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
type Told = Pick<z.infer<typeof turnRecord>, 'version' | 'hash' | 'steps'>

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
      // Each segment has its record; the first one's place is the highest.
      const records = journal.filter(({ needIndex }) => needIndex <= TURN_RECORD).reverse()
      const last = records.at(-1)
      if (last === undefined) throw notFound('turn of a bot that is written here')
      const { version, hash } = last.answer as Told
      const answers = journal.filter(({ needIndex }) => needIndex > TURN_RECORD)
      return {
        ...{ turnId, at: last.at, version, hash },
        steps: records.flatMap(({ answer }) => (answer as Told).steps),
        answers: answers.map(({ needIndex, at, answer }) => ({ needIndex, at, answer })),
      }
    },
  )
  done()
}
