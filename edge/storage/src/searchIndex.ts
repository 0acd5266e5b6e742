import type { AccountId, AgentId, EpochMs, SkillId, TagId } from '@baton/base'
import type { ListedConversation } from './commit.ts'

/**
 * Finds conversations by words and by what they are. It is fed from the log, behind the commits, which pay nothing for it: what
 * was said a moment ago may not be found yet, and what was erased is never shown.
 */
export interface SearchIndex {
  /** @throws StorageUnavailable when the index cannot be asked at present */
  find(query: SearchQuery): Promise<SearchPage>
  /** Something was committed; many calls make one look. */
  wake(): void
  /** Resolves once all that is committed now is in the index, erasures too. @throws StorageUnavailable */
  catchUp(): Promise<void>
  close(): Promise<void>
}

export interface SearchQuery {
  readonly accountId: AccountId
  /** All of these words, the last one as a beginning; in quotes: in this order. Or the id of a conversation or consumer. */
  readonly words?: string
  readonly phase?: 'open' | 'closed'
  readonly skillId?: SkillId
  /** Answered it at some time. */
  readonly agentId?: AgentId
  readonly tagId?: TagId
  /** Something happened in it between these instants, the second not included. */
  readonly from?: EpochMs
  readonly to?: EpochMs
  /** Only what this agent may know of: what they answered, and what waits on their skills. Absent: all of the account. */
  readonly visibleTo?: { readonly agentId: AgentId; readonly skillIds: readonly SkillId[] }
  /** As a former page's `next` said. */
  readonly cursor?: string
  /** At most 50. */
  readonly limit: number
}

export interface SearchPage {
  /** Each conversation once, with the newest place where the words are. */
  readonly items: readonly SearchHit[]
  /** There may be more, even if this page has fewer than were asked for. */
  readonly next?: string
}

export interface SearchHit {
  readonly conversation: ListedConversation
  /** Absent when no words were asked for. */
  readonly found?: {
    readonly seq: number
    readonly at: EpochMs
    /** What stands around the words, in order. */
    readonly parts: readonly { readonly text: string; readonly isHit: boolean }[]
  }
}

export const MAX_SEARCH_PAGE = 50
