import { type Problem, pointer } from '@baton/base'
import { TooManySignIns } from '@baton/identity'
import { SettingsConflict, StorageUnavailable } from '@baton/storage'
import type { FastifyError, FastifyInstance } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { REFUSAL_TEXTS, type RefusalCode } from '../texts.ts'

/** An answer that says no; thrown by routes, told by `tellProblems`. */
export class HttpProblem extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503,
    readonly code: string,
    message: string,
    readonly more: {
      readonly path?: string
      readonly problems?: readonly Problem[]
      readonly retryAfterMs?: number
      /** How many bytes of a file are here. */
      readonly received?: number
    } = {},
  ) {
    super(message)
  }
}

/** Unknown and foreign are the same answer: nobody learns what others have. */
export const notFound = (what: string): HttpProblem =>
  new HttpProblem(404, 'not-found', `There is no such ${what} here.`)

export function orNotFound<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw notFound(what)
  return found
}

const STATUS_OF: { readonly [code in RefusalCode]?: 400 | 403 | 404 | 503 } = {
  'conversation-not-found': 404,
  'not-permitted': 403,
  'takes-part': 400, // messaging LIF-14
  'not-assigned': 400, // messaging R2.1
  unavailable: 503,
}

/** A refusal of the rules as an answer of the API. */
export function refusedBy(code: RefusalCode, path?: string): HttpProblem {
  return new HttpProblem(STATUS_OF[code] ?? 409, code, REFUSAL_TEXTS[code], path === undefined ? {} : { path })
}

/** Those that a screen needs to say a refusal in its own words; what else a problem knows stays here. */
const facts = z
  .object({
    name: z.string().optional().describe('Of what the message is about'),
    count: z.number().optional().describe('How much there is'),
  })
  .describe('What the message is made of, by its rule, for whoever says it in another language')

export const errorBody = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      path: z.string().optional(),
      retryAfterMs: z.number().optional(),
      received: z.number().optional(),
      problems: z
        .array(z.object({ path: z.string(), rule: z.string(), message: z.string(), facts: facts.optional() }))
        .readonly()
        .optional(),
    }),
  })
  .meta({ id: 'Problem', description: 'What is wrong, where, and what helps' })

/** Every failure leaves in one shape; what the world did to us is logged, not told. */
export function tellProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((fault, request, reply) => {
    const told = toProblem(fault)
    if (told === undefined) {
      request.log.error({ err: fault }, 'a request could not be dealt with')
      return reply
        .code(500)
        .send({ error: { code: 'internal', message: 'Something went wrong here; it is in the log.' } })
    }
    const { retryAfterMs } = told.more
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
    return reply.code(told.status).send({ error: { code: told.code, message: told.message, ...told.more } })
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'not-found', message: 'There is nothing at this address.' } }),
  )
}

function toProblem(fault: FastifyError): HttpProblem | undefined {
  if (fault instanceof HttpProblem) return fault
  if (hasZodFastifySchemaValidationErrors(fault)) return invalid(fault)
  if (fault instanceof SettingsConflict) {
    const status = fault.rule === 'unknown-reference' ? 422 : 409
    return new HttpProblem(status, fault.rule, fault.message, { path: fault.path })
  }
  if (fault instanceof StorageUnavailable || fault instanceof TooManySignIns) return refusedBy('unavailable')
  if (fault.statusCode === 413) return new HttpProblem(413, 'body-too-large', 'The body is too large.')
  if (fault.statusCode === 415) return new HttpProblem(415, 'not-json', 'The body must be JSON.')
  if (fault.statusCode === 400) return new HttpProblem(400, 'bad-request', 'The request is not well formed.')
  return undefined
}

interface Issue {
  readonly instancePath?: string
  readonly keyword?: string
  readonly message?: string
  readonly params?: { readonly keys?: readonly string[]; readonly issue?: { readonly keys?: readonly string[] } }
}

function invalid(fault: FastifyError): HttpProblem {
  const problems = ((fault.validation ?? []) as readonly Issue[]).map((issue) => ({
    path: pathOf(issue),
    rule: issue.keyword ?? 'invalid',
    message: issue.message ?? 'is not valid',
  }))
  const [first] = problems
  return new HttpProblem(400, 'invalid-request', first?.message ?? 'The request is not valid.', {
    ...(first !== undefined && { path: first.path }),
    problems,
  })
}

/** A field that does not belong is named itself, not only what holds it. */
function pathOf({ instancePath = '', params }: Issue): string {
  const holder = instancePath === '/' ? '' : instancePath
  const [stranger] = params?.keys ?? params?.issue?.keys ?? []
  return stranger === undefined ? holder : pointer(holder, stranger)
}
