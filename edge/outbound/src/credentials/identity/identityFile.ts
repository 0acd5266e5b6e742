/** A client certificate as somebody has it: as texts, or in a file that holds both. Kinds of bytes come as base64. */
export interface GivenIdentity {
  /** PKCS #12 (.pfx, .p12) or a key store of Java (.jks). */
  readonly store?: string
  readonly storePassword?: string
  /** PEM; both, where there is no file. */
  readonly certificate?: string
  readonly key?: string
  /** Of the key; where it has none of its own in a file: the file's. */
  readonly passphrase?: string
  /** PEM, or the bytes of a certificate (.crt, .cer). */
  readonly trust?: string
}

/** What is kept: PEM, the key without its password, for it lies sealed with it. */
export interface ReadIdentity {
  readonly certificate: string
  readonly key: string
  readonly trust?: string
}

export type IdentityProblem =
  | 'unreadable'
  | 'wrong-password'
  | 'no-key'
  | 'several-keys'
  | 'key-unreadable'
  | 'certificate-unreadable'
  | 'not-a-pair'
  | 'trust-unreadable'
  | 'too-slow'

export type IdentityAnswer =
  | { readonly ok: true; readonly identity: ReadIdentity }
  | { readonly ok: false; readonly problem: IdentityProblem }
