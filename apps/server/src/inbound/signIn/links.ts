import type { AccountId } from '@baton/base'
import type { Link, Person } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type House, linkUrl } from '../../house.ts'
import { accountId, name } from '../admin/schemas.ts'
import { auditAs } from '../audit.ts'
import { requireOwnOrigin } from '../caller.ts'
import { errorBody, HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { email, newPassword, sessionBody, signInRefusals } from './schemas.ts'
import { startSession } from './signedIn.ts'
import { tooMany } from './whoever.ts'

const path = z.object({ secret: z.string().max(100) })
const shown = z.object({
  kind: z.enum(['firstRun', 'invitation', 'reset']),
  accountName: z.string().optional(),
  email: z.string().optional(),
  fullName: z.string().optional(),
  nickname: z.string().optional(),
  expiresAt: z.number().optional(),
})
const redeemed = z.strictObject({
  password: newPassword,
  fullName: name.optional(),
  nickname: name.optional(),
  accountId: accountId.optional().describe('First run only: a new account, or one that is there'),
  accountName: name.optional().describe('First run only'),
  email: email.optional().describe('First run only'),
})
type Redeemed = z.infer<typeof redeemed>
const reset = z.strictObject({ email, account: accountId.optional() })

/** One person is told in so many accounts at most. */
const MOST_ACCOUNTS = 5

/** One-time links: the first run, invitations, forgotten passwords. */
export const links: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { identity } = house
  const tags = ['sign-in']
  const refusals = { ...signInRefusals, 404: errorBody }
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get(
    '/api/v1/links/:secret',
    { schema: { tags, params: path, response: { 200: shown, ...refusals } } },
    async (request) => {
      if (!house.shared.signIns.take(request.ip)) throw tooMany()
      return describe(house, orNotFound(await identity.links.find(request.params.secret), 'link'))
    },
  )
  app.post(
    '/api/v1/links/:secret',
    {
      bodyLimit: 16 * 1024,
      schema: { tags, params: path, body: redeemed, response: { 200: sessionBody, ...refusals } },
    },
    async (request, reply) => {
      if (request.headers.origin !== undefined) requireOwnOrigin(house, request)
      if (!house.shared.signIns.take(request.ip)) throw tooMany()
      const { params, body } = request
      const link = orNotFound(await identity.links.find(params.secret), 'link')
      if (link.kind === 'firstRun') await requireFirstRun(house)
      const complete = link.kind === 'firstRun' ? completed(body) : undefined
      const hash = await identity.passwords.hash(body.password)
      if ((await identity.links.take(params.secret)) === undefined) throw notFound('link') // somebody was faster
      const person =
        link.kind === 'firstRun' && complete !== undefined
          ? await firstAdmin(house, complete)
          : await invited(house, link, body)
      house.agents.sessionsEnded(await house.storage.people.setPassword(person.accountId, person.id, hash))
      await auditAs(
        house,
        person.accountId,
        { kind: 'link', name: person.fullName },
        {
          action: link.kind === 'firstRun' ? 'person.created' : 'person.passwordSet',
          target: `person/${person.id}`,
          ...(link.kind === 'firstRun' && { after: person }),
        },
      )
      house.settingsChanged(person.accountId)
      return startSession(house, request, reply, person)
    },
  )
  app.post(
    '/api/v1/password-resets',
    {
      bodyLimit: 16 * 1024,
      schema: {
        tags,
        body: reset,
        response: { 202: z.object({}).describe('Whether or not anybody has this address'), ...refusals },
      },
    },
    async (request, reply) => {
      if (!house.shared.signIns.take(request.ip)) throw tooMany()
      const { email: address, account } = request.body
      // After the answer, so that the time it takes tells nobody whether the address is known.
      setImmediate(() => {
        sendResets(house, address, account).catch((fault: unknown) => {
          house.log.error({ err: fault }, 'a password could not be reset')
        })
      })
      return reply.code(202).send({})
    },
  )
  done()
}

async function describe(house: House, link: Link): Promise<z.infer<typeof shown>> {
  if (link.kind === 'firstRun') {
    await requireFirstRun(house)
    return { kind: link.kind }
  }
  const { settings } = house.storage
  const person = await settings.findPerson(link.accountId, link.personId)
  if (person === undefined || !person.enabled) throw notFound('link')
  const account = await settings.findAccount(link.accountId)
  const { fullName, nickname } = person
  return {
    kind: link.kind,
    fullName,
    nickname,
    expiresAt: link.expiresAt,
    ...(account !== undefined && { accountName: account.name }),
    ...(person.email !== undefined && { email: person.email }),
  }
}

/** Once somebody can administer the installation, a link that was never used is no way in. */
async function requireFirstRun(house: House): Promise<void> {
  if ((await house.storage.people.countAdminsWhoSignIn()) > 0) throw notFound('link')
}

interface FirstAdmin {
  readonly accountId: AccountId
  readonly accountName: string
  readonly fullName: string
  readonly nickname: string
  readonly email: string
}

/** @throws HttpProblem naming the first field that the first run cannot do without */
function completed(body: Redeemed): FirstAdmin {
  const { accountId: id, accountName = id, fullName, email: address } = body
  if (id === undefined || accountName === undefined) throw missing('/accountId')
  if (fullName === undefined) throw missing('/fullName')
  if (address === undefined) throw missing('/email')
  const nickname = body.nickname ?? fullName.split(/\s+/)[0] ?? fullName
  return { accountId: id, accountName, fullName, nickname, email: address }
}

const missing = (field: string) =>
  new HttpProblem(422, 'field-needed', 'The first administrator needs this.', { path: field })

/** The account may be there already, made by the operator's token: then its first administrator joins it. */
async function firstAdmin(house: House, wanted: FirstAdmin): Promise<Person> {
  const { settings, people } = house.storage
  const { accountId: id, accountName, fullName, nickname, email: address } = wanted
  if ((await settings.findAccount(id)) === undefined) await settings.createAccount({ id, name: accountName })
  const known = await people.findByEmail(id, address)
  const self = { fullName, nickname, role: 'admin', enabled: true } as const
  if (known !== undefined) return orNotFound(await settings.updatePerson(id, known.id, self), 'person')
  return settings.createPerson(id, { ...self, email: address, skillIds: [], capacity: 5 })
}

async function invited(house: House, link: Link, { fullName, nickname }: Redeemed): Promise<Person> {
  if (link.kind === 'firstRun') throw notFound('link')
  const { settings } = house.storage
  const person = await settings.findPerson(link.accountId, link.personId)
  if (person === undefined || !person.enabled) throw notFound('link')
  if (link.kind === 'reset' || (fullName === undefined && nickname === undefined)) return person
  const named = {
    ...(fullName !== undefined && { fullName }),
    ...(nickname !== undefined && { nickname }),
  }
  return orNotFound(await settings.updatePerson(link.accountId, link.personId, named), 'person')
}

async function sendResets(house: House, address: string, account: AccountId | undefined): Promise<void> {
  if ((await house.identity.attempts.begin(`reset ${address}`)) > 0) return
  const { people, settings } = house.storage
  for (const person of await people.listByEmail(address, MOST_ACCOUNTS)) {
    if (!person.enabled || (account !== undefined && person.accountId !== account)) continue
    const { secret, expiresAt } = await house.identity.links.forPerson('reset', person)
    const accountName = (await settings.findAccount(person.accountId))?.name ?? person.accountId
    await house.letters.send({ kind: 'reset', person, accountName, url: linkUrl(house, secret), expiresAt })
  }
}
