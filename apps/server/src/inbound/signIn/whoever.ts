import type { FastifyRequest } from 'fastify'
import { type Caller, callerOf, notPermitted } from '../caller.ts'
import { HttpProblem } from '../httpProblem.ts'

type InPerson = Caller & Required<Pick<Caller, 'session' | 'person' | 'csrf'>>

/** The signed-in person of a route about themselves. */
export function sessionOf(request: FastifyRequest): InPerson {
  const caller = callerOf(request)
  const { session, person, csrf } = caller
  if (session === undefined || person === undefined || csrf === undefined) throw notPermitted()
  return { ...caller, session, person, csrf }
}

const A_WHILE_MS = 1_000

export const tooMany = (retryAfterMs = A_WHILE_MS): HttpProblem =>
  new HttpProblem(429, 'too-many-requests', 'Too many attempts; wait a moment.', { retryAfterMs })
