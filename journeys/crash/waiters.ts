import { setTimeout as pause } from 'node:timers/promises'
import type { AccountId } from '@baton/base'
import { type Client, createClient, memoryStorage } from '@baton/client'
import type { Storage } from '@baton/storage'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { backSoon } from '../support/people.ts'
import type { Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

const ENTRY_POINT = 'desk'
const SAID = { welcome: 'Welcome to the desk.', nobodyHere: 'Nobody is here at the moment.' } as const
/** A new one comes this often, in milliseconds, until there are so many: all of them come back after each kill. */
const EVERY_MS = 400
const MOST = 30

/** Consumers who come in where only people answer, and nobody is there: the brand's automatic words are said to them. */
export interface Waiters {
  /** No more of them come; resolves when each was told everything. */
  told(): Promise<void>
  /** Their conversations end, so that nothing waits for a time that is to come. */
  close(): Promise<void>
  /** Each was told each thing once, in this order. Read after the server has gone. */
  check(storage: Storage, accountId: AccountId): Promise<void>
}

export async function startWaiters({ admin, account, server, defaultSkill }: Shop): Promise<Waiters> {
  const home = `/accounts/${account}`
  const skills = await admin.list<{ id: number; name: string }>(`${home}/skills`)
  const skillId = skills.find(({ name }) => name === defaultSkill)?.id
  await admin.create(`${home}/entry-points`, { id: ENTRY_POINT, name: 'Desk', skillId, language: 'en' })
  for (const [kind, text] of Object.entries(SAID)) {
    await admin.replace(`${home}/automatic-messages`, { kind, entryPointId: ENTRY_POINT, text })
  }
  const waiters: Client[] = []
  let goesOn = true
  const coming = (async () => {
    for (; goesOn && waiters.length < MOST; await pause(EVERY_MS)) {
      const waiter = createClient({
        url: server.url,
        account,
        entryPoint: ENTRY_POINT,
        WebSocket,
        storage: memoryStorage(),
        random: backSoon,
      })
      waiters.push(waiter)
      waiter.send(`is anybody there, asks ${waiters.length}`)
    }
  })()

  return {
    async told() {
      goesOn = false
      await coming
      for (const waiter of waiters) {
        await waitUntil('everyone who waits was told', () => automaticIn(waiter).length >= 2, 60_000)
      }
    },
    async close() {
      await Promise.all(waiters.map(leave))
    },
    async check(storage, accountId) {
      expect(waiters.length).toBeGreaterThan(1)
      for (const waiter of waiters) {
        const id = waiter.state.view?.header.conversationId
        if (id === undefined) throw new Error('somebody who waits was never heard')
        const log = await storage.conversations.readLog(accountId, id, 0, 1_000)
        const said = log.flatMap(({ event }) =>
          event.type === 'messageSent' && event.automatic !== undefined ? [event.automatic] : [],
        )
        expect(said, 'automatic words, once each').toEqual(['welcome', 'nobodyHere'])
        expect(automaticIn(waiter), 'what the consumer saw').toEqual(Object.values(SAID))
        waiter.stop()
      }
    },
  }
}

/** Whoever was told everything in a former life of the server may still be on the way back to it. */
const leave = (waiter: Client): Promise<true> =>
  waitUntil(
    'whoever waits has gone',
    async () => (await waiter.close()).ok || waiter.state.view?.header.phase === 'closed',
    60_000,
  )

const automaticIn = ({ state: { view } }: Client): string[] =>
  (view?.events ?? []).flatMap(({ event }) =>
    event.type === 'message' && event.automatic !== undefined && event.content?.kind === 'text'
      ? [event.content.text]
      : [],
  )
