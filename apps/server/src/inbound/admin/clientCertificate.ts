import type { JsonObject } from '@baton/base'
import { type IdentityProblem, openIdentity } from '@baton/outbound'
import { z } from 'zod'
import { HttpProblem } from '../httpProblem.ts'

const text = z.string().min(1).max(64_000)
const base64 = text.regex(/^[A-Za-z0-9+/\s]+={0,2}\s*$/, 'the bytes of the file as base64')
const common = { passphrase: z.string().max(1_000).optional(), trust: text.optional() }
/** What is entered of a client certificate (scripting 2.4): a file with both, or two texts. */
const asFile = z.strictObject({ store: base64, storePassword: z.string().max(1_000).optional(), ...common })
const asTexts = z.strictObject({ certificate: text, key: text, ...common })

const SAYS: Readonly<Record<IdentityProblem, readonly [field: string, message: string]>> = {
  unreadable: ['store', 'This is no .pfx, .p12 or .jks file.'],
  'wrong-password': ['storePassword', 'The password does not open it.'],
  'no-key': ['store', 'There is no private key in this file.'],
  'several-keys': [
    'store',
    'There are several keys in this file. Take one: keytool -importkeystore -srckeystore FILE -destkeystore one.p12 -deststoretype PKCS12 -srcalias NAME',
  ],
  'key-unreadable': ['key', 'PEM that holds a private key'],
  'certificate-unreadable': ['certificate', 'PEM that holds a certificate'],
  'not-a-pair': ['certificate', 'The key does not belong to this certificate.'],
  'trust-unreadable': ['trust', 'PEM, or the bytes of a certificate (.crt, .cer) as base64'],
  'too-slow': ['store', 'It takes too long to open this now; its password is turned over too often, or many wait.'],
}

/**
 * Reads a client certificate, in whatever form somebody has it, into the one in which it is kept.
 * @throws HttpProblem that names the field, and never what stands in it
 */
export async function readClientCertificate(given: Readonly<Record<string, unknown>>): Promise<JsonObject> {
  const { success, data, error } = ('certificate' in given || 'key' in given ? asTexts : asFile).safeParse(given)
  if (!success) {
    const [first] = error.issues
    throw problemAt(
      String(first?.path[0] ?? 'store'),
      'Either a file (.pfx, .p12, .jks), or a certificate and its key.',
    )
  }
  const answer = await openIdentity(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '')))
  if (answer.ok) return { ...answer.identity }
  const [field, message] = SAYS[answer.problem]
  throw problemAt(field === 'storePassword' && !('store' in data) ? 'passphrase' : field, message)
}

const problemAt = (field: string, message: string) =>
  new HttpProblem(422, 'invalid-credential', message, { path: `/secrets/${field}` })
