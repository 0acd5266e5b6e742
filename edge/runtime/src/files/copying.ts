import { type AccountId, after, type ConsumerId, type EpochMs } from '@baton/base'
import type { CopyFile, CopyRequest } from '@baton/conversation'
import { FileDamaged, FileMissing, FileStoreUnavailable } from '@baton/files'
import {
  FILE_RETRIES,
  type FileAnswer,
  type FileCall,
  type Outbound,
  type S3Access,
  type Shown,
  sendFile,
} from '@baton/outbound'
import type { KnownFile } from '@baton/storage'
import { isOpen } from '../commands.ts'
import type { Conversations } from '../conversations.ts'
import { NewerRelease } from '../newerRelease.ts'
import { describe, type Outcomes } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { Resolver } from '../resolver.ts'
import type { Work } from '../workPool.ts'
import type { FileDesk } from './fileDesk.ts'
import type { ShowCredential } from './fileParts.ts'

export type Copying = Work & { readonly effect: CopyFile }

/** Before the second and the third attempt, in milliseconds. */
const PAUSES_MS = [500, 2_000]
const USUAL_REGION = 'us-east-1'

/**
 * Brings files to the brands' own services (dialogs §8.7). One attempt at a time; pauses are rows that wait, not this process. The bot
 * and the consumer go on talking meanwhile.
 */
export class Copies {
  private readonly around: Surroundings
  private readonly desk: FileDesk
  private readonly parts: {
    conversations: Conversations
    resolver: Resolver
    outcomes: Outcomes
    outbound: Pick<Outbound, 'request'>
    showCredential: ShowCredential | undefined
    dueAt: (instant: EpochMs) => void
  }

  constructor(around: Surroundings, desk: FileDesk, parts: Copies['parts']) {
    this.around = around
    this.desk = desk
    this.parts = parts
  }

  /** Never rejects. */
  async perform(work: Copying, signal: AbortSignal): Promise<void> {
    this.around.observe('work-claimed')
    try {
      const answer = await this.attempt(work, signal)
      if (signal.aborted) return
      if (answer.outcome === 'failure') {
        const { accountId, conversationId, attempt } = work
        const { status, cause } = answer
        this.around.log.warn(
          { accountId, conversationId, attempt, status, cause },
          'a file was not brought to the brand',
        )
        if (answer.isPassing && (await this.again(work, signal))) return
      }
      await this.bringHome(work, answer.outcome === 'success', signal)
    } catch (fault) {
      if (signal.aborted) return
      if (fault instanceof NewerRelease) return this.parts.outcomes.leave(work, fault)
      const { accountId, conversationId } = work
      this.around.log.error(
        { accountId, conversationId, cause: describe(fault) },
        'a file could not be brought to the brand',
      )
      await this.bringHome(work, false, signal)
    }
  }

  private async attempt(work: Copying, signal: AbortSignal): Promise<FileAnswer> {
    const { accountId, conversationId, effect } = work
    const known = await this.parts.conversations.load(accountId, conversationId)
    if (known?.unreadable !== undefined) throw new NewerRelease(known.unreadable)
    if (known === undefined || !isOpen(known.state)) return failure('The conversation is over.')
    const { consumerId } = known.state
    const file = await this.desk.sentIn(accountId, conversationId, effect.fileId)
    if (file === undefined) return failure('The file is not there any more.')
    const { request } = effect
    const send = async (): Promise<FileAnswer & { readonly renew?: Shown['renew'] }> => {
      const shown = await this.credentialsFor(accountId, consumerId, request)
      if (typeof shown === 'string') return failure(shown)
      const { renew, ...how } = shown
      const call = { ...callOf(request), ...how, ...this.fileOf(file), idempotencyKey: `${effect.id}/0`, signal }
      const answer = await sendFile(call, this.parts.outbound, () => performance.now())
      return { ...answer, ...(answer.status === 401 && renew && { renew }) }
    }
    try {
      const answer = await send()
      if (answer.renew === undefined) return answer
      // A token that the service does not take is replaced once: it has not looked at the file.
      answer.renew()
      return await send()
    } catch (fault) {
      if (fault instanceof FileMissing || fault instanceof FileDamaged) return failure(fault.message)
      if (fault instanceof FileStoreUnavailable) return { ...failure(fault.message), isPassing: true }
      throw fault
    }
  }

  private fileOf(file: KnownFile): Pick<FileCall, 'file'> {
    const key = { accountId: file.accountId, fileId: file.id }
    return {
      file: {
        ...{ name: file.name, mediaType: file.mediaType, size: file.size },
        open: () => this.desk.read(key),
        link: () => this.desk.fetchAddress(key.accountId, key.fileId),
      },
    }
  }

  /** @returns what is shown to the service; a text instead says why it cannot be asked */
  private async credentialsFor(
    accountId: AccountId,
    consumerId: ConsumerId,
    { credential, url, target, region }: CopyRequest,
  ): Promise<(Pick<FileCall, 'credentials' | 'identity' | 's3'> & Pick<Shown, 'renew'>) | string> {
    if (credential === undefined) return target === 's3' ? 'A bucket asks for a credential.' : {}
    const { showCredential } = this.parts
    if (showCredential === undefined) return `The credential ${credential} is not set up on this server.`
    const shown = await showCredential(accountId, credential, url, consumerId)
    if (typeof shown === 'string') return shown
    const { headers: credentials, identity, renew } = shown
    if (target !== 's3') return { credentials, identity, ...(renew && { renew }) }
    const s3 = keysOf(credentials.authorization, region ?? USUAL_REGION)
    return s3 === undefined ? 'A bucket asks for a credential with a name and a password: its two keys.' : { s3 }
  }

  private async again(work: Copying, signal: AbortSignal): Promise<boolean> {
    const { effect, attempt } = work
    const { retries = FILE_RETRIES } = effect.request
    if (attempt > retries) return false
    const pauseMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1] ?? 0
    const dueAt = after(this.around.clock.now(), pauseMs)
    this.around.observe('retry-decided')
    const { mailbox } = this.around.storage
    const kept = await this.parts.outcomes.patiently(
      () => mailbox.retryLater(effect.id, this.around.nodeId, dueAt),
      signal,
    )
    if (kept) this.parts.dueAt(dueAt)
    return true
  }

  private async bringHome({ accountId, conversationId, effect }: Copying, succeeded: boolean, signal: AbortSignal) {
    const { botId, uploadId, fileId } = effect
    await this.parts.outcomes.bringHome({
      accountId,
      conversationId,
      settles: { kind: 'effect', effectId: effect.id, claimedBy: this.around.nodeId },
      boundary: 'outcome-committed',
      botId,
      signal,
      make: async (state, at) => {
        if (!isOpen(state)) return { nothing: true }
        const seat = await this.parts.resolver.seat(accountId, botId)
        return { command: { type: 'endCopy', botId, uploadId, fileId, succeeded, seat, at } }
      },
    })
  }
}

const failure = (cause: string) => ({ outcome: 'failure', status: 0, isPassing: false, cause }) as const

const callOf = ({ method, url, headers, body, timeoutMs }: CopyRequest) => ({
  ...{ method, url, headers },
  ...(body !== undefined && { body }),
  ...(timeoutMs !== undefined && { timeoutMs }),
})

/** A name and a password are kept as HTTP shows them; a bucket is shown a signature made with them instead. */
function keysOf(authorization: string | undefined, region: string): S3Access | undefined {
  const [, packed] = /^Basic (.+)$/i.exec(authorization ?? '') ?? []
  if (packed === undefined) return undefined
  const text = Buffer.from(packed, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  return { accessKeyId: text.slice(0, colon), secretAccessKey: text.slice(colon + 1), region }
}
