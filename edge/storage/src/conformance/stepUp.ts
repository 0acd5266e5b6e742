import type { ConsumerId } from '@baton/base'
import { expect, it } from 'vitest'
import {
  account,
  clientMessage,
  consumer,
  conversationId,
  message,
  type Open,
  opening,
  otherConversationId,
  row,
} from './examples.ts'

const signedIn = 'signed-in' as ConsumerId
const asSignedIn = { listRow: row({ consumerId: signedIn }) }

export function stepUpConformance(open: Open): void {
  it('a conversation whose consumer is known by another id goes to that one’s thread', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    expect(await conversations.commit(message(1, asSignedIn))).toEqual({ ok: true })
    expect(await conversations.findOpen(account, signedIn)).toBe(conversationId)
    expect(await conversations.findOpen(account, consumer)).toBeUndefined()
    expect(await conversations.listThread(account, signedIn, undefined, 10)).toMatchObject([{ conversationId }])
    expect(await conversations.listThread(account, consumer, undefined, 10)).toEqual([])
  })

  it('whoever has an open conversation gets no second one', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.commit(opening({ conversationId: otherConversationId, listRow: row({ consumerId: signedIn }) }))
    expect(await conversations.commit(message(1, asSignedIn))).toEqual({
      ok: false,
      why: 'consumer-has-open-conversation',
      conversationId: otherConversationId,
    })
    expect(await conversations.findOpen(account, consumer)).toBe(conversationId)
  })

  it('what was sent before is known again when the signed-in consumer repeats it', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.commit(message(1, { clientMessage: clientMessage('a', 2) }))
    await conversations.commit(message(2, asSignedIn))
    const again = { ...clientMessage('a', 4), sender: `consumer:${signedIn}` }
    expect(await conversations.commit(message(3, { ...asSignedIn, clientMessage: again }))).toMatchObject({
      why: 'duplicate-message',
      sameContent: true,
      seq: 2,
    })
  })
}
