import { expect, it } from 'vitest'
import { account, conversationId, message, numberedId, type Open, opened, opening, openMany, said } from './examples.ts'

export function feedConformance(open: Open): void {
  it('is empty at first', async () => {
    const { feed } = await open()
    expect(await feed.horizon()).toBe(0)
    expect(await feed.readFeed(0, 10)).toEqual([])
  })

  it('gives every event once, in the order of commits, from a position on', async () => {
    const { conversations, feed, ...rest } = await open()
    await conversations.commit(opening())
    await openMany({ conversations, feed, ...rest }, 1)
    await conversations.commit(message(1))
    const fed = await feed.readFeed(0, 10)
    expect(fed.map((event) => [event.accountId, event.conversationId, event.seq])).toEqual([
      [account, conversationId, 1],
      [account, numberedId(0), 1],
      [account, conversationId, 2],
    ])
    expect(fed[0]).toMatchObject(opened())
    expect(fed[2]).toMatchObject(said(2))
    expect(await feed.readFeed(fed[0]?.position ?? 0, 1)).toEqual([fed[1]])
    expect(await feed.horizon()).toBe(fed[2]?.position)
  })

  it('reads only what is news to somebody, and tells how far it looked', async () => {
    const { conversations, feed, ...rest } = await open()
    await conversations.commit(opening())
    await openMany({ conversations, feed, ...rest }, 1)
    await conversations.commit(message(1))
    const fed = await feed.readFeed(0, 10)
    const upTo = fed[2]?.position
    const own = (_account: unknown, id: string) => id === conversationId
    expect(await feed.readNews(0, 10, own)).toEqual({ events: [fed[1]], upTo, more: false, horizon: upTo })
    const early = (_account: unknown, _id: unknown, seq: number) => seq === 1
    expect(await feed.readNews(0, 3, early)).toEqual({ events: [fed[2]], upTo, more: true, horizon: upTo })
    expect(await feed.readNews(upTo ?? 0, 3, early)).toEqual({ events: [], upTo, more: false, horizon: upTo })
  })

  it('shows nothing of a refused commit', async () => {
    const { conversations, feed } = await open()
    await conversations.commit(opening())
    const before = await feed.horizon()
    await conversations.commit(message(5))
    expect(await feed.horizon()).toBe(before)
  })
}
