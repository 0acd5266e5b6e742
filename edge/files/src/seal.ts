import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { FileDamaged } from './faults.ts'
import { giveBack } from './giveBack.ts'

/**
 * How a file lies on the disk when it is sealed: eight letters, sixteen bytes of salt, then frame after frame. A frame is up to
 * 64 KiB of the file under AES-256-GCM, with the tag behind. Its number is the nonce, under a key of this file alone; what is
 * authenticated with it says whether it is the last, so that a file can neither be cut nor put together anew. Frames can be
 * opened one by one, and a transfer that was cut goes on behind the last whole frame.
 */
const LETTERS = Buffer.from('BATONf01')
const SALT_BYTES = 16
export const HEADER_BYTES = LETTERS.length + SALT_BYTES
export const FRAME_BYTES = 65_536
const TAG_BYTES = 16
export const SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES
const LAST = Buffer.from([1])
const NOT_LAST = Buffer.from([0])

/** @param secret at least 32 characters @returns the key from which each file's own is made */
export const sealingKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'baton files at rest v1', 32))

export const makeHeader = (salt: Uint8Array): Buffer => Buffer.concat([LETTERS, salt])

/** @throws FileDamaged when this is not the beginning of a sealed file */
export function saltOf(header: Uint8Array): Buffer {
  const bytes = Buffer.from(header)
  if (bytes.length !== HEADER_BYTES || !bytes.subarray(0, LETTERS.length).equals(LETTERS)) {
    throw new FileDamaged('The stored file does not begin as a sealed file does.')
  }
  return bytes.subarray(LETTERS.length)
}

export class FrameSealer {
  readonly #key: Buffer

  constructor(key: Buffer, salt: Uint8Array) {
    this.#key = Buffer.from(hkdfSync('sha256', key, salt, 'baton file v1', 32))
  }

  seal(index: number, plain: Uint8Array, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(index)).setAAD(isLast ? LAST : NOT_LAST)
    return joined([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws FileDamaged when a bit of it was changed, or it is not this frame of this file */
  open(index: number, sealed: Uint8Array, isLast: boolean): Buffer {
    if (sealed.length < TAG_BYTES) throw new FileDamaged('A frame of the stored file is cut.')
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(index)).setAAD(isLast ? LAST : NOT_LAST)
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    try {
      return joined([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
    } catch (fault) {
      throw new FileDamaged('A frame of the stored file was changed, or sealed with another key.', { cause: fault })
    }
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(parts)
  for (const part of parts) giveBack(part)
  return whole
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(index), 4)
  return nonce
}

/** How many bytes of the file itself are in so many stored bytes; an unfinished frame counts for nothing. */
export function plainBytesIn(storedBytes: number): number {
  const frames = Math.max(0, storedBytes - HEADER_BYTES)
  const rest = frames % SEALED_FRAME_BYTES
  return Math.floor(frames / SEALED_FRAME_BYTES) * FRAME_BYTES + Math.max(0, rest - TAG_BYTES)
}
