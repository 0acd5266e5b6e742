import type { ClientId, ConsumerId, ConversationId } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import type { Commit, Loaded } from '@baton/storage'

/** A conversation that really took place, as the pattern of many. */
export interface Pattern {
  readonly conversationId: ConversationId
  readonly loaded: Loaded
  readonly log: readonly Recorded[]
}

export interface CopyOf {
  readonly conversationId: ConversationId
  readonly consumerId: ConsumerId
  /** How much earlier it all happened, in milliseconds. */
  readonly earlierMs: number
}

/** An instant of our days in milliseconds: the only numbers of thirteen digits that a conversation holds. */
const INSTANT = /\b1\d{12}\b/g

/** @returns what makes copies that differ in who, which and when, and in nothing else: each is one commit */
export function copierOf(pattern: Pattern): (copy: CopyOf) => Commit {
  const text = JSON.stringify({ ...pattern.loaded, log: pattern.log })
  const { accountId, consumerId } = existing(pattern)
  const sent = pattern.log.findLast(({ event }) => event.type === 'messageSent' && event.clientId !== undefined)
  return (copy) => {
    const copied = JSON.parse(
      text
        .replaceAll(pattern.conversationId, copy.conversationId)
        .replaceAll(consumerId, copy.consumerId)
        .replace(INSTANT, (instant) => String(Number(instant) - copy.earlierMs)),
    ) as Loaded & Pick<Pattern, 'log'>
    const { state, stateVersion, listRow, log } = copied
    if (state.phase === 'absent') throw new Error('a stored conversation is never absent')
    const isOpen = state.phase !== 'closed'
    return {
      accountId,
      conversationId: copy.conversationId,
      expectedSeq: 0,
      events: log,
      state,
      stateVersion,
      listRow,
      effects: isOpen ? [{ do: 'setTimer', timer: { name: 'idle', on: 'idle', dueAt: idleAt(state) } }] : [],
      ...(sent && {
        clientMessage: {
          sender: `consumer:${copy.consumerId}`,
          clientId: `seed-${copy.conversationId}` as ClientId,
          contentHash: 'of what was said',
          seq: sent.seq,
        },
      }),
    }
  }
}

function idleAt({ lastActivityAt, autoCloseMs }: Extract<Loaded['state'], { phase: 'main' | 'survey' }>) {
  return (lastActivityAt + autoCloseMs) as typeof lastActivityAt
}

function existing({ loaded: { state } }: Pattern) {
  if (state.phase === 'absent') throw new Error('there is nothing to copy')
  return state
}
