import type { EntryPointId, EpochMs, JsonObject, JsonValue, SkillId } from '@baton/base'

/** How a brand lets some conversations overtake others (messaging R4.18); without it, whose answer is due first comes first. */
export interface Prioritisation {
  /** Weights of the two approaches; each cycle draws one of them. At least one is more than 0. */
  readonly mix: { readonly entrance: number; readonly interactive: number }
  /** Their velocities are multiplied where several apply. */
  readonly rules: readonly VelocityRule[]
}

export type Approach = keyof Prioritisation['mix']

/** Makes conversations of which this is true faster (more than 1) or slower (less). */
export type VelocityRule = { readonly velocity: number } & (
  | { readonly when: 'transfers'; readonly atLeast: number }
  | { readonly when: 'transferredFrom' | 'transferredTo'; readonly skillId: SkillId }
  | { readonly when: 'transferredToAgent' }
  /** @param path names with dots between, as in `customer.tier` */
  | { readonly when: 'attribute'; readonly path: string; readonly equals: string }
  | { readonly when: 'intent'; readonly intent: string }
  /** The field's rule by channel: a brand's ways in are its entry points. */
  | { readonly when: 'entryPoint'; readonly entryPointId: EntryPointId }
)

/** What the rules ask of a conversation. */
export interface RankedFacts {
  readonly transfers: number
  readonly from: readonly SkillId[]
  readonly to: readonly SkillId[]
  readonly toAgent: boolean
  readonly attributes?: JsonObject | undefined
  /** Their ids and names. */
  readonly intents: readonly string[]
  readonly entryPointId: EntryPointId
}

/** A waiting conversation, as far as its rank depends on it. */
export interface RankedWaiting {
  readonly since: EpochMs
  /** When the consumer last wrote, as far as that is known. */
  readonly heardAt?: EpochMs | undefined
  readonly dueAt?: EpochMs | undefined
  readonly responseMs: number
  readonly velocity: number
}

export const MIN_VELOCITY = 0.1
export const MAX_VELOCITY = 10
/** A draw holds so long, in milliseconds. */
export const RANK_CYCLE_MS = 2_000
/** Whoever is late by more than so many promises comes first, whatever their velocity (messaging R4.19). */
const LATE_BY = 10
const MAX_DEPTH = 16

/**
 * The velocities of all rules that apply, multiplied.
 * @returns 1 where none applies; within `MIN_VELOCITY` and `MAX_VELOCITY`
 */
export function velocityOf(rules: readonly VelocityRule[], facts: RankedFacts): number {
  const product = rules.filter((rule) => applies(rule, facts)).reduce((sum, { velocity }) => sum * velocity, 1)
  return Math.min(MAX_VELOCITY, Math.max(MIN_VELOCITY, product))
}

function applies(rule: VelocityRule, facts: RankedFacts): boolean {
  switch (rule.when) {
    case 'transfers':
      return facts.transfers >= rule.atLeast
    case 'transferredFrom':
      return facts.from.includes(rule.skillId)
    case 'transferredTo':
      return facts.to.includes(rule.skillId)
    case 'transferredToAgent':
      return facts.toAgent
    case 'attribute':
      return textAt(facts.attributes, rule.path) === rule.equals
    case 'intent':
      return facts.intents.includes(rule.intent)
    case 'entryPoint':
      return facts.entryPointId === rule.entryPointId
  }
}

function textAt(attributes: JsonObject | undefined, path: string): string | undefined {
  let value: JsonValue | undefined = attributes
  for (const name of path.split('.').slice(0, MAX_DEPTH)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined
    value = (value as JsonObject)[name]
  }
  return typeof value === 'object' || value === undefined ? undefined : String(value)
}

/**
 * Which approach this cycle goes by. The same seed and instant always draw the same, on every node.
 * @param seed such as the account's id
 */
export function drawApproach({ entrance, interactive }: Prioritisation['mix'], seed: string, now: EpochMs): Approach {
  const drawn = hashed(`${seed}/${Math.floor(now / RANK_CYCLE_MS)}`) * (entrance + interactive)
  return drawn < entrance ? 'entrance' : 'interactive'
}

/** FNV-1a, with its bits mixed once more as neighbours differ in the last ones only; 0 ≤ x < 1. */
function hashed(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** `base(approach) × velocity`; the highest is served first (messaging R4.18). */
export function scoreOf(
  { since, heardAt, responseMs, velocity }: RankedWaiting,
  approach: Approach,
  now: EpochMs,
): number {
  const waitedMs = Math.max(0, now - since)
  const base =
    approach === 'entrance'
      ? waitedMs / Math.max(1_000, responseMs)
      : 1 / (1 + Math.max(0, now - (heardAt ?? since)) / 1_000)
  return base * velocity
}

export const isFarTooLate = ({ since, dueAt, responseMs }: RankedWaiting, now: EpochMs): boolean =>
  now - (dueAt ?? since + responseMs) > LATE_BY * responseMs

/** The order in which a queue with priorities is served: who is far too late, the latest first, then by score. */
export function rank<W extends RankedWaiting>(waiting: readonly W[], approach: Approach, now: EpochMs): W[] {
  const dueOf = ({ dueAt, since, responseMs }: W): number => dueAt ?? since + responseMs
  return waiting
    .map((one) => ({ one, late: isFarTooLate(one, now), score: scoreOf(one, approach, now) }))
    .sort((a, b) => {
      if (a.late !== b.late) return a.late ? -1 : 1
      const byDue = dueOf(a.one) - dueOf(b.one)
      return a.late ? byDue : b.score - a.score || byDue
    })
    .map(({ one }) => one)
}
