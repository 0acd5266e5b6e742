import type { Job, Timer } from '@baton/conversation'
import { expect, it } from 'vitest'
import {
  account,
  at,
  claim,
  clientMessage,
  conversationId,
  job,
  jobs,
  message,
  noon,
  numberedId,
  type Open,
  opened,
  opening,
  openMany,
  perform,
  row,
  said,
  stateOf,
} from './examples.ts'

const SECRET = 'my card is 4111'

const heldBack = {
  name: 'delay',
  dueAt: at(1_000),
  on: 'delay',
  turnId: 1,
  rest: {
    items: [{ kind: 'say', content: { kind: 'text', text: SECRET }, audience: 'ALL' }],
    action: { kind: 'close', withSurvey: false },
  },
} as unknown as Timer

const heldWith = (name: string, action: object) =>
  ({
    ...heldBack,
    name,
    rest: { items: heldBack.on === 'delay' ? heldBack.rest.items : [], action },
  }) as unknown as Timer
const heldFunction = heldWith('f', { kind: 'invokeFunction', functionId: 'f', payload: { SECRET }, failOnError: true })
const heldTransfer = heldWith('t', {
  ...{ kind: 'transfer', skillName: 'people', context: { message: SECRET } },
  chosen: { skillId: 7, context: { message: SECRET } },
})

const asked = {
  ...job('asked'),
  ...{ name: 'invokeFunction', functionId: 'f', turnId: 1, payload: { SECRET }, failOnError: false },
} as unknown as Job

export function erasureConformance(open: Open): void {
  async function given(timers: readonly Timer[] = [heldBack]) {
    const storage = await open()
    await storage.conversations.commit(
      opening({
        events: [opened(), said(2, SECRET)],
        state: stateOf(2),
        listRow: row({ lastLine: { text: SECRET, seq: 2, audience: 'ALL', by: 'consumer', at: noon } }),
        run: { turnId: 1, definitionHash: 'abc', state: { answer: SECRET } },
        journal: [{ turnId: 1, needIndex: 0, needHash: 'n', answer: SECRET, at: noon }],
        effects: [
          ...timers.map((timer) => ({ do: 'setTimer', timer }) as const),
          ...[perform(job('told')), perform(asked)],
        ],
        clientMessage: clientMessage('a', 2),
      }),
    )
    const erased = message(2, {
      events: [{ seq: 3, at: at(3), event: { type: 'erased', v: 1 } }],
      listRow: row({ lastLine: { text: SECRET, seq: 2, audience: 'ALL', by: 'consumer', at: noon } }),
      erasesBodies: true,
    })
    const erase = async () => expect(await storage.conversations.commit(erased)).toEqual({ ok: true })
    return { ...storage, storage, erase }
  }

  it('leaves places, types and times of the log, and none of its words', async () => {
    const { conversations, feed, erase } = await given()
    await erase()
    const log = await conversations.readLog(account, conversationId, 0, 10)
    expect(log.map(({ seq, at, event }) => [seq, at, event.type])).toEqual([
      [1, at(1), 'opened'],
      [2, at(2), 'messageSent'],
      [3, at(3), 'erased'],
    ])
    expect(log.every(({ event }) => !('body' in event))).toBe(true)
    expect(JSON.stringify(await feed.readFeed(0, 10))).not.toContain(SECRET)
  })

  it('reaches the list row, the run and the journal', async () => {
    const { conversations, erase } = await given()
    await erase()
    expect((await conversations.load(account, conversationId))?.listRow.lastLine).toBeUndefined()
    expect(await conversations.readRun(account, conversationId)).toBeUndefined()
    expect(await conversations.readJournal(account, conversationId, 1)).toEqual([])
  })

  it('takes the words out of what a delay held back, and leaves the action', async () => {
    const { mailbox, erase } = await given()
    await erase()
    const [taken] = await mailbox.claimTimers(claim)
    expect(taken?.timer).toEqual({ ...heldBack, rest: { items: [], action: { kind: 'close', withSurvey: false } } })
  })

  it('connector R4.26: takes a held-back function with what it is given, and what another bot would be told', async () => {
    const { mailbox, erase } = await given([heldFunction, heldTransfer])
    await erase()
    const left = (await mailbox.claimTimers(claim)).map(({ timer }) => timer)
    expect(JSON.stringify(left)).not.toContain(SECRET)
    expect(left.find(({ name }) => name === 'f')).toEqual({ ...heldFunction, rest: { items: [] } })
    const action = { kind: 'transfer', skillName: 'people', chosen: { skillId: 7 } }
    expect(left.find(({ name }) => name === 't')).toEqual({ ...heldTransfer, rest: { items: [], action } })
  })

  it('takes what a bot gave to a function; whom it told of the conversation is still told', async () => {
    const { mailbox, erase } = await given()
    await erase()
    expect((await mailbox.claimWork(jobs)).map(({ effect }) => effect.id)).toEqual(['told'])
  })

  it('touches no other conversation', async () => {
    const { conversations, storage, erase } = await given()
    await openMany(storage, 1)
    await erase()
    const [first] = await conversations.readLog(account, numberedId(0), 0, 10)
    expect(first?.event).toHaveProperty('body')
  })
}
