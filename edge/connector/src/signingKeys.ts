import { type Clock, type EpochMs, isJsonObject, type JsonObject, minutes } from '@baton/base'
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  type JWK,
} from 'jose'

/** Where the installation keeps its secrets; the first writer of a name wins, and everyone gets what is stored. */
export interface SecretStore {
  readSecret(name: string): Promise<string | undefined>
  putSecretOnce(name: string, value: string): Promise<string>
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JsonObject
  readonly publicPem: string
  readonly createdAt: EpochMs
}

interface StoredKey {
  readonly createdAt: EpochMs
  readonly privatePem: string
  readonly publicJwk: JWK
  readonly publicPem: string
}

const ALGORITHM = 'RS256'
const KEY_BITS = 2_048
/** A retired key stays listed while a token that it signed may live, and a little longer: other nodes learn late. */
const RETIRED_MS = minutes(62)
/** Another node may have made a new key; known ones are read again after this time. */
const REREAD_MS = minutes(1)
const MAX_KEYS = 10_000

/**
 * The keys that sign our tokens. They are numbered in the order of their making; the last one signs. Made at first use and kept,
 * so that a restart changes nothing for the services that know them.
 */
export class SigningKeys {
  #known: SigningKey[] = []
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined

  constructor(
    private readonly secrets: SecretStore,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<SigningKey> {
    await this.#refresh()
    const key = this.#known.at(-1)
    if (!key) throw new Error('no signing key could be made')
    return key
  }

  /** The signing key first, then those that were retired so lately that their tokens may still be in use (connector R2.10). */
  async published(): Promise<readonly SigningKey[]> {
    await this.#refresh()
    const now = this.clock.now()
    const listed = this.#known.filter((_key, index) => {
      const successor = this.#known[index + 1]
      return successor === undefined || successor.createdAt + RETIRED_MS > now
    })
    return listed.reverse()
  }

  /** Makes a new signing key; the old one signs no more. */
  async rotate(): Promise<void> {
    await this.#refresh()
    await this.#make(this.#known.length + 1)
    this.#readAt = Number.NEGATIVE_INFINITY
    await this.#refresh()
  }

  async #refresh(): Promise<void> {
    if (this.#known.length > 0 && this.clock.now() - this.#readAt < REREAD_MS) return
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    await this.#reading
  }

  async #read(): Promise<void> {
    for (let number = this.#known.length + 1; number <= MAX_KEYS; number += 1) {
      const stored = await this.secrets.readSecret(secretName(number))
      if (stored === undefined && this.#known.length > 0) break
      this.#known.push(await parseKey(stored ?? (await this.#make(number))))
    }
    this.#readAt = this.clock.now()
  }

  async #make(number: number): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { modulusLength: KEY_BITS, extractable: true })
    const publicJwk = await exportJWK(publicKey)
    const stored: StoredKey = {
      createdAt: this.clock.now(),
      privatePem: await exportPKCS8(privateKey),
      publicJwk: { ...publicJwk, kid: await calculateJwkThumbprint(publicJwk), alg: ALGORITHM, use: 'sig' },
      publicPem: await exportSPKI(publicKey),
    }
    return this.secrets.putSecretOnce(secretName(number), JSON.stringify(stored))
  }
}

const secretName = (number: number): string => `connector-signing-key-${number}`

async function parseKey(text: string): Promise<SigningKey> {
  const { createdAt, privatePem, publicJwk, publicPem } = JSON.parse(text) as StoredKey
  if (!isJsonObject(publicJwk) || typeof publicJwk.kid !== 'string') throw new Error('a stored signing key is damaged')
  const privateKey = await importPKCS8(privatePem, ALGORITHM)
  return { kid: publicJwk.kid, privateKey, publicJwk: { ...publicJwk } as JsonObject, publicPem, createdAt }
}
