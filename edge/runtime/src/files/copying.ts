import { type AbortSignalLike, after, type EpochMs } from '@baton/base'
import type { CopyFile } from '@baton/conversation'
import { FileDamaged, FileMissing, FileStoreUnavailable } from '@baton/files'
import { FILE_RETRIES, type FileAnswer, type Outbound } from '@baton/outbound'
import { isOpen } from '../commands.ts'
import type { Conversations } from '../conversations.ts'
import { NewerRelease } from '../newerRelease.ts'
import { describe, type Outcomes } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { Resolver } from '../resolver.ts'
import type { Work } from '../workPool.ts'
import type { FileDesk } from './fileDesk.ts'
import type { ShowCredential } from './fileParts.ts'
import { failure, sendCopy } from './sendCopy.ts'

export type Copying = Work & { readonly effect: CopyFile }

/** Before the second and the third attempt, in milliseconds. */
const PAUSES_MS = [500, 2_000]

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
  async perform(work: Copying, signal: AbortSignalLike): Promise<void> {
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

  private async attempt(work: Copying, signal: AbortSignalLike): Promise<FileAnswer> {
    const { accountId, conversationId, effect } = work
    const known = await this.parts.conversations.load(accountId, conversationId)
    if (known?.unreadable !== undefined) throw new NewerRelease(known.unreadable)
    if (known === undefined || !isOpen(known.state)) return failure('The conversation is over.')
    const { consumerId } = known.state
    const file = await this.desk.sentIn(accountId, conversationId, effect.fileId)
    if (file === undefined) return failure('The file is not there any more.')
    const sent = this.desk.toSend(file)
    const idempotencyKey = `${effect.id}/0`
    try {
      return await sendCopy(effect.request, { accountId, consumerId, file: sent, idempotencyKey, signal }, this.parts)
    } catch (fault) {
      if (fault instanceof FileMissing || fault instanceof FileDamaged) return failure(fault.message)
      if (fault instanceof FileStoreUnavailable) return { ...failure(fault.message), isPassing: true }
      throw fault
    }
  }

  private async again(work: Copying, signal: AbortSignalLike): Promise<boolean> {
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

  private async bringHome({ accountId, conversationId, effect }: Copying, succeeded: boolean, signal: AbortSignalLike) {
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
