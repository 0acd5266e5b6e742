import { randomUUID } from 'node:crypto'
import { type AccountId, after, type EpochMs, type JsonObject } from '@baton/base'
import {
  type Credential,
  consentUrl,
  exchangeCode,
  newVerifier,
  OutboundFailed,
  OutboundRefused,
  SealBroken,
  TokenRefused,
} from '@baton/outbound'
import { openCredential, sealSecrets } from '@baton/runtime'
import type { AuditActor, CredentialFacts, KeptCredential } from '@baton/storage'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteAs } from '../audit.ts'
import { callerOf, findCaller } from '../caller.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import { requireSeal } from './credentials.ts'
import { security, tokenPath, writeRefusals } from './schemas.ts'

/** What the sign of a consent holds; it travels with the browser, closed. */
const pending = z.strictObject({
  accountId: z.string(),
  id: z.string(),
  personId: z.number(),
  verifier: z.string(),
  until: z.number(),
})
const started = z.object({ url: z.string().describe('Where the browser goes'), redirectUri: z.string() })

export const CONSENT_CALLBACK = '/oauth/callback'
const PLACE = 'consent'
const CONSENT_MS = 600_000
const EXCHANGE_MS = 15_000

type Code = Extract<Credential, { kind: 'oauthCode' }>

/** Somebody of the brand lets this installation act for them at another service (RFC 6749 §4.1, with PKCE). */
export const credentialConsents: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.post(
    '/credentials/:id/consent',
    {
      schema: {
        tags: ['integrations'],
        security,
        params: tokenPath,
        body: z.strictObject({}).optional(),
        response: { 200: started, ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      const { person, session } = callerOf(request)
      const kept = orNotFound(await house.storage.integrations.findCredential(accountId, id), 'credential')
      const seal = requireSeal(house)
      const { facts } = opened(house, kept)
      // What comes back is taken from the browser that was sent, and from no other one.
      if (person === undefined || session === undefined)
        throw new HttpProblem(409, 'browser-needed', 'Consent is given in a browser, by somebody who is signed in.')
      if (facts.authUrl === undefined)
        throw new HttpProblem(409, 'no-consent-address', 'This credential has no address where consent is given.')
      const verifier = newVerifier()
      const until = after(house.clock.now(), CONSENT_MS)
      const sign = { accountId, id, personId: Number(person.id), verifier, until }
      const redirectUri = `${house.baseUrl()}${CONSENT_CALLBACK}`
      const state = `${seal.keyId}.${seal.close(JSON.stringify(sign), PLACE)}`
      const { authUrl, clientId, scope } = facts
      return { url: consentUrl({ authUrl, clientId, scope, redirectUri, state, verifier }), redirectUri }
    },
  )
  done()
}

/** Where a browser comes back to from the service at which somebody consented. */
export const consentCallback: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const home = (reply: FastifyReply, id: string, end: string) =>
    reply.redirect(`/workspace/credentials/${encodeURIComponent(id)}?consent=${end}`, 303)

  app.get(
    CONSENT_CALLBACK,
    {
      schema: {
        hide: true,
        querystring: z.looseObject({ state: z.string().max(4_000), code: z.string().max(4_000).optional() }),
      },
    },
    async (request, reply) => {
      const { state, code } = request.query
      const sign = readSign(house, state)
      const caller = await findCaller(house, request)
      const isTheirs =
        sign !== undefined &&
        caller?.session !== undefined &&
        caller.accountId === sign.accountId &&
        Number(caller.person?.id) === sign.personId &&
        caller.rights.has('manageBots')
      if (!isTheirs) throw new HttpProblem(403, 'consent-over', 'This consent was begun elsewhere, or too long ago.')
      const { accountId, id } = sign
      const kept = await house.storage.integrations.findCredential(accountId as AccountId, id)
      if (kept === undefined || kept.kind !== 'oauthCode') return home(reply, id, 'gone')
      if (code === undefined) return home(reply, id, 'refused')
      return home(reply, id, await take(house, caller.who, kept, { code, verifier: sign.verifier }))
    },
  )
  done()
}

function readSign(house: House, state: string): z.infer<typeof pending> | undefined {
  const [keyId = '', box = ''] = state.split('.')
  try {
    const sign = pending.parse(JSON.parse(requireSeal(house).open(box, keyId, PLACE)))
    return sign.until > house.clock.now() ? sign : undefined
  } catch (fault) {
    if (fault instanceof SealBroken || fault instanceof SyntaxError || fault instanceof z.ZodError) return undefined
    throw fault
  }
}

/** @returns how it ended, for the screen */
async function take(
  house: House,
  who: AuditActor,
  kept: KeptCredential,
  brought: { readonly code: string; readonly verifier: string },
): Promise<'given' | 'refused' | 'unreachable'> {
  const { facts, secrets } = opened(house, kept)
  const { clientId, tokenUrl } = facts
  const redirectUri = `${house.baseUrl()}${CONSENT_CALLBACK}`
  const client = { clientId, tokenUrl, clientSecret: secrets.clientSecret }
  try {
    const got = await exchangeCode(client, { ...brought, redirectUri }, house.outbound, EXCHANGE_MS)
    const now = house.clock.now()
    const ends = after(now, got.lifeSeconds * 1_000)
    const granted = {
      ...(secrets.clientSecret !== undefined && { clientSecret: secrets.clientSecret }),
      grantId: randomUUID(),
      ...(got.refreshToken !== undefined
        ? { refreshToken: got.refreshToken }
        : { accessToken: got.accessToken, accessUntil: ends }),
    }
    await keep(house, who, kept, granted, { at: now, ...(got.refreshToken === undefined && { ends }) })
    return 'given'
  } catch (fault) {
    if (fault instanceof TokenRefused) return 'refused'
    if (fault instanceof OutboundFailed || fault instanceof OutboundRefused) return 'unreachable'
    throw fault
  }
}

async function keep(
  house: House,
  who: AuditActor,
  kept: KeptCredential,
  secrets: JsonObject,
  consent: { readonly at: EpochMs; readonly ends?: EpochMs },
): Promise<void> {
  const { consentEndsAt: _former, ...before } = kept.facts
  const facts = {
    ...before,
    consentedAt: consent.at,
    ...(consent.ends !== undefined && { consentEndsAt: consent.ends }),
  }
  const sealed = sealSecrets(requireSeal(house), { ...kept, facts }, secrets)
  const told = ({ name, kind }: CredentialFacts) => ({ name, kind })
  const note = noteAs<CredentialFacts>(house, kept.accountId, who, 'credential.consented', { kind: 'credential', told })
  const change = { facts, ...sealed, changedAt: consent.at }
  await house.storage.integrations.updateCredential(kept.accountId, kept.id, change, note)
}

/** @throws HttpProblem when it is of another kind, or cannot be opened */
function opened(house: House, kept: KeptCredential): Code {
  if (kept.kind !== 'oauthCode')
    throw new HttpProblem(409, 'no-consent-address', 'Only credentials by consent (OAuth) ask for one.')
  try {
    return openCredential(requireSeal(house), kept) as Code
  } catch (fault) {
    if (!(fault instanceof SealBroken)) throw fault
    throw new HttpProblem(409, 'seal-broken', fault.message)
  }
}
