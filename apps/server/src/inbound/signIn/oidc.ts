import type { AccountId } from '@baton/base'
import { OIDC_TRANSACTION_MS, type ProvidedPerson } from '@baton/identity'
import type { OidcSettings, Person } from '@baton/storage'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { House } from '../../house.ts'
import { inAccount } from '../admin/schemas.ts'
import { noteAs } from '../audit.ts'
import { cookieOf, isHttps, OIDC_COOKIE, setCookie } from '../cookies.ts'
import { startSession } from './signedIn.ts'
import { tooMany } from './whoever.ts'

/** What the sign-in page tells people; as `problem` in its address. */
type OidcProblem = 'oidc-not-set-up' | 'oidc-unavailable' | 'oidc-refused' | 'oidc-unknown-person'

const CALLBACK = '/oidc/callback'

/** Signing in with the brand's identity provider; a browser is sent there and comes back. */
export const oidc: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const settingsOf = async (accountId: AccountId) => (await settings.findAccount(accountId))?.oidc
  const home = (reply: FastifyReply, problem?: OidcProblem) =>
    reply.redirect(problem === undefined ? '/workspace/' : `/workspace/sign-in?problem=${problem}`, 303)

  app.get('/oidc/:accountId/start', { schema: { hide: true, params: inAccount } }, async (request, reply) => {
    if (!house.shared.signIns.take(request.ip)) throw tooMany()
    const { accountId } = request.params
    const provider = await settingsOf(accountId)
    if (provider === undefined) return home(reply, 'oidc-not-set-up')
    const started = await house.identity.oidc.start(accountId, provider, `${house.baseUrl()}${CALLBACK}`)
    if (!started.ok) return home(reply, started.error)
    setCookie(reply, OIDC_COOKIE, started.value.transaction, {
      path: '/oidc',
      maxAgeMs: OIDC_TRANSACTION_MS,
      isHttps: isHttps(request, house.publicUrl),
    })
    return reply.redirect(started.value.url, 303)
  })

  app.get(CALLBACK, { schema: { hide: true } }, async (request, reply) => {
    if (!house.shared.signIns.take(request.ip)) throw tooMany()
    const transaction = cookieOf(request.headers.cookie, OIDC_COOKIE) ?? ''
    setCookie(reply, OIDC_COOKIE, '', { path: '/oidc', maxAgeMs: 0, isHttps: isHttps(request, house.publicUrl) })
    const arrivedAt = new URL(request.url, house.baseUrl())
    const provided = await house.identity.oidc.finish(transaction, arrivedAt, settingsOf)
    if (!provided.ok) return home(reply, provided.error)
    const provider = await settingsOf(provided.value.accountId)
    const person = provider && (await personFor(house, provided.value, provider))
    if (person === undefined) return home(reply, 'oidc-unknown-person')
    await startSession(house, request, reply, person)
    return home(reply)
  })
  done()
}

/** @returns undefined when they may not come in */
async function personFor(house: House, provided: ProvidedPerson, provider: OidcSettings): Promise<Person | undefined> {
  const { people, settings } = house.storage
  const { accountId, issuer, subject, email } = provided
  const { allowedDomains } = provider
  const domain = email?.split('@').at(-1)
  if (allowedDomains !== undefined && (domain === undefined || !allowedDomains.includes(domain))) return undefined
  const boundId = await people.findSubject(accountId, issuer, subject)
  const bound = boundId === undefined ? undefined : await settings.findPerson(accountId, boundId)
  if (bound !== undefined) return bound.enabled ? bound : undefined
  if (email === undefined) return undefined
  const known = await people.findByEmail(accountId, email)
  const person = known ?? (await newcomer(house, provided, email, provider))
  if (person === undefined || !person.enabled) return undefined
  await people.bindSubject(accountId, issuer, subject, person.id)
  return person
}

async function newcomer(
  house: House,
  { accountId, name }: ProvidedPerson,
  email: string,
  { autoCreateRole: role }: OidcSettings,
): Promise<Person | undefined> {
  if (role === undefined) return undefined
  const fullName = name ?? email.split('@')[0] ?? email
  const nickname = fullName.split(/\s+/)[0] ?? fullName
  const wanted = { fullName, nickname, email, role, skillIds: [], capacity: 5, enabled: true }
  const who = { kind: 'link', name: 'identity provider' } as const
  const note = noteAs<Person>(house, accountId, who, 'person.created', { kind: 'person' })
  const made = await house.storage.settings.createPerson(accountId, wanted, note)
  house.settingsChanged(accountId)
  return made
}
