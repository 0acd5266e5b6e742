import type { AccountId } from '@baton/base'
import type { Note } from '@baton/storage'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { notFound, orNotFound } from '../httpProblem.ts'
import { inAccount, page, pageOf, pageRequest, refusals, security, writeRefusals } from './schemas.ts'

/** Who asks for what; `request` is for those who look at the caller. */
interface Asked {
  readonly request: FastifyRequest
  readonly accountId: AccountId
}
interface AskedOf<Id> extends Asked {
  readonly id: Id
}
interface Writing<Thing extends object> {
  /** Written down in the commit of the change. */
  readonly note: Note<Thing>
}

interface PageRequest<After> {
  readonly limit: number
  readonly after?: After
  readonly search?: string
}
type Identified = { readonly id: string | number }

/**
 * Things that an account has several of: how they are listed, read, made, changed and taken away, each optional. What a route may be
 * asked for is in `ROUTE_RIGHTS`; that every change is written down, told to all servers and answered alike is the business of
 * `serveCollection`.
 */
export interface Collection<
  Thing extends object,
  Path extends z.ZodType<{ id: unknown }>,
  Query extends z.ZodType<{ limit: number; after?: string | number | undefined; search?: string | undefined }>,
  New extends z.ZodType,
  Change extends z.ZodType,
> {
  /** Below the account, such as `skills`. */
  readonly at: string
  /** In the API's description. */
  readonly tags: readonly string[]
  /** In sentences: there is no such … here. */
  readonly noun: string
  /** In the record of changes: `skill` gives `skill.created` and `skill/3`. */
  readonly kind: string
  /** What of it may stand in the record of changes; absent: all of it. */
  readonly told?: (thing: Thing) => object
  /** Servers keep it in memory: a change reaches all of them at once. */
  readonly isKept?: boolean
  /** One of them in an answer. */
  readonly shown: z.ZodType
  readonly show?: (thing: Thing) => unknown
  readonly list: {
    readonly query: Query
    /** Where a list says less than an answer about one. */
    readonly shown?: z.ZodType
    readonly find: (
      accountId: AccountId,
      wanted: PageRequest<Exclude<z.output<Query>['after'], undefined>>,
      query: z.output<Query>,
    ) => Promise<readonly (Identified & object)[]>
  }
  /** Of whatever has an address of its own. */
  readonly path?: Path
  readonly find?: (accountId: AccountId, id: z.output<Path>['id']) => Promise<Thing | undefined>
  readonly create?: {
    readonly body: New
    /** Where the answer says more than later ones: what is shown this once. */
    readonly shown?: z.ZodType
    readonly make: (asked: Asked & Writing<Thing> & { readonly body: z.output<New> }) => Promise<object>
  }
  readonly change?: {
    readonly body: Change
    readonly make: (
      asked: AskedOf<z.output<Path>['id']> & Writing<Thing> & { readonly body: z.output<Change> },
    ) => Promise<Thing | undefined>
  }
  /** @returns nothing where there was nothing to take away */
  readonly remove?: (asked: AskedOf<z.output<Path>['id']> & Writing<Thing>) => Promise<unknown>
}

/** The routes of a collection, each with its schema, its refusals and its note in the record of changes. */
export function serveCollection<
  Thing extends object,
  Path extends z.ZodType<{ id: unknown }>,
  Query extends z.ZodType<{ limit: number; after?: string | number | undefined; search?: string | undefined }>,
  New extends z.ZodType,
  Change extends z.ZodType,
>(given: unknown, house: House, of: Collection<Thing, Path, Query, New, Change>): void {
  const app = given as FastifyInstance
  const { at, noun, kind, path, find, create, change, remove, show = (thing: object) => thing } = of
  const tags = [...of.tags]
  const note = (request: FastifyRequest, ending: string) =>
    noteOf<Thing>(house, request, `${kind}.${ending}`, { kind, ...(of.told && { told: of.told }) })
  const accountOf = (request: FastifyRequest) => (request.params as { accountId: AccountId }).accountId
  const idOf = (request: FastifyRequest) => (request.params as { id: z.output<Path>['id'] }).id
  const changed = (accountId: AccountId) => {
    if (of.isKept === true) house.settingsChanged(accountId)
  }

  if (create) {
    const { body, make, shown = of.shown } = create
    const schema = { tags, security, params: inAccount, body, response: { 201: shown, ...writeRefusals } }
    app.post(`/${at}`, { schema }, async (request, reply) => {
      const accountId = accountOf(request)
      const wanted = request.body as z.output<New>
      const made = await make({ request, accountId, body: wanted, note: note(request, 'created') })
      changed(accountId)
      return reply.code(201).send((show as (thing: object) => unknown)(made))
    })
  }

  const { query: querystring, shown: listed = of.shown, find: findPage } = of.list
  const schema = { tags, security, params: inAccount, querystring, response: { 200: pageOf(listed), ...refusals } }
  app.get(`/${at}`, { schema }, async (request) => {
    const query = request.query as z.output<Query>
    const wanted = pageRequest(query) as PageRequest<Exclude<z.output<Query>['after'], undefined>>
    const found = await findPage(accountOf(request), wanted, query)
    const { items, ...more } = page(found, query.limit)
    return { items: of.list.shown ? items : items.map(show as (thing: object) => unknown), ...more }
  })

  if (find) {
    const one = { tags, security, params: path, response: { 200: of.shown, ...refusals } }
    app.get(`/${at}/:id`, { schema: one }, async (request) =>
      (show as (thing: object) => unknown)(orNotFound(await find(accountOf(request), idOf(request)), noun)),
    )
  }

  if (change) {
    const { body, make } = change
    const one = { tags, security, params: path, body, response: { 200: of.shown, ...writeRefusals } }
    app.patch(`/${at}/:id`, { schema: one }, async (request) => {
      const accountId = accountOf(request)
      const wanted = request.body as z.output<Change>
      const asked = { request, accountId, id: idOf(request), body: wanted, note: note(request, 'changed') }
      const after = orNotFound(await make(asked), noun)
      changed(accountId)
      return (show as (thing: object) => unknown)(after)
    })
  }

  if (remove) {
    const gone = { 204: z.undefined().describe('Gone'), ...writeRefusals }
    app.delete(`/${at}/:id`, { schema: { tags, security, params: path, response: gone } }, async (request, reply) => {
      const accountId = accountOf(request)
      const done = await remove({ request, accountId, id: idOf(request), note: note(request, 'deleted') })
      if (done === undefined || done === false) throw notFound(noun)
      changed(accountId)
      return reply.code(204).send()
    })
  }
}
