import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Consumer, connectConsumer, messagesOf, wordsOf } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

const LONG = process.env.BATON_LONG !== undefined
/** In short one good round is enough: a machine that stood still for a moment is given another one. */
const ROUNDS = LONG ? 5 : 3
/** Of a calm or a harmed stretch, in milliseconds. */
const STRETCH_MS = LONG ? 6_000 : 1_500
/** What a neighbour says to the next: a load that leaves room, as that of any installation does. */
const PACE_MS = 100
const NEIGHBOURS = 8
const VICTIMS = LONG ? 24 : 12
/** Whoever was harmed comes back for more after this. */
const RECOVERY_MS = 1_000
/** Of a call that is harmed; the longest that anybody waits for what does not come. */
const BUDGET_MS = LONG ? 3_000 : 1_000
/** Of a neighbour's: a machine that stands still is no harm that a service does. */
const NEIGHBOURS_BUDGET_MS = 60_000
/** In short this says only that nobody waits for another one's service: that would cost its whole budget. */
const ALLOWED_MS = LONG ? 10 : 600
const KINDS = ['silent', 'drips', 'bomb', 'large', 'broken', 'charset'] as const

let shop: Shop
let service: ChildProcess

beforeAll(async () => {
  const program = resolve(import.meta.dirname, '../support/hostileService.ts')
  service = fork(program, { execArgv: ['--import', 'tsx'] })
  const port = new Promise((told) => service.once('message', told))
  shop = await openShop(await startServer(), { botUrl: 'http://127.0.0.1:9' })
  const at = `http://127.0.0.1:${await port}`
  await addBot('good', `${at}/fine`, NEIGHBOURS_BUDGET_MS)
  await addBot('evil', `${at}/{$userMessage}`, BUDGET_MS)
})
afterAll(async () => {
  await shop?.server.stop()
  service?.kill()
})

/** A bot that calls a service with whatever it is told, behind an entry point of its own. */
async function addBot(name: string, url: string, timeoutMs: number): Promise<void> {
  const home = `/accounts/${shop.account}`
  const skill = await shop.admin.create<{ id: number }>(`${home}/skills`, { name })
  const config = { defaultSkill: shop.defaultSkill }
  const wanted = { name, nickname: name, kind: 'authored', skillIds: [skill.id], capacity: 999, config }
  const { id } = await shop.admin.create<{ id: number }>(`${home}/bots`, wanted)
  const definition = {
    ...{ format: 'baton.bot/1', id: name, name, language: 'en' },
    integrations: [{ type: 'api', id: 'it', name: 'It', method: 'GET', url, timeoutMs, retries: 0 }],
    dialogs: [
      {
        ...{ id: 'd', name: 'D', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 's', name: 'S', patterns: ['*'] },
          {
            ...{ type: 'integration', id: 'i', name: 'I', integrationId: 'it' },
            rules: [
              { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'f' } },
              { next: { go: 'interaction', id: 't' } },
            ],
          },
          { type: 'text', id: 't', name: 'T', text: 'told {$userMessage}', next: { go: 'end' } },
          { type: 'text', id: 'f', name: 'F', text: 'failed {$userMessage}', next: { go: 'end' } },
        ],
      },
    ],
  }
  const draft = await shop.admin.replace<{ hash: string }>(`${home}/bots/${id}/draft`, { definition })
  await shop.admin.create(`${home}/bots/${id}/publish`, { hash: draft.hash })
  await shop.admin.change(`${home}/bots/${id}`, { config, enabled: true })
  await shop.admin.create(`${home}/entry-points`, { id: name, name, skillId: skill.id, language: 'en' })
}

const talkers = (entryPoint: string, count: number): Consumer[] =>
  Array.from({ length: count }, () => connectConsumer({ ...shop, entryPoint }))

/** @returns what the bot says next, told at the very moment */
function answerTo(consumer: Consumer, words: string): Promise<string> {
  return new Promise((answered) => {
    const before = messagesOf(consumer.view()).length
    const leave = consumer.client.subscribe(() => {
      const said = messagesOf(consumer.view()).slice(before)
      const answer = said.find(({ event }) => event.who.kind !== 'consumer')
      if (answer === undefined) return
      leave()
      answered(wordsOf(answer.event.content))
    })
    consumer.client.send(words)
  })
}

/** @returns milliseconds from each message to its answer */
async function talk(neighbours: readonly Consumer[]): Promise<number[]> {
  const until = performance.now() + STRETCH_MS
  const each = neighbours.map(async (neighbour, index) => {
    const times: number[] = []
    await pause((index * PACE_MS) / neighbours.length)
    while (performance.now() < until) {
      const began = performance.now()
      const words = `${index}-${began}`
      expect(await answerTo(neighbour, words)).toBe(`told ${words}`)
      const ms = performance.now() - began
      times.push(ms)
      await pause(Math.max(0, PACE_MS - ms))
    }
    return times
  })
  return (await Promise.all(each)).flat()
}

/** Each is harmed again and again, in one way after the other, until it is enough. Each time ends in an answer. */
async function suffer(victims: readonly Consumer[], isEnough: () => boolean): Promise<Record<string, number>> {
  const ends: Record<string, number> = {}
  const each = victims.map(async (victim, index) => {
    await pause((index * RECOVERY_MS) / victims.length)
    for (let n = index; !isEnough() || n === index; n += 1) {
      const kind = KINDS[n % KINDS.length] ?? 'silent'
      const answer = await answerTo(victim, kind)
      ends[answer] = (ends[answer] ?? 0) + 1
      await pause(RECOVERY_MS)
    }
  })
  await Promise.all(each)
  return ends
}

const p99 = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0

it('scripting A-40: services that mean harm do not slow the conversations of others (p99 ≤ 1.5 × + 10 ms), and each call of them ends', async () => {
  const neighbours = talkers('good', NEIGHBOURS)
  const victims = talkers('evil', VICTIMS)
  await talk(neighbours)
  const rounds: { readonly calm: number; readonly beside: number }[] = []
  const ends: Record<string, number> = {}
  const isFine = () => {
    const slower = rounds.map(({ calm, beside }) => beside - 1.5 * calm)
    return (LONG ? median(slower) : Math.min(...slower)) <= ALLOWED_MS
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const calm = p99(await talk(neighbours))
    let isOver = false
    const suffering = suffer(victims, () => isOver)
    const beside = p99(await talk(neighbours))
    isOver = true
    Object.assign(ends, await suffering)
    rounds.push({ calm, beside })
    if (!LONG && isFine()) break
  }
  console.log(rounds.map(({ calm, beside }) => `${calm.toFixed(0)} → ${beside.toFixed(0)} ms`).join(', '), ends)
  // What is no JSON is read as far as it goes, where it came in time; the rest fails.
  const harmed = ['failed silent', 'failed drips', 'failed bomb', 'failed large', 'told broken', 'told charset']
  expect(Object.keys(ends)).toEqual(expect.arrayContaining(harmed))
  const late = ['failed broken', 'failed charset']
  expect(Object.keys(ends).filter((end) => !harmed.includes(end) && !late.includes(end))).toEqual([])
  expect(isFine(), JSON.stringify(rounds)).toBe(true)
  for (const one of [...neighbours, ...victims]) one.client.stop()
}, 600_000)
