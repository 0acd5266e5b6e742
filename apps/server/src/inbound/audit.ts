import { type AccountId, isJsonObject, jsonEquals } from '@baton/base'
import type { AuditActor, AuditEntry, NewAuditEntry, Note } from '@baton/storage'
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

/** What a note may leave to the default: all fields, and the thing's own id. */
interface Noting<T> {
  /** What it is called in the record: `skill` becomes `skill/3`. */
  readonly kind: string
  /** Where the thing has no id of its own. */
  readonly id?: string | number
  /** What of it may be told; absent: all of it. */
  readonly told?: (thing: T) => object
}

/** For changes of settings: whatever is written down, is written down in the same commit. */
export function noteOf<T extends object>(
  house: Pick<House, 'clock'>,
  request: FastifyRequest,
  action: string,
  noting: Noting<T>,
): Note<T> {
  const { who, accountId } = callerOf(request)
  const { accountId: named } = request.params as { accountId?: AccountId }
  return noteAs(house, named ?? accountId, who, action, noting)
}

/** @param accountId undefined: the thing is the account itself */
export function noteAs<T extends object>(
  { clock }: Pick<House, 'clock'>,
  accountId: AccountId | undefined,
  who: AuditActor,
  action: string,
  { kind, id, told = (thing) => thing }: Noting<T>,
): Note<T> {
  return (after, before) => {
    const { id: own } = (after ?? before ?? {}) as { readonly id?: string | number }
    const named = String(id ?? own ?? '')
    const of = accountId ?? (named as AccountId)
    const target = `${kind}/${named}`
    return entryOf(clock.now(), of, who, {
      action,
      target,
      before: before && told(before),
      after: after && told(after),
    })
  }
}

/** For what no write of the settings changes: a link was made. Written after it was done and before they are told. */
export function audit(house: House, request: FastifyRequest, change: Change): Promise<void> {
  const caller = callerOf(request)
  const { accountId } = request.params as { accountId?: AccountId }
  const of = accountId ?? caller.accountId
  return of === undefined ? Promise.resolve() : auditAs(house, of, caller.who, change)
}

export function auditAs(house: House, accountId: AccountId, who: AuditActor, change: Change): Promise<void> {
  return house.storage.people.writeAudit(entryOf(house.clock.now(), accountId, who, change))
}

const entryOf = (
  at: NewAuditEntry['at'],
  accountId: AccountId,
  who: AuditActor,
  { action, target, before, after }: Change,
): NewAuditEntry => ({ accountId, at, who, action, target, changes: changesOf(before, after) })

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
