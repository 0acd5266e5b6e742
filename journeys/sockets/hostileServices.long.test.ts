import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Consumer, connectConsumer } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

const ROUNDS = 5
const NEIGHBOURS = 8
const VICTIMS = 24
const TALKS = 40

let shop: Shop
let service: Server

const bomb = gzipSync(Buffer.alloc(20_000_000))
/** By the last part of the address: what a service can do to whoever calls it. */
const HARM: Readonly<Record<string, (response: ServerResponse) => void>> = {
  silent: () => {},
  drips: (response) => {
    response.writeHead(200, { 'content-length': '1000000' })
    const timer = setInterval(() => response.write('x'), 5)
    response.on('close', () => clearInterval(timer))
  },
  bomb: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  large: (response) => void response.end('x'.repeat(3_000_000)),
  broken: (response) => void response.end('{"a": '),
}

beforeAll(async () => {
  service = createServer((request, response) => {
    const harm = HARM[request.url?.split('/').at(-1) ?? '']
    if (harm) return harm(response)
    response.setHeader('content-type', 'application/json').end('{"word":"fine"}')
  })
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  const at = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  shop = await openShop(await startServer(), { botUrl: 'http://127.0.0.1:9' })
  await addBot('good', `${at}/fine`)
  await addBot('evil', `${at}/{$userMessage}`)
})
afterAll(async () => {
  await shop?.server.stop()
  service?.closeAllConnections()
  service?.close()
})

/** A bot that calls a service with whatever it is told, behind an entry point of its own. */
async function addBot(name: string, url: string): Promise<void> {
  const home = `/accounts/${shop.account}`
  const skill = await shop.admin.create<{ id: number }>(`${home}/skills`, { name })
  const config = { defaultSkill: shop.defaultSkill }
  const wanted = { name, nickname: name, kind: 'authored', skillIds: [skill.id], capacity: 999, config }
  const { id } = await shop.admin.create<{ id: number }>(`${home}/bots`, wanted)
  const definition = {
    ...{ format: 'baton.bot/1', id: name, name, language: 'en' },
    integrations: [{ type: 'api', id: 'it', name: 'It', method: 'GET', url, timeoutMs: 3_000, retries: 0 }],
    dialogs: [
      {
        ...{ id: 'd', name: 'D', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 's', name: 'S', patterns: ['*'] },
          {
            ...{ type: 'integration', id: 'i', name: 'I', integrationId: 'it' },
            rules: [
              { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 't' } },
              { next: { go: 'interaction', id: 't' } },
            ],
          },
          { type: 'text', id: 't', name: 'T', text: 'told {$userMessage}', next: { go: 'end' } },
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

/** @returns milliseconds from each message to its answer */
async function talk(neighbours: readonly Consumer[], round: string): Promise<number[]> {
  const each = neighbours.map(async (neighbour, index) => {
    const times: number[] = []
    for (let n = 0; n < TALKS; n += 1) {
      const began = performance.now()
      const words = `${round}-${index}-${n}`
      neighbour.client.send(words)
      await neighbour.hears(`told ${words}`)
      times.push(performance.now() - began)
    }
    return times
  })
  return (await Promise.all(each)).flat()
}

const p99 = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0

it('scripting A-40: services that mean harm do not slow the conversations of others (p99 ≤ 1.5 × + 10 ms)', async () => {
  const neighbours = talkers('good', NEIGHBOURS)
  const victims = talkers('evil', VICTIMS)
  await talk(neighbours, 'warm')
  const rounds: { readonly calm: number; readonly beside: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const calm = p99(await talk(neighbours, `calm${round}`))
    const kinds = Object.keys(HARM)
    for (const [index, victim] of victims.entries()) victim.client.send(kinds[index % kinds.length] ?? 'silent')
    const beside = p99(await talk(neighbours, `beside${round}`))
    rounds.push({ calm, beside })
    // Each of them ends in an answer too: nobody is left waiting.
    await Promise.all(victims.map((victim, index) => victim.hears(`told ${kinds[index % kinds.length]}`)))
  }
  console.log(rounds.map(({ calm, beside }) => `${calm.toFixed(0)} → ${beside.toFixed(0)} ms`).join(', '))
  expect(median(rounds.map(({ calm, beside }) => beside - 1.5 * calm))).toBeLessThanOrEqual(10)
  for (const one of [...neighbours, ...victims]) one.client.stop()
}, 600_000)
