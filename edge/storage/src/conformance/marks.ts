import { expect, it } from 'vitest'
import { account, conversationId, type Open, opening, otherAccount, otherConversationId } from './examples.ts'

const mark = (delivered: number, read: number, participant = 'consumer') => ({
  accountId: account,
  conversationId,
  participant,
  delivered,
  read,
})

export function marksConformance(open: Open): void {
  it('marks only rise, each on its own', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.saveMarks([mark(3, 2)])
    await conversations.saveMarks([mark(2, 1), mark(1, 3)])
    expect(await conversations.readMarks(account, conversationId)).toEqual([
      { participant: 'consumer', delivered: 3, read: 3 },
    ])
  })

  it('keeps one mark for each participant', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.saveMarks([mark(1, 1), mark(4, 0, 'agent:5')])
    expect(await conversations.readMarks(account, conversationId)).toEqual([
      { participant: 'agent:5', delivered: 4, read: 0 },
      { participant: 'consumer', delivered: 1, read: 1 },
    ])
  })

  it('drops marks of unknown and foreign conversations, and shows none to another account', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.saveMarks([
      { ...mark(1, 1), accountId: otherAccount },
      { ...mark(1, 1), conversationId: otherConversationId },
    ])
    expect(await conversations.readMarks(account, conversationId)).toEqual([])
    await conversations.saveMarks([mark(1, 1)])
    expect(await conversations.readMarks(otherAccount, conversationId)).toEqual([])
  })
}
