import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer, readTokenFile } from '@baton/server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { runCommandLine } from '../runCommandLine.ts'

const SECRET = 'the-word-nobody-reads'
let server: Awaited<ReturnType<typeof buildServer>>
let service: Server
let folder: string
let at: string
let url: string
let printed: string[]
let complained: string[]

beforeAll(async () => {
  service = createServer(({ url: path, headers }, response) => {
    response.writeHead(path?.endsWith('/1234') ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ amount: 12.5, seen: headers.authorization }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  folder = mkdtempSync(join(tmpdir(), 'baton-try-'))
  const outboundAllow = ['127.0.0.1']
  server = await buildServer({ dataDir: folder, port: 0, logLevel: 'fatal', outboundAllow })
  url = (await server.listen()).url
  await setUp()
}, 60_000)
afterAll(async () => {
  await server?.close(100)
  service?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  printed = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
  vi.spyOn(console, 'error').mockImplementation((text) => void complained.push(String(text)))
  vi.stubEnv('DATA_DIR', folder)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

async function setUp(): Promise<void> {
  const token = await readTokenFile(folder)
  const send = async (method: string, path: string, body: object): Promise<{ id: number }> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { id: number }
  }
  await send('POST', '/accounts', { id: 'acme', name: 'Acme' })
  const home = '/accounts/acme'
  await send('PATCH', home, { files: { enabled: true } })
  const skill = await send('POST', `${home}/skills`, { name: 'People' })
  const credential = { name: 'Till', kind: 'accessToken', facts: {}, secrets: { token: SECRET } }
  await send('POST', `${home}/credentials`, credential)
  const bot = { name: 'Bank', nickname: 'Bank', kind: 'authored', skillIds: [skill.id], config: {} }
  const { id } = await send('POST', `${home}/bots`, bot)
  const config = { baseUrl: 'https://bots.example', botId: 'b', defaultSkill: 'People' }
  await send('POST', `${home}/bots`, { ...bot, name: 'Far', kind: 'endpoint', config })
  const integrations = [
    {
      ...{ type: 'api', id: 'balance', name: 'Balance', method: 'GET', url: `${at}/cards/{$botContext.card}` },
      ...{ credential: 'Till', fields: [{ key: 'amount', path: '{$.api_Balance.amount}' }] },
    },
    { type: 'file', id: 'share', name: 'Share', method: 'PUT', url: `${at}/bills/1234`, credential: 'Till' },
  ]
  const definition = { format: 'baton.bot/1', id: 'bank', name: 'Bank', language: 'en', dialogs: [], integrations }
  await send('PUT', `${home}/bots/${id}/draft`, { definition })
}

const attempt = (...words: string[]) => runCommandLine(['integration', 'try', ...words, '--url', url])

it('shows request, response, result and fields, its secrets masked; 1 where it was no success', async () => {
  expect(await attempt('Balance', '--bot', 'Bank', '--set', 'card=1234', '--json')).toBe(0)
  expect(printed).toHaveLength(1)
  const shown = printed[0] ?? ''
  expect(shown).not.toContain(SECRET)
  expect(JSON.parse(shown)).toMatchObject({
    outcome: 'success',
    request: { method: 'GET', url: `${at}/cards/1234` },
    response: { status: 200, body: { amount: 12.5, seen: expect.stringContaining('••••') } },
    fields: { 'Balance.amount': 12.5 },
  })
  printed.length = 0
  expect(await attempt('balance', '--bot', 'Bank', '--set', 'card=9999')).toBe(1)
  expect(printed.at(-1)).toBe('outcome   failure')
  expect(printed.join('\n')).toContain(`"url": "${at}/cards/9999"`)
  expect(printed.join('\n')).not.toContain(SECRET)
}, 60_000)

it('scripting A-65: brings a file of this disk to the service, and shows what it said', async () => {
  const bill = join(folder, 'bill.txt')
  writeFileSync(bill, 'twelve fifty')
  expect(await attempt('Share', '--bot', 'Bank', '--file', bill, '--json')).toBe(0)
  const shown = JSON.parse(printed[0] ?? '')
  expect(shown).toMatchObject({
    logs: [{ level: 'info', text: '"Share" ended with success, status 200.' }],
    request: {
      type: 'file',
      method: 'PUT',
      url: `${at}/bills/1234`,
      file: { name: 'bill.txt', mediaType: 'text/plain', size: 12 },
    },
    response: { status: 200, body: { amount: 12.5, seen: '••••' } },
  })
  expect(printed[0]).not.toContain(SECRET)
  expect(await attempt('Share', '--bot', 'Bank')).toBe(1)
  expect(complained.join('\n')).toContain('A File integration is tried with a file.')
  truncateSync(bill, 5 * 1_024 * 1_024 + 1)
  expect(await attempt('Share', '--bot', 'Bank', '--file', bill)).toBe(2)
  expect(complained.at(-1)).toBe(`${bill} is too large; 5 MB are allowed.`)
}, 60_000)

it.each([
  [['Share', '--bot', 'Bank', '--file', '/nowhere.pdf'], '/nowhere.pdf cannot be read.'],
  [['Balance', '--bot', 'Nobody'], 'There is no bot "Nobody".'],
  [['Balance', '--bot', 'Far'], '"Far" is written elsewhere; only bots that are written here have integrations.'],
  [['Nothing', '--bot', 'Bank'], 'The server answered 404'],
  [['Balance', '--bot', 'Bank', '--set', 'card'], '--set card: write name=value.'],
  [['Balance', '--bot', 'Bank', '--variables', '/nowhere.json'], '/nowhere.json holds no JSON object.'],
])(
  'says what is wrong with %j',
  async (words, complaint) => {
    expect(await attempt(...words)).toBeGreaterThan(0)
    expect(complained.join('\n')).toContain(complaint)
  },
  60_000,
)
