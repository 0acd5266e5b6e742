import type { ConversationId } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import { expect, it } from 'vitest'
import type { NewFile } from '../filesStore.ts'
import {
  account,
  at,
  consumer,
  conversationId,
  message,
  noon,
  type Open,
  opening,
  otherAccount,
  otherConversationId,
  stateOf,
} from './examples.ts'

const sender = `consumer:${consumer}`

const announced = (id = 'f1', change: Partial<NewFile> = {}): NewFile => ({
  accountId: account,
  id,
  sender,
  name: 'passport of Ada.pdf',
  declaredType: 'application/pdf',
  size: 1_000,
  createdAt: noon,
  expiresAt: at(60_000),
  ...change,
})
const seen = { name: 'passport of Ada.pdf', mediaType: 'application/pdf', expiresAt: at(90_000) }

const saying = (seq: number, ...fileIds: string[]): Recorded[] =>
  fileIds.map((fileId, index) => ({
    seq: seq + index,
    at: at(seq),
    event: {
      type: 'messageSent',
      v: 1,
      by: { kind: 'consumer' },
      audience: 'ALL',
      kind: 'file',
      fate: 'waits',
      body: { content: { kind: 'file', fileId, name: 'x', mediaType: 'application/pdf', size: 1_000 } },
    },
  }))

export function filesConformance(open: Open): void {
  async function given() {
    const storage = await open()
    await storage.settings.createAccount({ id: account, name: 'Coffee' })
    await storage.settings.createAccount({ id: otherAccount, name: 'Bakery' })
    await storage.conversations.commit(opening())
    return storage
  }
  async function withKept(id = 'f1', change: Partial<NewFile> = {}) {
    const storage = await given()
    await storage.files.announceFile(announced(id, change), 10)
    await storage.files.keepFile(account, id, seen)
    return storage
  }
  const send = (expectedSeq: number, ...fileIds: string[]) => {
    const events = saying(expectedSeq + 1, ...fileIds)
    return message(expectedSeq, { events, state: stateOf(expectedSeq + events.length) })
  }

  it('knows a file from its announcement on, and only in its account', async () => {
    const { files } = await given()
    expect(await files.announceFile(announced(), 10)).toBe(true)
    expect(await files.findFile(account, 'f1')).toEqual({
      ...announced(),
      state: 'receiving',
      mediaType: '',
    })
    expect(await files.findFile(otherAccount, 'f1')).toBeUndefined()
  })

  it('takes no more than so many unsent ones of one sender', async () => {
    const { files } = await given()
    expect(await files.announceFile(announced('a'), 2)).toBe(true)
    expect(await files.announceFile(announced('b'), 2)).toBe(true)
    expect(await files.announceFile(announced('c'), 2)).toBe(false)
    expect(await files.announceFile(announced('d', { sender: 'agent:7' }), 2)).toBe(true)
  })

  it('messaging R6.4: a file comes into the conversation with the commit of its message, and is listed there', async () => {
    const { files, conversations } = await withKept()
    expect(await conversations.commit(send(1, 'f1'))).toEqual({ ok: true })
    const sent = await files.findFile(account, 'f1')
    expect(sent).toMatchObject({ state: 'sent', conversationId, seq: 2 })
    expect(sent).not.toHaveProperty('expiresAt')
    expect(await files.listFiles(account, conversationId, { limit: 10 })).toEqual([sent])
    expect(await files.listFiles(account, conversationId, { limit: 10, before: 2 })).toEqual([])
    expect(await files.listFiles(otherAccount, conversationId, { limit: 10 })).toEqual([])
  })

  it('messaging R6.4: a file is sent once; a second message with it is refused whole', async () => {
    const { files, conversations } = await withKept()
    await conversations.commit(send(1, 'f1'))
    expect(await conversations.commit(send(2, 'f1'))).toEqual({ ok: false, why: 'file-gone' })
    expect((await conversations.load(account, conversationId))?.seq).toBe(2)
    expect((await files.findFile(account, 'f1'))?.seq).toBe(2)
  })

  it('messaging R6.4: what is unknown, still under way, or meant for another conversation is not sent', async () => {
    const { files, conversations } = await withKept('elsewhere', { conversationId: otherConversationId })
    await files.announceFile(announced('under-way'), 10)
    for (const id of ['never-heard-of', 'under-way', 'elsewhere']) {
      expect(await conversations.commit(send(1, id)), id).toEqual({ ok: false, why: 'file-gone' })
    }
    expect(await conversations.commit(send(1, 'elsewhere', 'elsewhere'))).toEqual({ ok: false, why: 'file-gone' })
  })

  it('of two who send the same file at the same time one is refused', async () => {
    const { conversations } = await withKept()
    const other = opening({
      conversationId: otherConversationId,
      listRow: { ...opening().listRow, consumerId: 'somebody else' as typeof consumer },
    })
    const events = [...other.events, ...saying(2, 'f1')]
    const results = await Promise.all([
      conversations.commit(send(1, 'f1')),
      conversations.commit({ ...other, events, state: stateOf(2, otherConversationId, 'somebody else' as never) }),
    ])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results).toContainEqual({ ok: false, why: 'file-gone' })
  })

  it('is received by one node at a time: what came of an earlier reception is not kept, and dooms nothing', async () => {
    const { files } = await given()
    await files.announceFile(announced(), 10)
    expect(await files.beginReception(account, 'f1', 'here')).not.toHaveProperty('reception')
    expect(await files.beginReception(account, 'f1', 'here'), 'it goes on').not.toHaveProperty('reception')
    expect(await files.beginReception(account, 'f1', 'there')).toMatchObject({ id: 'f1', reception: 1 })
    expect(await files.keepFile(account, 'f1', seen)).toBe(false)
    expect(await files.dropFile(account, 'f1', 0)).toBe(false)
    expect(await files.beginReception(account, 'f1', 'here'), 'it comes back').toMatchObject({ reception: 2 })
    expect(await files.keepFile(account, 'f1', { ...seen, reception: 1 })).toBe(false)
    expect(await files.keepFile(account, 'f1', { ...seen, reception: 2 })).toBe(true)
    expect(await files.findFile(account, 'f1')).toMatchObject({ state: 'kept', reception: 2 })
    expect(await files.beginReception(account, 'f1', 'there'), 'nothing more is expected').toBeUndefined()
  })

  it('is received by one of many nodes that come at the same moment, and not passed around for ever', async () => {
    const { files } = await given()
    await files.announceFile(announced(), 10)
    const nodes = Array.from({ length: 8 }, (_, n) => `node ${n}`)
    const began = await Promise.all(nodes.map((node) => files.beginReception(account, 'f1', node)))
    expect(began.map((file) => file?.reception ?? 0).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    let turns = 0
    let last = 'node'
    for (; turns < 100; turns += 1) {
      if ((await files.beginReception(account, 'f1', `another ${turns}`)) === undefined) break
      last = `another ${turns}`
    }
    expect(turns).toBeLessThan(20)
    expect(await files.beginReception(account, 'f1', last), 'whoever has it may go on').toBeDefined()
  })

  it('keeps only what is still expected, and drops only what was not sent', async () => {
    const { files, conversations } = await given()
    await files.announceFile(announced(), 10)
    expect(await files.dropFile(account, 'f1')).toBe(true)
    expect(await files.keepFile(account, 'f1', seen)).toBe(false)
    await files.announceFile(announced('f2'), 10)
    await files.keepFile(account, 'f2', { ...seen, image: { width: 3, height: 4 } })
    await conversations.commit(send(1, 'f2'))
    expect(await files.dropFile(account, 'f2')).toBe(false)
    expect(await files.findFile(account, 'f2')).toMatchObject({ state: 'sent', image: { width: 3, height: 4 } })
  })

  it('finds those whose time is over, and forgets them when their bytes are gone', async () => {
    const { files, conversations } = await withKept()
    await files.announceFile(announced('late'), 10)
    expect((await files.listExpired(at(60_000), 10)).map(({ id }) => id)).toEqual(['late'])
    await conversations.commit(send(1, 'f1'))
    expect((await files.listExpired(at(10_000_000), 10)).map(({ id }) => id)).toEqual(['late'])
    await files.forgetFile(account, 'late')
    expect(await files.findFile(account, 'late'), 'its bytes are still expected').toBeDefined()
    await files.dropFile(account, 'late')
    await files.forgetFile(account, 'late')
    expect(await files.listExpired(at(10_000_000), 10)).toEqual([])
  })

  it('messaging R6.5: an erasure takes the names at once, and leaves the bytes to be taken away', async () => {
    const { files, conversations } = await withKept()
    await conversations.commit(send(1, 'f1'))
    await conversations.commit(
      message(2, { events: [{ seq: 3, at: at(3), event: { type: 'erased', v: 1 } }], erasesBodies: true }),
    )
    expect(await files.listFiles(account, conversationId, { limit: 10 })).toEqual([])
    const [doomed, ...others] = await files.listDoomed(account, conversationId, 10)
    expect(others).toEqual([])
    expect(doomed).toMatchObject({ id: 'f1', state: 'doomed', name: '' })
    expect((await files.listExpired(noon, 10)).map(({ id }) => id)).toEqual(['f1'])
    expect(await files.listDoomed(account, 'elsewhere' as ConversationId, 10)).toEqual([])
  })

  it('messaging R6.2: a link is used once', async () => {
    const { files } = await given()
    expect(await files.useLink('n1', at(60_000))).toBe(true)
    expect(await files.useLink('n1', at(60_000))).toBe(false)
    expect((await Promise.all([files.useLink('n2', noon), files.useLink('n2', noon)])).filter(Boolean)).toHaveLength(1)
    await files.forgetLinks(at(60_001))
    expect(await files.useLink('n1', at(60_000))).toBe(true)
  })
}
