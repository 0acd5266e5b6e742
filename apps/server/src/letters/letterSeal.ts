import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Settings } from '@baton/storage'
import type { Letter } from '../letters.ts'

const CIPHER = 'aes-256-gcm'
/** Where the key is kept that is made where the operator names none. */
const KEPT = 'letters'

export class LetterUnreadable extends Error {
  readonly code = 'letter-unreadable'
}

export interface LetterSeal {
  close(letter: Letter): string
  /** @throws LetterUnreadable when it was sealed with a secret that is not known any more, or changed since */
  open(sealed: string): Letter
}

interface SealSource {
  readonly settings: Pick<Settings, 'putSecretOnce' | 'readSecret'>
  readonly secret?: string | undefined
  readonly formerSecrets?: readonly string[] | undefined
}

/** A letter may hold a link that lets somebody in; the database is to hold nothing that does. */
export async function createLetterSeal({ settings, secret, formerSecrets = [] }: SealSource): Promise<LetterSeal> {
  const kept = secret === undefined ? await settings.putSecretOnce(KEPT, newSecret()) : await settings.readSecret(KEPT)
  const known = [secret, kept, ...formerSecrets].flatMap((one) => (one === undefined ? [] : [keyOf(one)]))
  const [key = keyOf(newSecret())] = known
  return {
    close(letter) {
      const iv = randomBytes(12)
      const cipher = createCipheriv(CIPHER, key, iv)
      const body = Buffer.concat([cipher.update(JSON.stringify(letter), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
      for (const one of known) {
        const letter = opened(sealed, one)
        if (letter !== undefined) return letter
      }
      throw new LetterUnreadable(
        'It was sealed with another SECRET_KEY. Name that one in SECRET_KEY_FORMER before the next start, or make the link anew.',
      )
    },
  }
}

function opened(sealed: string, key: Buffer): Letter | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(12, 28))
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url')
const keyOf = (secret: string): Buffer => createHash('sha256').update(`letters\0${secret}`).digest()
