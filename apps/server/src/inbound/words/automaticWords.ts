import { AUTOMATIC_KINDS } from '@baton/conversation'
import { AUTOMATIC_VARIABLES } from '@baton/runtime'
import type { AutomaticMessage, HoursScope, ScopedHours } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import {
  entryPointId,
  given,
  inAccount,
  language,
  refusals,
  security,
  skillId,
  writeRefusals,
} from '../admin/schemas.ts'
import { noteOf } from '../audit.ts'

const kind = z.enum(AUTOMATIC_KINDS)
const message = z.object({
  kind,
  entryPointId: z.string().optional(),
  skillId: z.number().optional(),
  language: z.string().optional(),
  text: z.string(),
})
const ownWords = z.strictObject({
  kind,
  entryPointId: entryPointId.optional().describe('Absent: at every entry point without words of its own'),
  skillId: skillId
    .optional()
    .describe('Absent: in every skill without words of its own. Not together with `entryPointId`'),
  language: language.optional().describe('Absent: in every language without words of its own'),
  text: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .nullable()
    .describe(
      `May name ${AUTOMATIC_VARIABLES.map((one) => `{${one}}`).join(', ')}. Null: nothing is said there any more`,
    ),
})

const setMessage = ownWords.refine((one) => one.skillId === undefined || one.entryPointId === undefined, {
  path: ['skillId'],
  message: 'Words are of an entry point or of a skill, not of both',
})

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')
const span = z
  .strictObject({ from: time, to: z.union([time, z.literal('24:00')]) })
  .refine(({ from, to }) => from < to, 'ends after it begins')
const spans = z
  .array(span)
  .max(10)
  .refine((all) => all.every(({ from }, index) => index === 0 || (all[index - 1]?.to ?? '') <= from), 'in order, apart')
const hours = z.strictObject({
  timeZone: z.string().max(60).refine(isTimeZone, 'a time zone such as Europe/Berlin'),
  week: z.array(spans).length(7).describe('Monday first; no spans: closed'),
  special: z
    .array(z.strictObject({ date: z.iso.date(), spans }))
    .max(400)
    .default([])
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'each day once'),
})
const scope = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('account'), hours: hours.nullable() }),
  z.strictObject({ scope: z.literal('skill'), skillId, hours: hours.nullable() }),
  z.strictObject({ scope: z.literal('entryPoint'), entryPointId, hours: hours.nullable() }),
])
const listedHours = z.looseObject({ scope: z.string(), hours: z.looseObject({}) })

/** What the brand says by itself, and when it is open. */
export const automaticWords: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { words } = house.storage
  const tags = ['automatic messages']

  app.get(
    '/automatic-messages',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        response: { 200: z.object({ items: z.array(message) }), ...refusals },
      },
    },
    async ({ params }) => ({ items: await words.listAutomaticMessages(params.accountId) }),
  )
  app.put(
    '/automatic-messages',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: setMessage,
        response: { 200: z.object({ items: z.array(message) }), ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { text, ...place } = request.body
      const where = given(place) as Omit<AutomaticMessage, 'text'>
      const scopeId = place.skillId === undefined ? (place.entryPointId ?? '*') : `skill ${place.skillId}`
      const id = [place.kind, scopeId, place.language ?? '*'].join(':')
      const note = noteOf<AutomaticMessage>(house, request, 'automaticMessage.set', { kind: 'automaticMessage', id })
      await words.setAutomaticMessage(accountId, { ...where, ...(text !== null && { text }) }, note)
      house.settingsChanged(accountId)
      return { items: await words.listAutomaticMessages(accountId) }
    },
  )
  app.get(
    '/opening-hours',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        response: { 200: z.object({ items: z.array(listedHours) }), ...refusals },
      },
    },
    async ({ params }) => ({ items: (await words.listOpeningHours(params.accountId)).map(loose) }),
  )
  app.put(
    '/opening-hours',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: scope,
        response: { 200: z.object({ items: z.array(listedHours) }), ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { hours: wanted, ...where } = request.body
      const id = 'skillId' in where ? where.skillId : 'entryPointId' in where ? where.entryPointId : 'account'
      const note = noteOf<ScopedHours>(house, request, 'openingHours.set', { kind: 'openingHours', id })
      await words.setOpeningHours(accountId, where as HoursScope, wanted ?? undefined, note)
      house.settingsChanged(accountId)
      return { items: (await words.listOpeningHours(accountId)).map(loose) }
    },
  )
  done()
}

const loose = (one: ScopedHours) => ({ ...one, hours: { ...one.hours } })

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined
  } catch {
    return false
  }
}
