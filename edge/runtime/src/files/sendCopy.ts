import type { AccountId, ConsumerId } from '@baton/base'
import type { CopyRequest } from '@baton/conversation'
import {
  type FileAnswer,
  type FileCall,
  type Outbound,
  type S3Access,
  type SentFile,
  type Shown,
  sendFile,
  unpackBasic,
} from '@baton/outbound'
import type { ShowCredential } from './fileParts.ts'

const USUAL_REGION = 'us-east-1'

export interface SendingCopy extends Pick<FileCall, 'idempotencyKey' | 'signal' | 'heard'> {
  readonly accountId: AccountId
  /** In whose conversation; absent: in nobody's. */
  readonly consumerId?: ConsumerId
  readonly file: SentFile
  /** Told of what is shown to the service; a try masks it. */
  readonly shown?: (shown: Shown) => void
}

export interface SendingPorts {
  readonly outbound: Pick<Outbound, 'request'>
  /** Absent: only services that ask for no credential can be reached. */
  readonly showCredential?: ShowCredential | undefined
}

/**
 * One attempt to bring a file to the brand's own service, with its credential. A token that the service does not take is replaced
 * once: it has not looked at the file.
 * @throws FileMissing, FileDamaged, FileStoreUnavailable: what the file's own store does
 */
export async function sendCopy(
  request: CopyRequest,
  sending: SendingCopy,
  { outbound, showCredential }: SendingPorts,
): Promise<FileAnswer> {
  const { idempotencyKey, signal, heard, file } = sending
  const send = async (): Promise<FileAnswer & { readonly renew?: Shown['renew'] }> => {
    const shown = await credentialsFor(request, sending, showCredential)
    if (typeof shown === 'string') return failure(shown)
    const { renew, ...how } = shown
    const call = { ...callOf(request), ...how, file, idempotencyKey, signal, heard }
    const answer = await sendFile(call, outbound, () => performance.now())
    return { ...answer, ...(answer.status === 401 && renew && { renew }) }
  }
  const { renew, ...first } = await send()
  if (renew === undefined) return first
  renew()
  const { renew: _again, ...second } = await send()
  return second
}

export const failure = (cause: string) => ({ outcome: 'failure', status: 0, isPassing: false, cause }) as const

const callOf = ({ method, url, headers, body, timeoutMs }: CopyRequest) => ({
  ...{ method, url, headers },
  ...(body !== undefined && { body }),
  ...(timeoutMs !== undefined && { timeoutMs }),
})

/** @returns what is shown to the service; a text instead says why it cannot be asked */
async function credentialsFor(
  { credential, url, target, region }: CopyRequest,
  { accountId, consumerId, shown: tell }: SendingCopy,
  showCredential: ShowCredential | undefined,
): Promise<(Pick<FileCall, 'credentials' | 'identity' | 's3'> & Pick<Shown, 'renew'>) | string> {
  if (credential === undefined) return target === 's3' ? 'A bucket asks for a credential.' : {}
  if (showCredential === undefined) return `The credential ${credential} is not set up on this server.`
  const shown = await showCredential(accountId, credential, url, consumerId)
  if (typeof shown === 'string') return shown
  tell?.(shown)
  const { headers: credentials, identity, renew } = shown
  if (target !== 's3') return { credentials, identity, ...(renew && { renew }) }
  const s3 = keysOf(credentials.authorization, region ?? USUAL_REGION)
  return s3 === undefined ? 'A bucket asks for a credential with a name and a password: its two keys.' : { s3 }
}

/** A name and a password are kept as HTTP shows them; a bucket is shown a signature made with them instead. */
function keysOf(authorization: string | undefined, region: string): S3Access | undefined {
  const { name, password } = unpackBasic(authorization) ?? {}
  return name && password !== undefined ? { accessKeyId: name, secretAccessKey: password, region } : undefined
}
