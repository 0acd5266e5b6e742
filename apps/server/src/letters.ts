import type { EpochMs } from '@baton/base'
import type { Person } from '@baton/storage'

/** A letter with a one-time link. */
export interface Letter {
  readonly kind: 'invitation' | 'reset'
  /** To their e-mail address, in their language. */
  readonly person: Person
  readonly accountName: string
  readonly url: string
  readonly expiresAt: EpochMs
}

/** Takes letters to people. Whoever runs the server decides how; see `ServerOptions.letters`. */
export interface Letters {
  send(letter: Letter): Promise<void>
}

/** Nobody carries letters: administrators hand links on by themselves. */
export const noLetters: Letters = { send: async () => {} }
