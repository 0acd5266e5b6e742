import type { Readable } from 'node:stream'
import type { AbortSignalLike } from '@baton/base'

/** The one way out of the process. Checks the address that is actually dialled, after DNS. */
export interface Outbound {
  /**
   * @throws OutboundRefused when the address may not be called; nothing was sent
   * @throws OutboundFailed when the world failed: no answer, too large, too late
   */
  request(request: OutboundRequest): Promise<OutboundResponse>
  close(): Promise<void>
}

export interface OutboundRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | StreamedBody | undefined
  /** For everything together: name, connection, answer to its last byte. */
  readonly timeoutMs: number
  /** Of the body, after decompression. Reading stops there. */
  readonly maxResponseBytes: number
  readonly signal?: AbortSignalLike | undefined
  /** Whom the other side sees at the other end of a safe connection. */
  readonly identity?: ClientIdentity | undefined
}

/** A certificate of ours, and whose certificates are believed instead of the usual ones; all PEM. */
export interface ClientIdentity {
  readonly cert: string
  readonly key: string
  readonly passphrase?: string
  readonly ca?: string
}

/** A body that is too large to be held: opened when the call begins, and again where it is repeated or led elsewhere. */
export interface StreamedBody {
  readonly open: () => Promise<Readable>
  /** In bytes; the other end is told. */
  readonly length: number
}

export interface OutboundResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export class OutboundRefused extends Error {
  constructor(
    readonly code:
      | 'invalid-url'
      | 'scheme-not-allowed'
      | 'credentials-in-url'
      | 'address-not-allowed'
      | 'invalid-header'
      | 'redirect-not-allowed',
    message: string,
  ) {
    super(message)
  }
}

export class OutboundFailed extends Error {
  constructor(
    readonly code: 'dns' | 'refused' | 'reset' | 'tls' | 'timeout' | 'too-large' | 'protocol' | 'aborted',
    message: string,
  ) {
    super(message)
  }
}
