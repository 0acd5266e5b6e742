import type { ConsumerId } from '@baton/base'
import { expect, it } from 'vitest'
import {
  account,
  at,
  clientMessage,
  conversationId,
  message,
  type Open,
  opening,
  otherAccount,
  otherConversationId,
  row,
} from './examples.ts'

export function clientMessagesConformance(open: Open): void {
  it('gives the first answer again when the same id comes with the same content', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.commit(message(1, { clientMessage: clientMessage('a', 2) }))
    const again = message(2, { clientMessage: clientMessage('a', 3) })
    expect(await conversations.commit(again)).toEqual({
      ok: false,
      why: 'duplicate-message',
      sameContent: true,
      conversationId,
      seq: 2,
      at: at(2),
    })
    expect((await conversations.load(account, conversationId))?.seq).toBe(2)
  })

  it('tells that the same id came with other content', async () => {
    const { conversations } = await open()
    await conversations.commit(opening({ clientMessage: clientMessage('a', 1) }))
    const other = message(1, { clientMessage: clientMessage('a', 2, 'hash-2') })
    expect(await conversations.commit(other)).toMatchObject({ why: 'duplicate-message', sameContent: false, seq: 1 })
  })

  it('finds a repetition that was decided on an older state, or that would open a new conversation', async () => {
    const { conversations } = await open()
    await conversations.commit(opening({ clientMessage: clientMessage('a', 1) }))
    await conversations.commit(message(1))
    const late = message(1, { clientMessage: clientMessage('a', 2) })
    expect(await conversations.commit(late)).toMatchObject({ why: 'duplicate-message', conversationId, seq: 1 })
    await conversations.commit(message(2, { listRow: row({ phase: 'closed' }) }))
    const anew = opening({ conversationId: otherConversationId, clientMessage: clientMessage('a', 1) })
    expect(await conversations.commit(anew)).toMatchObject({ why: 'duplicate-message', conversationId, seq: 1 })
  })

  it('finds a repetition inside one group', async () => {
    const { conversations } = await open()
    const results = await Promise.all([
      conversations.commit(opening({ clientMessage: clientMessage('a', 1) })),
      conversations.commit(message(1, { clientMessage: clientMessage('a', 2) })),
    ])
    expect(results[1]).toMatchObject({ why: 'duplicate-message', seq: 1 })
  })

  it('the same id from another sender, or in another account, is another message', async () => {
    const { conversations } = await open()
    await conversations.commit(opening({ clientMessage: clientMessage('a', 1) }))
    const sender = 'agent:5'
    expect(await conversations.commit(message(1, { clientMessage: { ...clientMessage('a', 2), sender } }))).toEqual({
      ok: true,
    })
    const elsewhere = opening({
      accountId: otherAccount,
      conversationId: otherConversationId,
      listRow: row({ consumerId: 'consumer-2' as ConsumerId }),
      clientMessage: clientMessage('a', 1),
    })
    expect(await conversations.commit(elsewhere)).toEqual({ ok: true })
  })

  it('tells without a commit what was answered first, to this sender in this account only', async () => {
    const { conversations } = await open()
    const { seq: _none, ...sent } = clientMessage('a', 0)
    await conversations.commit(opening())
    expect(await conversations.findClientMessage(account, sent)).toBeUndefined()
    await conversations.commit(message(1, { clientMessage: clientMessage('a', 2) }))
    await conversations.commit(message(2, { listRow: row({ phase: 'closed' }) }))

    const first = { sameContent: true, conversationId, seq: 2, at: at(2) }
    expect(await conversations.findClientMessage(account, sent)).toEqual(first)
    const other = { ...sent, contentHash: 'hash-2' }
    expect(await conversations.findClientMessage(account, other)).toEqual({ ...first, sameContent: false })
    for (const [accountId, asked] of [
      [otherAccount, sent],
      [account, { ...sent, sender: 'agent:5' }],
      [account, { ...sent, clientId: clientMessage('b', 0).clientId }],
    ] as const) {
      expect(await conversations.findClientMessage(accountId, asked)).toBeUndefined()
    }
  })

  it('a refused message leaves its id free', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    expect(await conversations.commit(message(5, { clientMessage: clientMessage('a', 6) }))).toMatchObject({
      ok: false,
    })
    expect(await conversations.commit(message(1, { clientMessage: clientMessage('a', 2) }))).toEqual({ ok: true })
  })
}
