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

  it('shows nothing of a refused commit', async () => {
    const { conversations, feed } = await open()
    await conversations.commit(opening())
    const before = await feed.horizon()
    await conversations.commit(message(5))
    expect(await feed.horizon()).toBe(before)
  })
}
