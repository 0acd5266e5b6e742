import type { Result } from '@baton/base'
import { err, isJsonObject, ok } from '@baton/base'
import type { ConversationEvent, Unreadable } from './events.ts'

type WrittenType = Exclude<ConversationEvent, Unreadable>['type']

/**
 * The shape in which each type of event is written now; `upcast` lifts the older ones. Whoever changes this raises
 * `STATE_VERSION` too.
 */
export const EVENT_VERSIONS: { readonly [type in WrittenType]: number } = {
  opened: 1,
  messageSent: 1,
  clicked: 1,
  attributesChanged: 1,
  turnOpened: 1,
  turnAnswered: 1,
  turnPaused: 1,
  turnContinued: 1,
  turnEnded: 1,
  botFailed: 1,
  escalationFailed: 1,
  transferred: 1,
  transferFailed: 1,
  offered: 1,
  offerEnded: 1,
  assigned: 1,
  joined: 1,
  left: 1,
  priorityChanged: 1,
  tagsChanged: 1,
  surveyOpened: 1,
  surveyAnswered: 1,
  steppedUp: 1,
  copyEnded: 1,
  closed: 1,
  erased: 1,
}

type Lift = (older: Record<string, unknown>) => Record<string, unknown>
/** `lifts[type][v - 1]` makes version v + 1 of version v. Empty: no shape has changed yet. */
const lifts: { readonly [type: string]: readonly Lift[] } = {}

export interface UnknownEvent {
  readonly type: string
  readonly v: number
}

/**
 * Reads a stored event, whatever release wrote it.
 * @returns an error for a type or version that this release does not know: a newer release wrote it, so this node may
 *   show the conversation but must not decide on it
 */
export function upcast(stored: unknown): Result<ConversationEvent, UnknownEvent> {
  if (!isJsonObject(stored)) return err({ type: typeof stored, v: 0 })
  const { type, v } = stored
  const known = typeof type === 'string' && Object.hasOwn(EVENT_VERSIONS, type)
  const current = known ? EVENT_VERSIONS[type as WrittenType] : 0
  if (!known || typeof v !== 'number' || !(v >= 1) || v > current) return err({ type: String(type), v: Number(v) })
  if (v === current) return ok(stored as unknown as ConversationEvent)
  const lifted = (lifts[type as string] ?? [])
    .slice(v - 1)
    .reduce<Record<string, unknown>>((event, lift) => lift(event), {
      ...stored,
    })
  return ok(lifted as unknown as ConversationEvent)
}

/** For whoever shows a log: what cannot be read keeps its place. */
export function readStored(stored: unknown): ConversationEvent {
  const known = upcast(stored)
  return known.ok ? known.value : { type: 'unreadable', v: 1, written: known.error }
}
