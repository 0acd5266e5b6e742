import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps what must be used again and never read: closed with a key that the database does not hold. */
export interface Seal {
  /** Names the key that closes from now on. */
  readonly keyId: string
  /** @param place where it belongs; a box that is moved elsewhere cannot be opened there */
  close(plain: string, place: string): string
  /** @throws SealBroken when the key is another one, or the box was changed or moved */
  open(box: string, keyId: string, place: string): string
}

export class SealBroken extends Error {
  readonly code = 'seal-broken'
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * @param secret the operator's, at least 32 characters
 * @param former secrets that were used before; they still open, and close nothing any more
 */
export function createSeal(secret: string, former: readonly string[] = []): Seal {
  const keys = new Map([...former, secret].map((one) => keyOf(one)))
  const [keyId, key] = keyOf(secret)
  return {
    keyId,
    close(plain, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(box, closedBy, place) {
      const known = keys.get(closedBy)
      if (known === undefined) {
        throw new SealBroken(
          'It was sealed with another SECRET_KEY; name that one in SECRET_KEY_FORMER, or enter it again.',
        )
      }
      try {
        const bytes = Buffer.from(box, 'base64url')
        const decipher = createDecipheriv(CIPHER, known, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        throw new SealBroken('What is sealed was changed or moved; enter it again.')
      }
    },
  }
}

function keyOf(secret: string): [string, Buffer] {
  const key = Buffer.from(hkdfSync('sha256', secret, 'baton', 'credentials', 32))
  return [createHash('sha256').update('key id').update(key).digest('hex').slice(0, 16), key]
}
