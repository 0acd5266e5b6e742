import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { type AbortSignalLike, isJsonObject, type JsonValue } from '@baton/base'
import { readBody } from './callApi.ts'
import { type FollowedRedirect, followRedirects } from './followRedirects.ts'
import {
  type ClientIdentity,
  type Outbound,
  OutboundFailed,
  OutboundRefused,
  type OutboundRequest,
  type StreamedBody,
} from './outbound.ts'
import { type S3Access, signForS3 } from './signForS3.ts'

/** Of one attempt; the whole file and its answer. */
export const FILE_TIMEOUT_MS = 60_000
/** Repetitions after the first attempt (dialogs R8.25). */
export const FILE_RETRIES = 2
/** The answer is not read by anybody (scripting A-65). */
const MAX_RESPONSE_BYTES = 65_536
/** Stands for an address from which the file can be fetched (dialogs R8.24). */
export const FILE_URL = '{{file_url}}'

/** A file on its way to the brand's own service, with all variables put in. */
export interface FileCall {
  readonly method: OutboundRequest['method']
  readonly url: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** Empty: the file itself is the body. With `multipart/form-data` as type: a JSON object, each of whose members is a part. */
  readonly body?: string | undefined
  /** Added last, and left out as soon as a redirect leads to another host. */
  readonly credentials?: Readonly<Record<string, string>> | undefined
  /** Whom the service sees while the connection is made; nobody else does. */
  readonly identity?: ClientIdentity | undefined
  /** The address is a bucket's: the request is signed as S3 wants it. */
  readonly s3?: S3Access | undefined
  readonly idempotencyKey: string
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignalLike | undefined
  readonly file: SentFile
  /** Told of each answer; bots read none of it (scripting A-65), whoever tries an integration does. */
  readonly heard?: ((said: FileReply) => void) | undefined
}

export interface FileReply {
  readonly body: JsonValue
  readonly redirects: readonly FollowedRedirect[]
}

export interface SentFile {
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  readonly open: () => Promise<Readable>
  /** A short-lived address from which anybody who has it can fetch the file. */
  readonly link: () => string
}

export type FileAnswer =
  | { readonly outcome: 'success'; readonly status: number }
  | {
      readonly outcome: 'failure'
      /** 0 when there was no answer. */
      readonly status: number
      /** It may go better another time: no connection, or a fault of the service's own. */
      readonly isPassing: boolean
      /** A sentence without anything that the service said. */
      readonly cause: string
    }

/** One attempt. Never throws for what the world does; what the file's own store does is thrown. Any 2xx is a success. */
export async function sendFile(
  call: FileCall,
  outbound: Pick<Outbound, 'request'>,
  now: () => number,
): Promise<FileAnswer> {
  const { timeoutMs = FILE_TIMEOUT_MS } = call
  const began = now()
  const left = () => timeoutMs - (now() - began)
  try {
    const request = toRequest(call, timeoutMs)
    const sensitive = Object.keys({ ...call.credentials, ...(call.s3 && request.headers) })
    const { response, redirects } = await followRedirects(request, { outbound, left, sensitive })
    call.heard?.({ body: readBody(response), redirects })
    const { status } = response
    if (status >= 200 && status < 300) return { outcome: 'success', status }
    return {
      outcome: 'failure',
      status,
      isPassing: status >= 500,
      cause: `The service answered with status ${status}.`,
    }
  } catch (fault) {
    if (fault instanceof OutboundFailed) {
      return { outcome: 'failure', status: 0, isPassing: PASSING.has(fault.code), cause: fault.message }
    }
    if (fault instanceof OutboundRefused)
      return { outcome: 'failure', status: 0, isPassing: false, cause: fault.message }
    throw fault
  }
}

const PASSING = new Set<string>(['dns', 'refused', 'reset', 'timeout'])

function toRequest(call: FileCall, timeoutMs: number): OutboundRequest {
  const { method, idempotencyKey, credentials, identity, s3, signal } = call
  const written = Object.fromEntries(call.headers.map(({ name, value }) => [name.toLowerCase(), value]))
  const { url, headers, body } = framed(call, written)
  const all = { ...headers, 'idempotency-key': idempotencyKey, ...credentials }
  return {
    ...{ method, url, body, timeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES },
    headers: s3 === undefined ? all : signForS3({ method, url, headers: all }, s3),
    ...(signal && { signal }),
    ...(identity && { identity }),
  }
}

type Framed = Pick<OutboundRequest, 'url' | 'body'> & { readonly headers: Record<string, string> }

/** scripting A-68: an address in place of the file, parts of a form, or the bytes as they are. */
function framed({ url, body = '', file }: FileCall, headers: Record<string, string>): Framed {
  if (url.includes(FILE_URL) || body.includes(FILE_URL)) {
    const link = file.link()
    return {
      url: url.replaceAll(FILE_URL, encodeURIComponent(link)),
      headers: body === '' ? headers : { 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: body === '' ? undefined : body.replaceAll(FILE_URL, link),
    }
  }
  if (/^multipart\/form-data/i.test(headers['content-type'] ?? '')) return { url, ...asForm(file, body, headers) }
  return {
    url,
    headers: { 'content-type': file.mediaType, ...headers },
    body: { open: file.open, length: file.size },
  }
}

function asForm(file: SentFile, body: string, headers: Record<string, string>) {
  const boundary = `baton-${randomBytes(18).toString('hex')}`
  const parts = Object.entries(membersOf(body)).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  )
  const head = Buffer.from(
    `${parts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.name)}"\r\n` +
      `Content-Type: ${file.mediaType}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const streamed: StreamedBody = {
    length: head.length + file.size + tail.length,
    open: async () => joined(head, await file.open(), tail),
  }
  return { headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` }, body: streamed }
}

function joined(head: Buffer, middle: Readable, tail: Buffer): Readable {
  async function* pieces() {
    try {
      yield head
      yield* middle
      yield tail
    } finally {
      middle.destroy()
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}

/** As browsers do it (HTML, section on multipart form data). */
const quoted = (text: string): string => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

function membersOf(body: string): Record<string, string> {
  if (body.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { body }
  }
  if (!isJsonObject(value)) return { body }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, typeof member === 'string' ? member : JSON.stringify(member)]),
  )
}
