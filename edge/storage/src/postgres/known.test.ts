import { type Clock, type ConsumerId, type ConversationId, type EffectId, type EpochMs, systemClock } from '@baton/base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { account, clientMessage, message, opening, row, turnWork } from '../conformance/examples.ts'
import type { Commit } from '../index.ts'
import type { Storage } from '../store.ts'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { openPostgresStorage } from './open.ts'
import { toldDuring } from './toldDuring.ts'

const clock: Clock = systemClock
let database: EmptyDatabase
/** Two servers on one database. */
let here: Storage
let there: Storage

beforeAll(async () => {
  database = await emptyDatabase()
  here = await openPostgresStorage({ url: database.url, clock })
  there = await openPostgresStorage({ url: database.url, clock })
}, 60_000)
afterAll(async () => {
  await here?.close()
  await there?.close()
  await database?.drop()
})

let nth = 0
/** A conversation that this server has written to: it opened there, and one message came. */
async function written(storage = here) {
  nth += 1
  const conversationId = `known-${nth}` as ConversationId
  const consumerId = `known-${nth}` as ConsumerId
  const about = { conversationId, listRow: row({ consumerId }) }
  const said = (seq: number, clientId: string, change: Partial<Commit> = {}) =>
    message(seq, {
      ...about,
      clientMessage: { ...clientMessage(clientId, seq + 1), sender: `consumer:${consumerId}` },
      ...change,
    })
  expect(await storage.conversations.commit(opening(about))).toEqual({ ok: true })
  expect(await storage.conversations.commit(said(1, 'first'))).toEqual({ ok: true })
  // The first message makes the sender, the second finds it.
  expect(await storage.conversations.commit(said(2, 'second'))).toEqual({ ok: true })
  const log = async () => (await storage.conversations.readLog(account, conversationId, 0, 100)).map(({ seq }) => seq)
  return { conversationId, said, log }
}

/** @returns the first words of all that the database was told meanwhile */
const wordsDuring = async (work: () => Promise<unknown>): Promise<string[]> =>
  (await toldDuring(work)).map(({ text }) => text.trim().split(/\s+/).slice(0, 3).join(' '))

describe('a commit to a conversation that this server has written to', () => {
  it('is written in one piece, and nothing is asked for it', async () => {
    const { said } = await written()
    const told = await wordsDuring(() => here.conversations.commit(said(3, 'third')))
    expect(told).toEqual(['BEGIN', 'WITH changed AS', 'INSERT INTO events', 'INSERT INTO client_messages', 'COMMIT'])
  })

  it('is refused where another server was faster, and nobody in its group is the worse for it', async () => {
    const [mine, other] = [await written(), await written()]
    expect(await there.conversations.commit(mine.said(3, 'over there'))).toEqual({ ok: true })
    const answers = await Promise.all([
      here.conversations.commit(mine.said(3, 'too late')),
      here.conversations.commit(other.said(3, 'in time')),
    ])
    expect(answers).toEqual([{ ok: false, why: 'stale-conversation' }, { ok: true }])
    expect(await here.conversations.commit(mine.said(4, 'too late'))).toEqual({ ok: true })
    expect([await mine.log(), await other.log()]).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4],
    ])
  })

  it('that repeats what was sent gets the first answer, whichever server took it, and the rest of its group is written', async () => {
    const [mine, other] = [await written(), await written()]
    expect(await there.conversations.commit(mine.said(3, 'again'))).toEqual({ ok: true })
    const answers = await Promise.all([
      here.conversations.commit(mine.said(4, 'again')),
      here.conversations.commit(other.said(3, 'beside it')),
    ])
    const first = { conversationId: mine.conversationId, seq: 4, sameContent: true }
    expect(answers).toEqual([expect.objectContaining({ ok: false, why: 'duplicate-message', ...first }), { ok: true }])
    expect(await mine.log()).toEqual([1, 2, 3, 4])
    expect(await other.log()).toEqual([1, 2, 3, 4])
  })

  it('of who repeats themselves is asked about first, so that no group fails by them twice', async () => {
    const { said } = await written()
    const repeat = () => here.conversations.commit(said(3, 'second'))
    expect(await wordsDuring(repeat)).toContain('ROLLBACK')
    expect(await wordsDuring(repeat)).not.toContain('ROLLBACK')
    expect(await here.conversations.commit(said(3, 'something new'))).toEqual({ ok: true })
    expect(await wordsDuring(() => here.conversations.commit(said(4, 'second')))).not.toContain('ROLLBACK')
  })

  it('may settle a piece of work that it also cancels', async () => {
    const { said, log } = await written()
    const effectId = `both-${nth}` as EffectId
    const work = { do: 'perform', effect: { ...turnWork(effectId) } } as const
    const claim = { by: 'node-a', until: (clock.now() + 30_000) as EpochMs }
    expect(await here.conversations.commit(said(3, 'asks', { effects: [work], claim }))).toEqual({ ok: true })
    const settles = { kind: 'effect', effectId, claimedBy: 'node-a' } as const
    const effects = [{ do: 'cancel', effectId }] as const
    expect(await here.conversations.commit(said(4, 'ends', { settles, effects }))).toEqual({ ok: true })
    expect(await log()).toEqual([1, 2, 3, 4, 5])
  })

  it('settles what is still there under the claim, and nothing else', async () => {
    const { said, log } = await written()
    const settles = { kind: 'timer', name: 'idle', generation: 77, claimedBy: 'node-a' } as const
    expect(await here.conversations.commit(said(3, 'a timer that is gone', { settles }))).toEqual({
      ok: false,
      why: 'effect-gone',
    })
    expect(await log()).toEqual([1, 2, 3])
  })
})

it('many at once, some behind and some repeated, are each answered for themselves', async () => {
  const all = await Promise.all(Array.from({ length: 24 }, () => written()))
  const answers = await Promise.all(
    all.map(({ said }, index) =>
      here.conversations.commit(index % 3 === 0 ? said(3, 'new') : index % 3 === 1 ? said(2, 'new') : said(3, 'first')),
    ),
  )
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.why))).toEqual(
    all.map((_, index) => ['ok', 'stale-conversation', 'duplicate-message'][index % 3]),
  )
})
