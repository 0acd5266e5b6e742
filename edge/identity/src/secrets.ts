import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits that nobody guesses, as 43 characters that fit into an address. */
export const makeSecret = (): string => randomBytes(32).toString('base64url')

const SHAPE = /^[A-Za-z0-9_-]{43}$/
export const isSecretShape = (text: string): boolean => SHAPE.test(text)

/** What is kept of a secret; enough, as nobody can try all that hash to it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Takes the same time whether the first or the last character differs. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
