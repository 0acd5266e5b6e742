import { holdsAll, rightsOf } from '@baton/identity'
import type { Person } from '@baton/storage'
import type { Caller } from '../caller.ts'
import { HttpProblem } from '../httpProblem.ts'

/** Whoever may do less than this role neither gives it nor lays hands on those who have it. */
export function requireRightsOver({ rights }: Caller, held: Person['role']): void {
  if (holdsAll(rights, rightsOf(held))) return
  throw new HttpProblem(403, 'above-own-rights', 'This role may do more than you.', { path: '/role' })
}
