import type { AccountId, ConversationId, EpochMs } from '@baton/base'
import { fatesOf, fold, type Recorded } from '@baton/conversation'
import type { Storage } from '@baton/storage'
import { expect } from 'vitest'
import type { ReceivedEvent } from '../support/scriptedBot.ts'
import type { Writer } from './load.ts'
import { expectedOf, textsIn } from './load.ts'

/** What everybody was promised, against what is on disk and what everybody saw. Read after the server has gone. */
export async function checkHistory(storage: Storage, accountId: AccountId, writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) {
    const conversationId = writer.client.state.view?.header.conversationId
    if (!conversationId) throw new Error('a writer was never heard')
    const log = await readWholeLog(storage, accountId, conversationId)
    placesHaveNoGap(log)
    promisesAreKept(writer, log)
    theWriterSawWhatIsStored(writer, log)
    everyMessageIsAnsweredOnce(writer, log)
    everyMessageHasOneFate(log)
    const loaded = await storage.conversations.load(accountId, conversationId)
    expect(loaded?.state, 'invariant 8: the state row is the fold of the log').toEqual(fold(log))
  }
  await nothingIsLeftToDo(storage)
}

/** The same question is asked under the same key, however often; another question has another key. */
export function checkIdempotency(events: readonly ReceivedEvent[]): {
  readonly asked: number
  readonly repeated: number
} {
  const questions = new Map<string, string>()
  for (const { headers, body } of events) {
    const key = String(headers['idempotency-key'])
    const known = questions.get(key)
    if (known !== undefined) expect(body.data.message, `the question under ${key}`).toBe(known)
    questions.set(key, body.data.message ?? '')
  }
  return { asked: questions.size, repeated: events.length - questions.size }
}

export async function readWholeLog(storage: Storage, accountId: AccountId, id: ConversationId): Promise<Recorded[]> {
  const log: Recorded[] = []
  for (;;) {
    const page = await storage.conversations.readLog(accountId, id, log.length, 1_000)
    log.push(...page)
    if (page.length < 1_000) return log
  }
}

export function placesHaveNoGap(log: readonly Recorded[]): void {
  expect(
    log.map(({ seq }) => seq),
    'invariant 1',
  ).toEqual(log.map((_, index) => index + 1))
}

/** Invariant 2: every acknowledged message once, at its promised place, and in the order in which it was written. */
function promisesAreKept({ acknowledged, written }: Writer, log: readonly Recorded[]): void {
  const stored = log.flatMap(({ seq, event }) =>
    event.type === 'messageSent' && event.by.kind === 'consumer' && event.clientId !== undefined
      ? [{ clientId: String(event.clientId), seq }]
      : [],
  )
  expect(
    stored.map(({ clientId }) => clientId),
    'stored once, in the order of writing',
  ).toEqual(written.map(({ clientId }) => clientId))
  const places = new Map(stored.map(({ clientId, seq }) => [clientId, seq]))
  for (const { clientId, seq } of acknowledged)
    expect(seq, `the promised place of ${clientId}`).toBe(places.get(clientId))
}

/** A viewer who lived through all of it holds what is stored, in the same order, each once. */
function theWriterSawWhatIsStored({ client }: Writer, log: readonly Recorded[]): void {
  const seen = textsIn(client.state.view)
  const from = seen[0]?.seq ?? 0
  const stored = log.flatMap(({ seq, event }) =>
    event.type === 'messageSent' && event.audience === 'ALL' && event.body?.content.kind === 'text' && seq >= from
      ? [{ by: event.by.kind, text: event.body.content.text, seq }]
      : [],
  )
  expect(seen, 'what the consumer sees').toEqual(stored)
}

function everyMessageIsAnsweredOnce(writer: Writer, log: readonly Recorded[]): void {
  const answers = log.flatMap(({ event }) =>
    event.type === 'messageSent' && event.by.kind === 'bot' && event.body?.content.kind === 'text'
      ? [event.body.content.text]
      : [],
  )
  expect(answers, 'the answers, in the order of the questions').toEqual(expectedOf(writer))
}

function everyMessageHasOneFate(log: readonly Recorded[]): void {
  const fates = fatesOf(log)
  for (const { seq, event } of log) {
    if (event.type === 'messageSent' && event.by.kind === 'consumer') {
      expect(
        fates.get(seq)?.map(({ kind }) => kind),
        `invariant 5: the fate of ${seq}`,
      ).toEqual(['answered'])
    }
  }
}

/** Invariant 9: when all is answered, no work and no timer of a turn is left; the next thing due is far away. */
export async function nothingIsLeftToDo(storage: Storage): Promise<void> {
  const now = Date.now() as EpochMs
  const claim = { by: 'checker', now: (now + 3_600_000) as EpochMs, until: (now + 3_600_001) as EpochMs, limit: 10 }
  expect(await storage.mailbox.claimWork({ ...claim, kind: 'turn', busyBots: [] })).toEqual([])
  expect(await storage.mailbox.claimTimers(claim)).toEqual([])
}
