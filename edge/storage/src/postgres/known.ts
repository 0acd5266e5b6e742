import { Lru } from '@baton/base'
import type { CommitItem } from './commitItem.ts'

/** Of each kind; some hundred bytes an entry. */
const CAPACITY = 50_000
/** In place of a sender's key: what they send came before more than once, so it is always asked whether it did. */
const REPEATS = -1

/** Where a commit writes, known without a question. */
export interface Place {
  readonly key: number
  /** Of whoever sent the message, if one was sent. */
  readonly senderKey: number | undefined
}

interface Row {
  readonly key: number
  readonly accountId: string
  readonly consumerId: string
}

/**
 * What this node learned of rows that never change: the keys of conversations and senders. A commit that needs no more is written
 * without a question; whether it may be is a condition of the statements that write it, and if one does not hold, all that was
 * believed here is forgotten and asked for.
 */
export class Known {
  private readonly conversations = new Lru<string, Row>(CAPACITY)
  private readonly senders = new Lru<string, number>(CAPACITY)

  /** @returns undefined when something must be asked first */
  placeOf(item: CommitItem): Place | undefined {
    if (item.expectedSeq === 0 || item.files || item.effects.some(needsRoom)) return undefined
    const row = this.conversations.get(item.conversationId)
    // Whoever became somebody else may have an open conversation as whom they became.
    if (row?.accountId !== item.accountId || row.consumerId !== item.consumerId) return undefined
    if (item.clientMessage === undefined) return { key: row.key, senderKey: undefined }
    const senderKey = this.senders.get(senderOf(item.accountId, item.clientMessage.sender))
    return senderKey === undefined || senderKey === REPEATS ? undefined : { key: row.key, senderKey }
  }

  /** @param senderKey undefined where nothing was sent, or never before */
  learn({ conversationId, accountId, consumerId, clientMessage }: CommitItem, { key, senderKey }: Place): void {
    this.conversations.set(conversationId, { key, accountId, consumerId })
    if (clientMessage === undefined || senderKey === undefined) return
    const sender = senderOf(accountId, clientMessage.sender)
    if (this.senders.get(sender) !== REPEATS) this.senders.set(sender, senderKey)
  }

  /** Their next message is asked for before it is written: a repetition found while writing takes the whole group with it. */
  sendsAgain({ accountId, clientMessage }: CommitItem): void {
    if (clientMessage) this.senders.set(senderOf(accountId, clientMessage.sender), REPEATS)
  }

  forget(items: readonly CommitItem[]): void {
    for (const { conversationId, accountId, clientMessage } of items) {
      this.conversations.delete(conversationId)
      const sender = clientMessage && senderOf(accountId, clientMessage.sender)
      if (sender !== undefined && this.senders.get(sender) !== REPEATS) this.senders.delete(sender)
    }
  }
}

const needsRoom = (effect: CommitItem['effects'][number]): boolean => effect.do === 'reserve' && !effect.mayExceed

const senderOf = (accountId: string, sender: string): string => `${accountId}/${sender}`
