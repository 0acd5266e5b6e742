import type { AccountId, AgentId, EpochMs } from '@baton/base'

/** What somebody changed in the administration. */
export interface AuditEntry {
  readonly id: number
  readonly accountId: AccountId
  readonly at: EpochMs
  readonly who: AuditActor
  /** What was done, such as `skill.changed`. */
  readonly action: string
  /** To what, such as `skill/3`. */
  readonly target: string
  /** Fields with their values before and after; secrets are not among them. */
  readonly changes: Readonly<Record<string, { readonly before?: unknown; readonly after?: unknown }>>
}

export type NewAuditEntry = Omit<AuditEntry, 'id'>

/** Names are kept as they were then. */
export type AuditActor =
  | { readonly kind: 'person'; readonly id: AgentId; readonly name: string }
  | { readonly kind: 'key' | 'token'; readonly id: string; readonly name: string }
  | { readonly kind: 'installation' }
  /** Somebody with a link, who had not signed in. */
  | { readonly kind: 'link'; readonly name: string }

/**
 * Tells what a change was; the entry is written in the same commit as the change, so that neither is there without the other.
 * @param after undefined: it is gone
 * @param before undefined: it was made just now
 */
export type Note<T> = (after: T | undefined, before: T | undefined) => NewAuditEntry
