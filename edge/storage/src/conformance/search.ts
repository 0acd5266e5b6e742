import type { AgentId, ConsumerId, ConversationId, SkillId, TagId } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import { expect, it } from 'vitest'
import type { SearchQuery } from '../searchIndex.ts'
import type { Storage } from '../store.ts'
import { account, at, message, numberedId, type Open, openMany, otherAccount, row, said, skill } from './examples.ts'

const otherSkill = 8 as SkillId
const consumerOf = (index: number) => `consumer-${index}` as ConsumerId

export function searchConformance(open: Open): void {
  /** Conversations in which these words are said, one after the other. */
  async function given(...texts: readonly string[]): Promise<Storage> {
    const storage = await open()
    await openMany(storage, texts.length)
    for (const [index, text] of texts.entries()) await say(storage, index, 1, text)
    return storage
  }

  function say(storage: Storage, index: number, after: number, text: string, change: object = {}) {
    return storage.conversations.commit(
      message(after, {
        conversationId: numberedId(index),
        events: [said(after + 1, text)],
        listRow: row({ consumerId: consumerOf(index), updatedAt: at(100 + index), ...change }),
      }),
    )
  }

  async function find(storage: Storage, query: Partial<SearchQuery>) {
    await storage.search.catchUp()
    return storage.search.find({ accountId: account, limit: 10, ...query })
  }
  const ids = async (storage: Storage, query: Partial<SearchQuery>): Promise<ConversationId[]> =>
    (await find(storage, query)).items.map(({ conversation }) => conversation.conversationId)

  it('finds words in any order, the last one as a beginning, whatever their case and accents', async () => {
    const storage = await given('The café is closed on Monday', 'Monday is fine', 'On Tuesday the cafe opens')
    expect(await ids(storage, { words: 'CAFE' })).toEqual([numberedId(2), numberedId(0)])
    expect(await ids(storage, { words: 'monday clos' })).toEqual([numberedId(0)])
    expect(await ids(storage, { words: 'clos ' })).toEqual([])
    expect(await ids(storage, { words: '"is closed"' })).toEqual([numberedId(0)])
    expect(await ids(storage, { words: '"closed is"' })).toEqual([])
  })

  it('tells where the words are, in the newest place, with what stands around them', async () => {
    const storage = await given('first espresso')
    await say(storage, 0, 2, 'one more espresso please')
    const { items } = await find(storage, { words: 'espresso' })
    expect(items).toMatchObject([
      {
        conversation: { conversationId: numberedId(0) },
        found: {
          seq: 3,
          parts: [
            { text: 'one more ', isHit: false },
            { text: 'espresso', isHit: true },
            { text: ' please', isHit: false },
          ],
        },
      },
    ])
  })

  it.each(['" OR 1=1 --', 'NEAR(', 'words:x', '*', '^', '-', 'AND', '{a b}: c', '"', "'; DROP TABLE texts"])(
    'takes %s for words and nothing else',
    async (words) => {
      const storage = await given('nothing of the kind')
      expect(await ids(storage, { words })).toEqual([])
      expect(await ids(storage, { words: 'kind' })).toEqual([numberedId(0)])
    },
  )

  it('finds what the page told, and conversations and consumers by their ids', async () => {
    const storage = await given('hello', 'hello')
    expect(await ids(storage, { words: 'turin' })).toEqual([numberedId(1), numberedId(0)])
    expect(await ids(storage, { words: numberedId(1) })).toEqual([numberedId(1)])
    expect(await ids(storage, { words: 'consumer-0' })).toContain(numberedId(0))
  })

  it('shows nothing of one account to another', async () => {
    const storage = await given('secret sauce')
    expect(await ids(storage, { words: 'sauce', accountId: otherAccount })).toEqual([])
    expect(await ids(storage, { words: numberedId(0), accountId: otherAccount })).toEqual([])
    expect(await ids(storage, { accountId: otherAccount })).toEqual([])
  })

  it('goes on where a page ended, each conversation once', async () => {
    const storage = await given(...Array.from({ length: 5 }, (_, index) => `latte ${index}`))
    // The oldest says it again: it belongs to the first page only.
    await say(storage, 0, 2, 'latte again')
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await find(storage, { words: 'latte', limit: 2, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.items.map(({ conversation }) => conversation.conversationId))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual([0, 4, 3, 2, 1].map(numberedId))
  })

  it('filters by skill, phase, tag and time, with words and without', async () => {
    const storage = await given('mocha', 'mocha', 'mocha')
    await say(storage, 0, 2, 'x', { skillId: otherSkill })
    await say(storage, 1, 2, 'x', { phase: 'closed', assigneeKind: 'none', closedAt: at(500), updatedAt: at(500) })
    await storage.conversations.commit(
      message(2, {
        conversationId: numberedId(2),
        listRow: row({ consumerId: consumerOf(2), updatedAt: at(102) }),
        tags: [7 as TagId],
      }),
    )
    for (const words of ['mocha', undefined]) {
      const query = words === undefined ? {} : { words }
      expect(await ids(storage, { ...query, skillId: otherSkill })).toEqual([numberedId(0)])
      expect((await ids(storage, { ...query, skillId: skill })).toSorted()).toEqual([numberedId(1), numberedId(2)])
      expect(await ids(storage, { ...query, phase: 'closed' })).toEqual([numberedId(1)])
      expect((await ids(storage, { ...query, phase: 'open' })).toSorted()).toEqual([numberedId(0), numberedId(2)])
      expect(await ids(storage, { ...query, tagId: 7 as TagId })).toEqual([numberedId(2)])
      expect(await ids(storage, { ...query, from: at(400) })).toEqual([numberedId(1)])
      expect(await ids(storage, { ...query, to: at(0) })).toEqual([])
    }
  })

  it('shows an agent what they answered and what waits for them, and nothing else', async () => {
    const storage = await given('matcha', 'matcha', 'matcha')
    const agentId = 5 as AgentId
    const assigned: Recorded = {
      seq: 3,
      at: at(3),
      event: { type: 'assigned', v: 1, agentId, how: 'accepted', handedOver: [] },
    }
    await storage.conversations.commit(
      message(2, {
        conversationId: numberedId(0),
        events: [assigned],
        listRow: row({ consumerId: consumerOf(0), phase: 'closed', assigneeKind: 'none', closedAt: at(4) }),
      }),
    )
    await say(storage, 1, 2, 'x', { assigneeKind: 'queue', assigneeId: skill, queuedSince: at(3) })
    const mine = { visibleTo: { agentId, skillIds: [skill] } }
    expect((await ids(storage, { words: 'matcha', ...mine })).toSorted()).toEqual([numberedId(0), numberedId(1)])
    expect(await ids(storage, { words: 'matcha', visibleTo: { agentId, skillIds: [] } })).toEqual([numberedId(0)])
    expect(await ids(storage, mine)).toEqual([numberedId(0)])
    expect(await ids(storage, { words: 'matcha', agentId })).toEqual([numberedId(0)])
  })

  it('never shows what was erased', async () => {
    const storage = await given('ristretto', 'ristretto')
    await storage.search.catchUp()
    await storage.conversations.commit(
      message(2, {
        conversationId: numberedId(0),
        events: [{ seq: 3, at: at(3), event: { type: 'erased', v: 1 } }],
        listRow: row({ consumerId: consumerOf(0) }),
        erasesBodies: true,
      }),
    )
    // Even before the index has heard of it.
    const { items } = await storage.search.find({ accountId: account, limit: 10, words: 'ristretto' })
    expect(items.map(({ conversation }) => conversation.conversationId)).toEqual([numberedId(1)])
    expect(await ids(storage, { words: 'ristretto' })).toEqual([numberedId(1)])
  })
}
