/** What a bot wants done with a file, with all variables put in. */
export interface Copy {
  /** The bot's own name for it; the end is told under it. */
  readonly uploadId: string
  readonly fileId: string
  readonly integration: { readonly id: string; readonly name: string }
  readonly request: CopyRequest
}
export interface CopyRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body?: string
  /** Names a credential of the account; never the secret itself. */
  readonly credential?: string
  /** Of one attempt. */
  readonly timeoutMs?: number
  readonly retries?: number
  /** A bucket of a server that speaks S3's protocol; absent: any service that takes a file. */
  readonly target?: 's3'
  /** Of the bucket. */
  readonly region?: string
}
