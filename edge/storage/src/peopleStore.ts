import type { AccountId, AgentId, EpochMs } from '@baton/base'
import type { AuditEntry, NewAuditEntry, Note } from './auditEntry.ts'
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
  endSession(accountId: AccountId, personId: AgentId, id: string, note?: Note<Session>): Promise<boolean>
  /** @returns ids of the sessions that ended */
  endSessions(accountId: AccountId, personId: AgentId, note?: Note<readonly Session[]>): Promise<string[]>

  /**
   * Earlier links of the same kind for the same person are void; those of the first run are nobody's, and count together.
   * @param keep so many of the earlier ones stay valid, the newest; by default none
   */
  createLink(link: Link, keep?: number): Promise<void>
  findLink(hash: string): Promise<Link | undefined>
  /**
   * Takes a link away: of two who come with it, one gets it. One of the first run takes all others of the first run with it.
   * @returns undefined when it is gone
   */
  takeLink(hash: string): Promise<Link | undefined>

  createKey(key: ApiKey, note?: Note<ApiKey>): Promise<void>
  findKey(hash: string): Promise<ApiKey | undefined>
  listKeys(accountId: AccountId, page: PageRequest): Promise<ApiKey[]>
  deleteKey(accountId: AccountId, id: string, note?: Note<ApiKey>): Promise<ApiKey | undefined>

  /** For what is changed by no write of the settings; whatever is, hands in a `Note` instead. */
  writeAudit(entry: NewAuditEntry): Promise<void>
  /** Newest first. */
  listAudit(accountId: AccountId, page: AuditPage): Promise<AuditEntry[]>

  readAttempts(name: string): Promise<Attempts | undefined>
  /**
   * Counts one failure, before it is known to be one, so that many at the same time all count.
   * @param decide what becomes of the count; undefined: refused, nothing is counted
   */
  countAttempt(name: string, decide: (known: Attempts | undefined) => Attempts | undefined): Promise<boolean>
  forgetAttempts(name: string): Promise<void>
  /** Puts a letter on its way: it is due at once. */
  putLetter(letter: NewLetter): Promise<void>
  /**
   * Takes letters that are due; nobody else gets them before `until`, by when they are due again. What is worth nothing any more
   * is forgotten.
   */
  takeLetters(now: EpochMs, until: EpochMs, limit: number): Promise<StoredLetter[]>
  postponeLetter(id: string, dueAt: EpochMs): Promise<void>
  removeLetter(id: string): Promise<void>
  /** When the first letter is due; undefined when none is on its way. */
  nextLetterAt(): Promise<EpochMs | undefined>

  /** Sessions and links that are over, and failures that nobody asks about any more. */
  forgetOld(now: EpochMs, attemptsBefore: EpochMs): Promise<void>
}

export interface AuditPage {
  /** At most 200. */
  readonly limit: number
  /** Id of the last entry of the page before. */
  readonly before?: number
  /** Only what was done to things of this kind: `skill`, `person` … */
  readonly kind?: string
  /** Only what this person did. */
  readonly personId?: AgentId
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

export interface NewLetter {
  /** Names it to the mail server, over all attempts. */
  readonly id: string
  readonly accountId: AccountId
  readonly personId: AgentId
  readonly kind: string
  /** What it says, for nobody to read who reads the database. */
  readonly sealed: string
  readonly createdAt: EpochMs
  /** After that it is worth nothing. */
  readonly expiresAt: EpochMs
}
export interface StoredLetter extends NewLetter {
  /** With this one; counted from 1. */
  readonly attempts: number
}

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

export interface Attempts {
  readonly failures: number
  readonly lastAt: EpochMs
}
