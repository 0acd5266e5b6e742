import type { CommitFeed } from '../store.ts'

/** Nobody else writes here, and so nobody asks often; what is visible is so for everyone. */
export function readNews(readFeed: CommitFeed['readFeed'], horizon: CommitFeed['horizon']): CommitFeed['readNews'] {
  return async (after, limit, isKnown) => {
    const safe = await horizon()
    const page = await readFeed(after, limit)
    const events = page.filter(({ accountId, conversationId, seq }) => !isKnown(accountId, conversationId, seq))
    return { events, upTo: page.at(-1)?.position ?? after, more: page.length === limit, horizon: safe }
  }
}
