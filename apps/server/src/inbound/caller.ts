import type { AccountId } from '@baton/base'
import { type Access, RIGHTS, type Right, rightsOf, sameText } from '@baton/identity'
import type { AuditActor, Person, Session } from '@baton/storage'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { cookieOf, SESSION_COOKIE } from './cookies.ts'
import { HttpProblem, notFound } from './httpProblem.ts'
import { isOwnPage } from './ownPage.ts'
import { type RouteRight, rightFor } from './routeRights.ts'

/** Whose request it is, and what they may do. */
export interface Caller {
  readonly via: 'session' | 'token' | 'key' | 'installation'
  /** Absent: the operator, who may enter every account. */
  readonly accountId?: AccountId
  readonly person?: Person
  readonly session?: Session
  readonly csrf?: string
  readonly rights: ReadonlySet<Right>
  /** As the audit log names them. */
  readonly who: AuditActor
}

const ALL: ReadonlySet<Right> = new Set(RIGHTS)
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
const known = new WeakMap<FastifyRequest, Caller>()

/** The caller of a guarded route. @throws when the route is not guarded, which is a mistake of ours */
export function callerOf(request: FastifyRequest): Caller {
  const caller = known.get(request)
  if (caller === undefined) throw new Error(`nobody was asked for at ${request.method} ${request.routeOptions.url}`)
  return caller
}

/** Registered before all routes: asks at each of them for what the list says, before a body is even read. */
export function guardRoutes(app: FastifyInstance, house: House): void {
  app.addHook('onRequest', async (request) => {
    const { url } = request.routeOptions
    if (url === undefined) return // no route at all: answered as such
    const right = rightFor(request.method, url)
    if (right === 'everyone') return
    if (right === undefined) throw notPermitted() // a route that nobody wrote down
    const caller = await findCaller(house, request)
    if (caller === undefined) throw signInNeeded()
    known.set(request, caller)
    await check(house, request, caller, right)
  })
}

async function check(
  house: House,
  request: FastifyRequest,
  caller: Caller,
  right: Exclude<RouteRight, 'everyone'>,
): Promise<void> {
  if (right === 'self') {
    if (caller.session === undefined) throw notPermitted()
    return
  }
  if (right === 'anybody') return
  if (right === 'installation') {
    if (caller.via !== 'installation') throw notPermitted()
    return
  }
  // Another's account looks like one that does not exist.
  const { accountId } = request.params as { accountId: AccountId }
  if (caller.accountId === undefined) {
    if ((await house.storage.settings.findAccount(accountId)) === undefined) throw notFound('account')
  } else if (caller.accountId !== accountId) throw notFound('account')
  if (!caller.rights.has(right)) throw notPermitted()
}

/** A token speaks before a cookie: who sends both means the token. */
export async function findCaller(house: House, request: FastifyRequest): Promise<Caller | undefined> {
  if (request.headers.authorization !== undefined) {
    const access = await findAccess(house, request)
    return access && callerWith(house, access)
  }
  const cookie = cookieOf(request.headers.cookie, SESSION_COOKIE)
  const signedIn = cookie === undefined ? undefined : await house.identity.sessions.find(cookie)
  if (signedIn === undefined) return undefined
  if (!READING.has(request.method)) requireOwnPage(house, request, signedIn.csrf)
  const { session, person, csrf } = signedIn
  return { via: 'session', accountId: person.accountId, person, session, csrf, ...ofPerson(person) }
}

async function findAccess(house: House, request: FastifyRequest): Promise<Access | undefined> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' && token !== undefined ? house.identity.access.find(token) : undefined
}

async function callerWith(house: House, access: Access): Promise<Caller | undefined> {
  if (access.kind === 'installation') return { via: 'installation', rights: ALL, who: { kind: 'installation' } }
  const { accountId, tokenId: id, name } = access
  const who = { kind: access.kind === 'key' ? 'key' : 'token', id, name } as const
  if (access.kind === 'admin') return { via: 'token', accountId, rights: ALL, who }
  if (access.kind === 'key') return { via: 'key', accountId, rights: new Set(access.scopes), who }
  const person = await house.storage.settings.findPerson(accountId, access.personId)
  return person?.enabled ? { via: 'token', accountId, person, ...ofPerson(person) } : undefined
}

const ofPerson = (person: Person): Pick<Caller, 'rights' | 'who'> => ({
  rights: new Set(rightsOf(person.role)),
  who: { kind: 'person', id: person.id, name: person.fullName },
})

/** A cookie comes along with every page's request; only our own pages know the rest. */
function requireOwnPage(house: House, request: FastifyRequest, csrf: string): void {
  requireOwnOrigin(house, request)
  const given = request.headers['x-baton-csrf']
  if (typeof given === 'string' && sameText(given, csrf)) return
  throw new HttpProblem(403, 'csrf-missing', 'The header x-baton-csrf must carry the value of this session.')
}

/** @throws HttpProblem for a request that another page made */
export function requireOwnOrigin(house: House, request: FastifyRequest): void {
  if (isOwnPage(request.headers.origin, request.headers.host, house.ownOrigins())) return
  const message = 'Only pages of this server may do this. Behind a proxy, set PUBLIC_URL to the address in the browser.'
  throw new HttpProblem(403, 'origin-not-allowed', message)
}

const signInNeeded = () =>
  new HttpProblem(401, 'token-invalid', 'Sign in, or send an access token: `Authorization: Bearer …`.')

export const notPermitted = () => new HttpProblem(403, 'not-permitted', 'You may not do this.')
