import type { AccountId, ConversationId, EpochMs } from '@baton/base'
import type { Command } from '@baton/conversation'
import { StorageUnavailable } from '@baton/storage'
import type { Conversations } from '../conversations.ts'
import type { Decider } from '../decider.ts'
import type { Directory } from '../directory.ts'
import { describe } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { Resolver } from '../resolver.ts'
import type { OrderRefusal } from '../runtime.ts'
import type { Presences } from './presences.ts'

/** What the parts of the dispatcher share. */
export interface Dispatching {
  readonly around: Surroundings
  readonly conversations: Conversations
  readonly decider: Decider
  readonly directory: Directory
  readonly presences: Presences
  readonly resolver: Resolver
}

export type Quietly = 'done' | 'nothing' | 'failed' | { readonly refusal: string | OrderRefusal }

/**
 * Has one command decided; one conversation that cannot be decided holds back no other.
 * @throws StorageUnavailable when nothing can be saved now
 */
export async function undertakeQuietly(
  { around, decider }: Dispatching,
  accountId: AccountId,
  conversationId: ConversationId,
  command: (at: EpochMs) => Command,
): Promise<Quietly> {
  try {
    const undertaken = await decider.undertake({
      accountId,
      conversationId,
      boundary: 'command-committed',
      make: (_state, at) => ({ command: command(at) }),
    })
    if (undertaken.how === 'refused') return { refusal: undertaken.refusal }
    return undertaken.how === 'done' && undertaken.events.length > 0 ? 'done' : 'nothing'
  } catch (fault) {
    if (fault instanceof StorageUnavailable) throw fault
    around.log.error({ accountId, conversationId, cause: describe(fault) }, 'the dispatcher met a fault')
    return 'failed'
  }
}
