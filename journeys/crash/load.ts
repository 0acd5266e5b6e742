import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@baton/client'
import { createClient, memoryStorage } from '@baton/client'
import type { ConversationView } from '@baton/protocol'
import { backSoon } from '../support/people.ts'
import type { Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'
import { type Acknowledgement, recordingSocket } from './recordingSocket.ts'

/** One consumer who goes on writing, whatever happens to the server. */
export interface Writer {
  readonly client: Client
  /** In the order in which they were written. */
  readonly written: { readonly clientId: string; readonly text: string }[]
  readonly acknowledged: readonly Acknowledgement[]
  /** What the bot says to it, one line after the other. */
  readonly answersTo: AnswersTo
}
export type AnswersTo = (text: string) => readonly string[]
const echoed: AnswersTo = (text) => [`re: ${text}`]

/** What the consumers write, so that every kind of work is always under way; the bot of the crash journeys knows the words. */
const WORDS = ['echo', 'echo', 'pause', 'again', 'echo'] as const
/** A consumer has at most so many messages under way; one more waits for an answer. */
const UNDER_WAY = 4

/** A new consumer comes this often, in milliseconds, and stays until two messages are answered. */
const NEWCOMER_EVERY_MS = 250
/** While so many are there, no other comes: a server that is slow to start is not met by ever more of them after each kill. */
const MOST_NEWCOMERS = 12

export interface Load {
  readonly writers: readonly Writer[]
  /** Of all of them: what grows while something happens. */
  answered(): number
  stop(): Promise<void>
}

/** Consumers write until they are told to stop: some all the time, and ever new ones who open a conversation. */
export function startLoad(shop: Shop, consumers: number, answersTo: AnswersTo = echoed): Load {
  let goesOn = true
  const writers = Array.from({ length: consumers }, () => newWriter(shop, answersTo))
  const busy = writers.map(async (writer, index) => {
    for (let count = 0; goesOn; count += 1) {
      await underWayBelow(writer, UNDER_WAY, () => goesOn)
      write(writer, `${WORDS[(count + index) % WORDS.length]} ${index}-${count}`)
      if (count % 3 === 0) writer.client.markRead()
      await pause(10 + ((count * 7) % 30))
    }
  })
  busy.push(
    (async () => {
      const here = new Set<Writer>()
      for (; goesOn; await pause(NEWCOMER_EVERY_MS)) {
        for (const newcomer of [...here].filter(hasHeardAll)) {
          newcomer.client.stop()
          here.delete(newcomer)
        }
        if (here.size >= MOST_NEWCOMERS) continue
        const newcomer = newWriter(shop, answersTo)
        writers.push(newcomer)
        here.add(newcomer)
        for (const words of ['echo first', 'echo second']) write(newcomer, words)
      }
    })(),
  )
  return {
    writers,
    answered: () => writers.reduce((sum, { client }) => sum + answersIn(client.state.view).length, 0),
    async stop() {
      goesOn = false
      await Promise.all(busy)
    },
  }
}

function write({ client, written }: Writer, text: string): void {
  const sent = client.send(text)
  if (sent.ok) written.push({ clientId: sent.clientId, text })
}

function newWriter(shop: Shop, answersTo: AnswersTo): Writer {
  const acknowledged: Acknowledgement[] = []
  const client = createClient({
    url: shop.server.url,
    account: shop.account,
    entryPoint: shop.entryPoint,
    WebSocket: recordingSocket((acknowledgement) => acknowledged.push(acknowledgement)),
    storage: memoryStorage(),
    random: backSoon,
  })
  return { client, written: [], acknowledged, answersTo }
}

async function underWayBelow(writer: Writer, limit: number, goesOn: () => boolean): Promise<void> {
  const { client } = writer
  const answeredBefore = () => expectedOf(writer, -limit + 1)
  while (goesOn() && answersIn(client.state.view).length < answeredBefore().length) await pause(10)
}

const hasHeardAll = (writer: Writer): boolean =>
  writer.client.state.outbox.length === 0 && answersIn(writer.client.state.view).length >= expectedOf(writer).length

/** What the bot has said when all is answered. @param to leave out the last of what was written, counted from the end */
export const expectedOf = ({ written, answersTo }: Writer, to = Number.POSITIVE_INFINITY): string[] =>
  written.slice(0, to).flatMap(({ text }) => answersTo(text))

/** Waits until everything that was written is answered. */
export async function everythingAnswered(writer: Writer): Promise<void> {
  const { client } = writer
  const answers = () => answersIn(client.state.view)
  const expected = expectedOf(writer)
  const patience = { ms: 30_000, progress: () => answers().length }
  await waitUntil('every message is answered', () => answers().length >= expected.length, patience).catch(
    (cause: unknown) => {
      const open = expected.filter((text) => !answers().includes(text))
      throw new Error(
        `${String(cause)}; without an answer: ${open.slice(0, 5).join(', ')} (${client.state.connection}, ${whereItStands(client)})`,
      )
    },
  )
}

function whereItStands({ state: { view, outbox } }: Client): string {
  const events = view?.events.slice(-6).map(({ seq, event }) => `${seq} ${event.type}`)
  const header = view && { phase: view.header.phase, assignee: view.header.assignee }
  return JSON.stringify({ id: view?.header.conversationId, ...header, events, unsent: outbox.length })
}

/** The bot's answers as this viewer has them, in order. */
export function answersIn(view: ConversationView | undefined): string[] {
  return textsIn(view).flatMap(({ by, text }) => (by === 'bot' ? [text] : []))
}

export function textsIn(
  view: ConversationView | undefined,
): { readonly by: string; readonly text: string; readonly seq: number }[] {
  return (view?.events ?? []).flatMap(({ seq, event }) =>
    event.type === 'message' && event.content?.kind === 'text'
      ? [{ by: event.who.kind, text: event.content.text, seq }]
      : [],
  )
}
