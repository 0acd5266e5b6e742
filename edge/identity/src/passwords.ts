import { hash, verify } from '@node-rs/argon2'

/** In characters; length is what makes guessing hard, so nothing else is asked for. */
export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 200

/** argon2id, with the least that OWASP recommends: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Each takes 19 MiB and a thread while it is computed. */
const AT_ONCE = 2
const MAX_WAITING = 100

/** More sign-ins at the same time than this machine computes. */
export class TooManySignIns extends Error {
  readonly code = 'too-many-sign-ins'
}

export interface Passwords {
  /** @throws TooManySignIns */
  hash(password: string): Promise<string>
  /**
   * Takes the same time whether there is a password to compare with or not.
   * @param kept undefined: nobody, or somebody without a password
   * @throws TooManySignIns
   */
  verify(kept: string | undefined, password: string): Promise<boolean>
}

export function createPasswords(): Passwords {
  const takeTurn = turnsOf(AT_ONCE, MAX_WAITING)
  const compute = (password: string) => takeTurn(() => hash(password.normalize('NFKC'), COST))
  // At once, so that the first stranger is not answered later than the second.
  const nobodys = compute('the password of nobody')
  nobodys.catch(() => {}) // told to whoever needs it
  return {
    hash: compute,
    async verify(kept, password) {
      const against = kept ?? (await nobodys)
      const fits = await takeTurn(() => verify(against, password.normalize('NFKC')))
      return fits && kept !== undefined
    },
  }
}

function turnsOf(atOnce: number, maxWaiting: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(compute: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw new TooManySignIns('too many passwords are being checked')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await compute()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next() // its place is handed on
    }
  }
}
