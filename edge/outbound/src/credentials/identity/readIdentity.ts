import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { decrypt, parseJks } from 'jks-js'
import forge from 'node-forge'
import type { GivenIdentity, IdentityAnswer, IdentityProblem } from './identityFile.ts'

class NotRead extends Error {
  constructor(readonly problem: IdentityProblem) {
    super(problem)
  }
}

interface Pair {
  readonly key: KeyObject
  readonly certificates: readonly X509Certificate[]
}

/** Runs where it may take its time: whoever made a file says how often its password is turned over. Never throws. */
export function readIdentity(given: GivenIdentity): IdentityAnswer {
  try {
    const { key, certificates } = given.store === undefined ? ofTexts(given) : ofStore(given.store, given)
    const own = certificates.find((one) => one.checkPrivateKey(key))
    if (own === undefined) throw new NotRead('not-a-pair')
    const trust = given.trust === undefined ? undefined : trusted(given.trust)
    const identity = {
      certificate: chainFrom(own, certificates),
      key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ...(trust !== undefined && { trust }),
    }
    return { ok: true, identity }
  } catch (fault) {
    return { ok: false, problem: fault instanceof NotRead ? fault.problem : 'unreadable' }
  }
}

function ofTexts({ certificate = '', key = '', passphrase }: GivenIdentity): Pair {
  return { key: privateKey(key, passphrase), certificates: certificatesIn(certificate, 'certificate-unreadable') }
}

const JAVA_MAGIC = 0xfeedfeed

function ofStore(store: string, { storePassword = '', passphrase = storePassword }: GivenIdentity): Pair {
  const bytes = Buffer.from(store, 'base64')
  const isJava = bytes.length > 4 && bytes.readUInt32BE(0) === JAVA_MAGIC
  return isJava ? ofJava(bytes, storePassword, passphrase) : ofPkcs12(bytes, storePassword)
}

function ofJava(bytes: Buffer, storePassword: string, keyPassword: string): Pair {
  const entries = orProblem('wrong-password', () => parseJks(bytes, storePassword))
  const pairs = entries.flatMap((entry) => ('chain' in entry ? [entry] : []))
  const { chain, protectedPrivateKey } = only(pairs)
  const pem = orProblem('wrong-password', () => decrypt(protectedPrivateKey, keyPassword))
  return { key: privateKey(pem), certificates: chain.map(({ value }) => new X509Certificate(value)) }
}

function ofPkcs12(bytes: Buffer, password: string): Pair {
  const tree = forge.asn1.fromDer(forge.util.createBuffer(bytes.toString('binary')))
  // A file without a password is closed with an empty one, or with none at all.
  const store = orProblem('wrong-password', () => {
    try {
      return forge.pkcs12.pkcs12FromAsn1(tree, false, password)
    } catch (fault) {
      if (password !== '') throw fault
      return forge.pkcs12.pkcs12FromAsn1(tree, false)
    }
  })
  const bags = store.safeContents.flatMap(({ safeBags }) => safeBags)
  const { keyBag, pkcs8ShroudedKeyBag, certBag } = forge.pki.oids
  const keys = bags.filter(({ type }) => type === keyBag || type === pkcs8ShroudedKeyBag)
  return { key: keyOf(only(keys)), certificates: bags.filter(({ type }) => type === certBag).map(certificateOf) }
}

/** What the library does not know (elliptic curves) it leaves as it is. */
function keyOf({ key, asn1 }: forge.pkcs12.Bag): KeyObject {
  const tree = key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1
  return createPrivateKey({ key: bytesOf(tree), format: 'der', type: 'pkcs8' })
}

const certificateOf = ({ cert, asn1 }: forge.pkcs12.Bag): X509Certificate =>
  new X509Certificate(bytesOf(cert ? forge.pki.certificateToAsn1(cert) : asn1))

const bytesOf = (tree: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(tree).getBytes(), 'binary')

function only<T>(found: readonly T[]): T {
  const [first] = found
  if (first === undefined) throw new NotRead('no-key')
  if (found.length > 1) throw new NotRead('several-keys')
  return first
}

function privateKey(pem: string, passphrase?: string): KeyObject {
  const isClosed = /ENCRYPTED/.test(pem)
  if (isClosed && passphrase === undefined) throw new NotRead('wrong-password')
  return orProblem(isClosed ? 'wrong-password' : 'key-unreadable', () =>
    createPrivateKey({ key: pem, format: 'pem', ...(isClosed && passphrase !== undefined && { passphrase }) }),
  )
}

function certificatesIn(pem: string, otherwise: IdentityProblem): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN ([A-Z ]*)CERTIFICATE-----[\s\S]*?-----END \1CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new NotRead(otherwise)
  return orProblem(otherwise, () => blocks.map((block) => new X509Certificate(block)))
}

function trusted(given: string): string {
  if (given.includes('-----BEGIN')) return pemOf(certificatesIn(given, 'trust-unreadable'))
  return orProblem('trust-unreadable', () => pemOf([new X509Certificate(Buffer.from(given, 'base64'))]))
}

/** Our own first, then whoever vouches for the one before, as TLS wants it; what has no part in that stays out. */
function chainFrom(own: X509Certificate, all: readonly X509Certificate[]): string {
  const chain = [own]
  for (let last = own; ; ) {
    const next = all.find((one) => !chain.includes(one) && last.checkIssued(one))
    if (next === undefined) return pemOf(chain)
    chain.push(next)
    last = next
  }
}

const pemOf = (certificates: readonly X509Certificate[]): string => certificates.map(String).join('')

function orProblem<T>(problem: IdentityProblem, make: () => T): T {
  try {
    return make()
  } catch {
    throw new NotRead(problem)
  }
}
