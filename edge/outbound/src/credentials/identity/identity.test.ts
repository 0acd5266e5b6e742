import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, it } from 'vitest'
import { CERTIFICATE, KEY } from '../examples/certificate.ts'
import * as files from '../examples/identityFiles.ts'
import type { GivenIdentity } from './identityFile.ts'
import { openIdentity } from './openIdentity.ts'
import { readIdentity } from './readIdentity.ts'

const read = (given: GivenIdentity) => {
  const answer = readIdentity(given)
  if (!answer.ok) throw new Error(answer.problem)
  return answer.identity
}
const subjectOf = (pem: string) => new X509Certificate(pem).subject

it.each<[string, GivenIdentity]>([
  ['.p12', { store: files.PFX, storePassword: 'hush' }],
  ['.pfx of an older program', { store: files.OLD_PFX, storePassword: 'hush' }],
  ['.p12 without a password', { store: files.OPEN_PFX }],
  ['.p12 of RSA', { store: files.RSA_PFX, storePassword: 'hush' }],
  ['.jks whose key has its own password', { store: files.JKS, storePassword: 'hushhush', passphrase: 'keyhush' }],
  ['.jks of RSA', { store: files.RSA_JKS, storePassword: 'hushhush' }],
  ['PEM', { certificate: CERTIFICATE, key: KEY }],
  ['PEM whose key is closed', { certificate: CERTIFICATE, key: files.CLOSED_KEY, passphrase: 'hush' }],
  [
    'PEM whose key is closed in the old way',
    { certificate: CERTIFICATE, key: files.OLD_CLOSED_KEY, passphrase: 'hush' },
  ],
])('scripting 2.4: mutual: %s is read, and what is kept needs no password', (_what, given) => {
  const { certificate, key } = read(given)
  expect(subjectOf(certificate)).toBe('CN=localhost')
  expect(key).toContain('-----BEGIN PRIVATE KEY-----')
  expect(() => createSecureContext({ cert: certificate, key })).not.toThrow()
})

it('scripting 2.4: mutual: what it trusts is PEM, or the bytes of a .crt or .cer', () => {
  const ours = { certificate: CERTIFICATE, key: KEY }
  expect(read({ ...ours, trust: files.DER }).trust).toBe(read({ ...ours, trust: CERTIFICATE }).trust)
  expect(read({ ...ours, trust: `${CERTIFICATE}\n${CERTIFICATE}` }).trust?.match(/BEGIN/g)).toHaveLength(2)
})

it.each<[string, GivenIdentity, string]>([
  ['a wrong password', { store: files.PFX, storePassword: 'hash' }, 'wrong-password'],
  ['no password', { store: files.PFX }, 'wrong-password'],
  ['a wrong password of Java', { store: files.JKS, storePassword: 'hash', passphrase: 'keyhush' }, 'wrong-password'],
  ['a wrong password of a key', { store: files.JKS, storePassword: 'hushhush', passphrase: 'no' }, 'wrong-password'],
  ['a file without a key', { store: files.PFX_WITHOUT_KEY, storePassword: 'hush' }, 'no-key'],
  ['a file of two keys', { store: files.JKS_OF_TWO, storePassword: 'hushhush' }, 'several-keys'],
  ['what is no such file', { store: Buffer.from('hello').toString('base64') }, 'unreadable'],
  ['half a file', { store: files.PFX.slice(0, 400), storePassword: 'hush' }, 'unreadable'],
  ['half a file of Java', { store: files.JKS.slice(0, 400), storePassword: 'hushhush' }, 'wrong-password'],
  ['nothing', { store: '' }, 'unreadable'],
  ['no certificate', { certificate: 'no pem', key: KEY }, 'certificate-unreadable'],
  ['no key', { certificate: CERTIFICATE, key: 'no pem' }, 'key-unreadable'],
  ['a closed key without its password', { certificate: CERTIFICATE, key: files.CLOSED_KEY }, 'wrong-password'],
  ['a wrong password of PEM', { certificate: CERTIFICATE, key: files.CLOSED_KEY, passphrase: 'x' }, 'wrong-password'],
  ['what is trusted and no certificate', { certificate: CERTIFICATE, key: KEY, trust: 'AAAA' }, 'trust-unreadable'],
])('%s is told for what it is', (_what, given, problem) => {
  expect(readIdentity(given)).toEqual({ ok: false, problem })
})

it('tells a certificate of somebody else from ours', () => {
  const theirs = read({ store: files.RSA_PFX, storePassword: 'hush' })
  expect(readIdentity({ certificate: theirs.certificate, key: KEY })).toEqual({ ok: false, problem: 'not-a-pair' })
})

it('is read in a thread, and given up where it takes too long', async () => {
  const given = { store: files.PFX, storePassword: 'hush' }
  expect(await openIdentity(given, 60_000)).toEqual(readIdentity(given))
  expect(await openIdentity(given, 1)).toEqual({ ok: false, problem: 'too-slow' })
})
