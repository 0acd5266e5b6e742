import type { EpochMs } from '@baton/base'
import type { Person } from '@baton/storage'

/** A letter to one of the brand's people, at their e-mail address and in their language. */
export type Letter = LinkLetter | WaitingLetter

interface ToPerson {
  readonly person: Person
  readonly accountName: string
  readonly url: string
}

/** With a one-time link. */
export interface LinkLetter extends ToPerson {
  readonly kind: 'invitation' | 'reset'
  readonly expiresAt: EpochMs
}

/** Consumers wait, and this person, who could answer, looks elsewhere. Says nothing of what they wrote. */
export interface WaitingLetter extends ToPerson {
  readonly kind: 'waiting'
  readonly skillName: string
  readonly minutes: number
}

/** Takes letters to people. Whoever runs the server decides how; see `ServerOptions.letters`. */
export interface Letters {
  /** Letters that an earlier run left behind go on. */
  start?(): void
  /** Resolves when it is sure to go, which is before it went. @throws StorageUnavailable when that cannot be said now */
  send(letter: Letter): Promise<void>
  close?(): Promise<void> | void
}

/** Where letters are handed over; one attempt. */
export interface LetterPost {
  /** @param id of the letter, the same over all attempts */
  send(letter: Letter, id: string): Promise<void>
  /** Whether trying again is of no use. */
  isFinal(fault: unknown): boolean
}

/** Nobody carries letters: administrators hand links on by themselves. */
export const noLetters: Letters = { send: async () => {} }
