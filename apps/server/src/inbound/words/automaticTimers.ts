import type { AccountId } from '@baton/base'
import { SILENCE_SECONDS, SILENCES, type Silence } from '@baton/conversation'
import type { AutomaticTimer } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { inAccount, refusals, security, skillId, writeRefusals } from '../admin/schemas.ts'
import { noteOf } from '../audit.ts'

/** In seconds: the least that is published (messaging §0), and a month. */
const LEAST = 15
const MOST = 2_592_000

const kind = z.enum(SILENCES)
const timer = z.object({ kind, skillId: z.number().optional(), enabled: z.boolean(), afterSeconds: z.number() })
const listed = z.object({ items: z.array(timer) })
const setTimer = z.strictObject({
  kind,
  skillId: skillId.optional().describe('Absent: on every skill without a time of its own'),
  timer: z
    .strictObject({
      enabled: z.boolean().describe('False: nothing is said of such a silence there, whatever words there are'),
      afterSeconds: z.int().min(LEAST).max(MOST).describe('How long somebody has said nothing'),
    })
    .nullable()
    .describe('Null: as on all other skills; without `skillId`: as where nothing is set'),
})

/** After how long the brand speaks of whose silence; its words are automatic messages. */
export const automaticTimers: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { words } = house.storage
  const tags = ['automatic messages']
  const all = async (accountId: AccountId) => {
    const items = await words.listAutomaticTimers(accountId)
    const isSet = (kind: Silence) => items.some((one) => one.kind === kind && one.skillId === undefined)
    const others = SILENCES.filter((kind) => !isSet(kind)).map((kind) => ({
      kind,
      enabled: true,
      afterSeconds: SILENCE_SECONDS[kind],
    }))
    return { items: [...others, ...items] }
  }

  app.get(
    '/automatic-timers',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        response: { 200: listed.describe('What counts: of every kind one without `skillId`'), ...refusals },
      },
    },
    ({ params }) => all(params.accountId),
  )
  app.put(
    '/automatic-timers',
    { schema: { tags, security, params: inAccount, body: setTimer, response: { 200: listed, ...writeRefusals } } },
    async (request) => {
      const { accountId } = request.params
      const { kind, skillId, timer } = request.body
      const where = { kind, ...(skillId !== undefined && { skillId }) }
      const id = [kind, skillId === undefined ? '*' : `skill ${skillId}`].join(':')
      const note = noteOf<AutomaticTimer>(house, request, 'automaticTimer.set', { kind: 'automaticTimer', id })
      await words.setAutomaticTimer(accountId, where, timer ?? undefined, note)
      house.settingsChanged(accountId)
      return all(accountId)
    },
  )
  done()
}
