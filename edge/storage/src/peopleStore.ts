import type { AccountId, AgentId, EpochMs } from '@baton/base'
import type { PageRequest, Person } from './settings.ts'

/**
 * What signing in needs, and the record of what administrators changed. Secrets come and go as hashes; the caller makes and
 * shows them. Small and seldom written, but for sessions that are seen.
 */
export interface PeopleStore {
  /** By e-mail address, in lower case. @returns undefined when nobody of this account has it */
  findByEmail(accountId: AccountId, email: string): Promise<Person | undefined>
  /** The person's accounts, by their e-mail address; at most `limit`. */
  listByEmail(email: string, limit: number): Promise<Person[]>
  /** Enabled administrators who have a password or an identity provider's word, over all accounts or of one. */
  countAdminsWhoSignIn(accountId?: AccountId, except?: AgentId): Promise<number>

  readPassword(accountId: AccountId, personId: AgentId): Promise<string | undefined>
  /**
   * Sets a password and ends the person's sessions and links, in one write.
   * @param keep a session that goes on: the one that changed it
   * @returns ids of the sessions that ended
   */
  setPassword(accountId: AccountId, personId: AgentId, hash: string, keep?: string): Promise<string[]>

  findSubject(accountId: AccountId, issuer: string, subject: string): Promise<AgentId | undefined>
  /** Whom a subject stands for from now on; one person may have several, a subject has one person. First writer wins. */
  bindSubject(accountId: AccountId, issuer: string, subject: string, personId: AgentId): Promise<void>

  /** Beyond `MAX_SESSIONS` the person's oldest ends. @returns ids of the sessions that ended for it */
  createSession(session: Session): Promise<string[]>
  findSession(hash: string): Promise<Session | undefined>
  touchSession(id: string, seenAt: EpochMs): Promise<void>
  /** Newest first; at most `MAX_SESSIONS`. */
  listSessions(accountId: AccountId, personId: AgentId): Promise<Session[]>
  endSession(accountId: AccountId, personId: AgentId, id: string): Promise<boolean>
  /** @returns ids of the sessions that ended */
  endSessions(accountId: AccountId, personId: AgentId): Promise<string[]>

  /** Earlier links of the same kind for the same person are void; of the first run there is one in all. */
  createLink(link: Link): Promise<void>
  findLink(hash: string): Promise<Link | undefined>
  /** Takes a link away: of two who come with it, one gets it. @returns undefined when it is gone */
  takeLink(hash: string): Promise<Link | undefined>

  createKey(key: ApiKey): Promise<void>
  findKey(hash: string): Promise<ApiKey | undefined>
  listKeys(accountId: AccountId, page: PageRequest): Promise<ApiKey[]>
  deleteKey(accountId: AccountId, id: string): Promise<ApiKey | undefined>

  writeAudit(entry: Omit<AuditEntry, 'id'>): Promise<void>
  /** Newest first. @param before id of the last entry of the page before */
  listAudit(accountId: AccountId, limit: number, before?: number): Promise<AuditEntry[]>

  readAttempts(name: string): Promise<Attempts | undefined>
  /**
   * Counts one failure, before it is known to be one, so that many at the same time all count.
   * @param decide what becomes of the count; undefined: refused, nothing is counted
   */
  countAttempt(name: string, decide: (known: Attempts | undefined) => Attempts | undefined): Promise<boolean>
  forgetAttempts(name: string): Promise<void>
  /** Sessions and links that are over, and failures that nobody asks about any more. */
  forgetOld(now: EpochMs, attemptsBefore: EpochMs): Promise<void>
}

export const MAX_SESSIONS = 20

export interface Session {
  readonly id: string
  /** SHA-256 of the cookie's value, hex. */
  readonly hash: string
  readonly accountId: AccountId
  readonly personId: AgentId
  readonly createdAt: EpochMs
  readonly seenAt: EpochMs
  /** However busy it is, it ends then. */
  readonly endsAt: EpochMs
  /** For its owner's list: what the browser called itself, and from where; capped. */
  readonly device: { readonly userAgent: string; readonly address: string }
}

export type Link = {
  /** SHA-256 of the secret in the address, hex. */
  readonly hash: string
  readonly createdAt: EpochMs
} & (
  | { readonly kind: 'firstRun' }
  | {
      readonly kind: 'invitation' | 'reset'
      readonly accountId: AccountId
      readonly personId: AgentId
      readonly expiresAt: EpochMs
    }
)

export interface ApiKey {
  readonly id: string
  readonly accountId: AccountId
  readonly hash: string
  readonly name: string
  /** Rights that it has. */
  readonly scopes: readonly string[]
  readonly createdAt: EpochMs
  readonly expiresAt?: EpochMs
}

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

/** Names are kept as they were then. */
export type AuditActor =
  | { readonly kind: 'person'; readonly id: AgentId; readonly name: string }
  | { readonly kind: 'key' | 'token'; readonly id: string; readonly name: string }
  | { readonly kind: 'installation' }
  /** Somebody with a link, who had not signed in. */
  | { readonly kind: 'link'; readonly name: string }

export interface Attempts {
  readonly failures: number
  readonly lastAt: EpochMs
}
