import { type AccountId, isJsonObject, jsonEquals } from '@baton/base'
import type { AuditActor, AuditEntry } from '@baton/storage'
import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { callerOf } from './caller.ts'

export interface Change {
  /** Such as `skill.changed`. */
  readonly action: string
  /** Such as `skill/3`. */
  readonly target: string
  /** Absent: it was made just now. */
  readonly before?: object | undefined
  /** Absent: it is gone. */
  readonly after?: object | undefined
}

/** Writes down what an administrator changed; called after it was changed and before they are told. */
export function audit(house: House, request: FastifyRequest, change: Change): Promise<void> {
  const caller = callerOf(request)
  const { accountId } = request.params as { accountId?: AccountId }
  const of = accountId ?? caller.accountId
  return of === undefined ? Promise.resolve() : auditAs(house, of, caller.who, change)
}

export function auditAs(house: House, accountId: AccountId, who: AuditActor, change: Change): Promise<void> {
  const { action, target, before, after } = change
  const entry = { accountId, at: house.clock.now(), who, action, target, changes: changesOf(before, after) }
  return house.storage.people.writeAudit(entry)
}

const SECRET = /secret|password|token|hash|credential|authorization|apikey|privatekey/i
const HIDDEN = '(hidden)'
/** Of one value as JSON; what is longer is named, not kept. */
const MAX_VALUE_LENGTH = 4_000
/** Names say little of where the thing is. */
const PLACE = new Set(['accountId', 'id'])

/** What differs, by field. That a secret changed is told; the secret is not. */
export function changesOf(before: object = {}, after: object = {}): AuditEntry['changes'] {
  const old = before as Record<string, unknown>
  const now = after as Record<string, unknown>
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((field) => !PLACE.has(field))
  return Object.fromEntries(
    fields
      .filter((field) => !jsonEquals(old[field] ?? null, now[field] ?? null))
      .map((field) => [
        field,
        {
          ...(old[field] !== undefined && { before: shown(field, old[field]) }),
          ...(now[field] !== undefined && { after: shown(field, now[field]) }),
        },
      ]),
  )
}

function shown(field: string, value: unknown): unknown {
  const safe = withoutSecrets(field, value)
  return JSON.stringify(safe).length <= MAX_VALUE_LENGTH ? safe : '(too long to be kept here)'
}

function withoutSecrets(field: string, value: unknown): unknown {
  if (SECRET.test(field) && value !== null && typeof value !== 'boolean' && typeof value !== 'number') return HIDDEN
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(field, item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(key, part)]))
}
