import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AccountId, type Boundary, systemClock } from '@baton/base'
import { openSqliteStorage } from '@baton/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../support/server.ts'
import { openShop } from '../support/shop.ts'
import { SLOWEST } from '../support/waitUntil.ts'
import { buildCrashingServer } from './buildCrashingServer.ts'
import { checkHistory } from './checkHistory.ts'
import { everythingAnswered, startLoad } from './load.ts'

const KILLS_EACH = process.env.BATON_LONG === undefined ? 1 : 50
/** Where a turn of a bot that is written here can be cut in two. */
const PLACES: readonly Boundary[] = [
  'work-claimed',
  'segment-committed',
  'answers-journaled',
  'bot-answered',
  'commit-in-transaction',
  'commit-flushed',
  'outcome-committed',
]
const CONSUMERS = 4
const PATIENCE_MS = 30_000

/** Whoever is passed on hears of it last. */
const PASSED_ON = 'Over to my colleague.'
const answersTo = (text: string) => [
  ...[`wait: ${text}`, `re: ${text}`],
  ...(text.startsWith('again ') ? [PASSED_ON] : []),
]

let program: string
let service: Server
/** How often the service was called under each key. */
const calls = new Map<string, number>()

beforeAll(async () => {
  program = await buildCrashingServer()
  service = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    calls.set(key, (calls.get(key) ?? 0) + 1)
    response.setHeader('content-type', 'application/json')
    setTimeout(() => response.end('{"ok": true}'), 20)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(() => service.close())

describe('the process is killed in the middle of a turn of a bot that is written here', () => {
  it(`and the turn completes once, ${KILLS_EACH} times at each place`, {
    timeout: PLACES.length * KILLS_EACH * PATIENCE_MS * SLOWEST,
  }, async () => {
    const server = await startServer({ LOG_LEVEL: 'error', DATABASE_URL: '' }, program)
    try {
      const shop = await openShop(server, { botUrl: 'http://127.0.0.1:9', botConfig: {} })
      await seatAuthoredBots(shop)
      const load = startLoad(shop, CONSUMERS, answersTo)
      await server.end('SIGKILL')
      for (let round = 0; round < KILLS_EACH; round += 1) {
        for (const place of PLACES) {
          await server.startAgain({ CRASH_AT: place, CRASH_PASSAGE: String(1 + ((round * 5) % 7)) })
          expect(
            await server.endedBy({ ms: PATIENCE_MS, progress: load.answered }).catch(String),
            `the end at ${place}`,
          ).toBe('SIGKILL')
        }
      }
      await server.startAgain()
      await load.stop()
      await Promise.all(load.writers.map(everythingAnswered))
      await server.end('SIGTERM')

      const storage = await openSqliteStorage({ directory: server.dataDir, clock: systemClock })
      await checkHistory(storage, shop.account as AccountId, load.writers)
      await storage.close()
      const written = load.writers.reduce((sum, writer) => sum + writer.written.length, 0)
      const repeated = [...calls.values()].filter((count) => count > 1).length
      console.log(`${written} messages, ${calls.size} calls, ${repeated} of them repeated under the same key`)
      expect(calls.size, 'one key for each call').toBe(written)
      for (const { client } of load.writers) client.stop()
    } finally {
      await server.stop()
    }
  })
})

/** In the place of the shop's own bot, two that pass each other the baton: one at the counter, one with the baristas. */
async function seatAuthoredBots({ admin, account }: Awaited<ReturnType<typeof openShop>>): Promise<void> {
  const home = `/accounts/${account}`
  const skills = await admin.list<{ id: number; name: string }>(`${home}/skills`)
  for (const { id } of await admin.list<{ id: number }>(`${home}/bots`))
    await admin.change(`${home}/bots/${id}`, { enabled: false })
  const seat = async (name: string, skillName: string, otherName: string) => {
    const skillId = skills.find((skill) => skill.name === skillName)?.id
    const otherId = skills.find((skill) => skill.name === otherName)?.id
    const { id } = await admin.create<{ id: number }>(`${home}/bots`, {
      ...{ name, nickname: name, kind: 'authored', skillIds: [skillId], enabled: true },
      // Where each start takes half a minute, a turn that is cut again and again outlives the usual budget.
      config: {
        ...{ defaultSkill: skillName, turnBudgetMs: 600_000 },
        connector: { disableGreetings: true, maxConsumerMessageDelay: 600_000 },
      },
    })
    const definition = definitionOf(name, String(otherId))
    const draft = await admin.replace<{ hash: string }>(`${home}/bots/${id}/draft`, { definition })
    await admin.create(`${home}/bots/${id}/publish`, { hash: draft.hash })
  }
  await seat('First', 'Counter', 'Baristas')
  await seat('Second', 'Baristas', 'Counter')
}

/** Text, a slow call, text, a script; and, for some words, the transfer to the other one. */
function definitionOf(id: string, otherSkillId: string): object {
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/note`
  const keep = "botContext.setBotVariable('words', botContext.getCurrentUserMessage(), true, false)"
  const steps = (of: string, last: object) => [
    { type: 'text', id: `${of}.wait`, name: `${of} wait`, text: 'wait: {$userMessage}' },
    { type: 'integration', id: `${of}.call`, name: `${of} call`, integrationId: 'note', postProcess: keep },
    {
      type: 'text',
      id: `${of}.answer`,
      name: `${of} answer`,
      text: 're: {$botContext.words}',
      postProcess: keep,
      ...last,
    },
  ]
  const dialog = (of: string, pattern: string, interactions: readonly object[]) => ({
    ...{ id: of, name: of, kind: 'standard' },
    interactions: [
      { type: 'dialogStarter', id: `${of}.start`, name: `${of} start`, patterns: [pattern] },
      ...interactions,
    ],
  })
  return {
    ...{ format: 'baton.bot/1', id, name: id, language: 'en-US' },
    // A machine that is slow makes no call fail: it has time, and is repeated under its key where a connection breaks.
    integrations: [
      {
        ...{ type: 'api', id: 'note', name: 'Note', method: 'POST', url, body: '{}' },
        ...{ timeoutMs: 60_000, repeatsAreSafe: true },
      },
    ],
    dialogs: [
      dialog('pass', 'again *', [
        ...steps('pass', {}),
        {
          type: 'agentTransfer',
          id: 'pass.transfer',
          name: 'pass transfer',
          message: PASSED_ON,
          skillId: otherSkillId,
        },
      ]),
      dialog('echo', '*', steps('echo', { next: { go: 'end' } })),
    ],
  }
}
