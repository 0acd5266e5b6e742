import type { AccountId } from '@baton/base'
import type { PeopleStore, Person } from '@baton/storage'
import type { AttemptLimit } from './attempts.ts'
import type { Passwords } from './passwords.ts'

export type PasswordSignIn =
  | { readonly ok: true; readonly person: Person }
  /** Unknown address, wrong password, no password, switched off: one answer, in the same time. */
  | { readonly ok: false; readonly why: 'wrong-credentials' }
  | { readonly ok: false; readonly why: 'too-many-requests'; readonly retryAfterMs: number }

export interface PasswordDoor {
  signIn(accountId: AccountId, email: string, password: string): Promise<PasswordSignIn>
  /** For who is signed in and wants another password. Counts like a sign-in. */
  confirm(person: Person, password: string): Promise<PasswordSignIn>
}

export function createPasswordDoor(people: PeopleStore, passwords: Passwords, attempts: AttemptLimit): PasswordDoor {
  async function check(name: string, person: Person | undefined, password: string): Promise<PasswordSignIn> {
    const retryAfterMs = await attempts.begin(name)
    if (retryAfterMs > 0) return { ok: false, why: 'too-many-requests', retryAfterMs }
    const kept = person?.enabled ? await people.readPassword(person.accountId, person.id) : undefined
    if (!(await passwords.verify(kept, password)) || person === undefined) {
      return { ok: false, why: 'wrong-credentials' }
    }
    await attempts.succeeded(name)
    return { ok: true, person }
  }
  return {
    signIn: async (accountId, email, password) =>
      check(nameOf(accountId, email), await people.findByEmail(accountId, email), password),
    confirm: (person, password) => check(nameOf(person.accountId, person.email ?? `#${person.id}`), person, password),
  }
}

const nameOf = (accountId: AccountId, email: string): string => `sign-in ${accountId} ${email}`
