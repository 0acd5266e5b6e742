import type { AccountId } from '@baton/base'
import { CHANNELS, checkPayload, PAYLOAD_KINDS, PROFILES, parseImageHostEntry } from '@baton/content'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../house.ts'
import { security, writeRefusals } from './admin/schemas.ts'
import { callerOf } from './caller.ts'
import { HttpProblem } from './httpProblem.ts'

const payloadCheck = z.strictObject({
  payload: z.unknown().describe('The content itself'),
  channel: z.enum(CHANNELS).default('web'),
  kind: z.enum(PAYLOAD_KINDS).default('body'),
  profile: z.enum(PROFILES).default('recommended'),
  imageHosts: z
    .union([z.array(z.string().max(300)).max(500), z.literal('account')])
    .optional()
    .describe('Hosts that pictures may come from; `account`: those of the caller’s account; absent: any'),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('When it would be shown: start times must lie behind it; absent: they are not compared'),
})
const verdict = z.object({
  valid: z.boolean(),
  problems: z
    .array(
      z.object({ path: z.string(), rule: z.string(), message: z.string(), severity: z.literal('warning').optional() }),
    )
    .readonly(),
})

/** Whether content is right for a channel: the verdicts of `baton content check`, and of every door that content comes in by. */
export const contentCheck: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.post(
    '/api/v1/content/check',
    {
      schema: { tags: ['content'], security, body: payloadCheck, response: { 200: verdict, ...writeRefusals } },
    },
    async (request) => {
      const { payload, kind, imageHosts, at, ...rules } = request.body
      const hosts =
        imageHosts === 'account' ? await accountHosts(house, callerOf(request).accountId) : imageHosts?.map(readHost)
      return checkPayload(payload, kind, {
        ...rules,
        ...(hosts && { imageHosts: hosts }),
        ...(at !== undefined && { at: Date.parse(at) }),
      })
    },
  )
  done()
}

async function accountHosts(house: House, accountId: AccountId | undefined): Promise<readonly string[]> {
  if (accountId === undefined) {
    const message = 'The operator belongs to no account; list the hosts.'
    throw new HttpProblem(422, 'no-account', message, { path: '/imageHosts' })
  }
  return (await house.storage.settings.findAccount(accountId))?.imageHosts ?? []
}

function readHost(entry: string, index: number): string {
  const parsed = parseImageHostEntry(entry, `/imageHosts/${index}`)
  if (parsed.ok) return parsed.value
  throw new HttpProblem(422, 'image-host-entry', parsed.error.message, { path: parsed.error.path })
}
