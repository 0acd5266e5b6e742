import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@baton/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { examine } from './doctor.ts'
import { runCommandLine } from './runCommandLine.ts'
import { tell } from './tell.ts'

let folder: string
let printed: string[]
let complained: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-cli-'))
  printed = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
  vi.spyOn(console, 'error').mockImplementation((text) => void complained.push(String(text)))
  vi.stubEnv('DATA_DIR', join(folder, 'data'))
  vi.stubEnv('PORT', String(await freePort()))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise<void>((done) => probe.close(() => done()))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const startServer = async () => {
  const server = await buildServer({ dataDir: join(folder, 'data'), port: Number(process.env.PORT), logLevel: 'fatal' })
  await server.listen()
  return server
}

describe('baton', () => {
  it.each([[[]], [['dance']], [['backup']], [['start', '--fast']]])(
    'ends with 2 when it is called wrongly: %j',
    async (words) => {
      vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      vi.spyOn(process.stdout, 'write').mockReturnValue(true)
      expect(await runCommandLine(words)).toBe(2)
    },
  )

  it.each(['start', 'first-run', 'doctor', 'chat', 'backup', 'export', 'import'])(
    'tells how `%s` is used',
    async (command) => {
      const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
      expect(await runCommandLine([command, '--help'])).toBe(0)
      expect(write.mock.calls.join('')).toContain('--json')
    },
  )

  it('tells everything that is wrong with its configuration, and starts nothing', async () => {
    vi.stubEnv('PORT', 'many')
    vi.stubEnv('DATABASE_URL', 'mysql://db')
    expect(await runCommandLine(['start'])).toBe(2)
    expect(complained.join()).toMatch(/PORT.*DATABASE_URL|DATABASE_URL.*PORT/s)
  })

  it('says so when the data is in use by another process', async () => {
    const server = await startServer()
    expect(await runCommandLine(['start'])).toBe(1)
    expect(complained.join()).toContain('in use')
    await server.close(0)
  })
})

describe('baton first-run', () => {
  it('prints a new link while nobody can administer, and says so when somebody can', async () => {
    const server = await startServer()
    expect(await runCommandLine(['first-run', '--json'])).toBe(0)
    const { firstRunUrl } = JSON.parse(printed[0] ?? '') as { firstRunUrl: string }
    const link = firstRunUrl.replace('/workspace/links/', '/api/v1/links/')
    const body = { password: 'correct horse battery', accountId: 'acme', fullName: 'Ada', email: 'ada@acme.example' }
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(link, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
    expect(await runCommandLine(['first-run'])).toBe(1)
    expect(complained.join()).toContain('already')
    await server.close(0)
  })

  it('needs a server that runs', async () => {
    expect(await runCommandLine(['first-run'])).toBe(1)
    expect(complained.join()).toContain('start one first')
  })
})

describe('baton backup', () => {
  it.each([
    ['through the server', true, 'server'],
    ['directly when none runs', false, 'directory'],
  ])('copies the database %s', async (_how, running, from) => {
    const server = await startServer()
    if (!running) await server.close(0)
    const file = join(folder, 'copy.db')
    expect(await runCommandLine(['backup', file, '--json'])).toBe(0)
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ file, from })
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')
    if (running) await server.close(0)
  })

  it('never writes over a file', async () => {
    const file = join(folder, 'precious')
    writeFileSync(file, 'precious')
    expect(await runCommandLine(['backup', file])).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  it('leaves nothing behind when it fails', async () => {
    expect(await runCommandLine(['backup', join(folder, 'copy.db')])).toBe(2)
    expect(complained.join()).toContain('no data directory')
  })
})

describe('baton doctor', () => {
  const env = () => ({ DATA_DIR: process.env.DATA_DIR, PORT: process.env.PORT })
  const findingOf = async (check: string) => (await examine(env())).find((finding) => finding.check === check)

  it('finds an empty machine fit for the first start, and changes nothing', async () => {
    expect(await findingOf('database')).toMatchObject({ ok: true, message: expect.stringContaining('first start') })
    expect(await findingOf('port')).toMatchObject({ ok: true })
  })

  it('asks the server while it runs, and opens the database when it does not', async () => {
    const server = await startServer()
    expect(await findingOf('database')).toMatchObject({ ok: true, message: expect.stringContaining('running server') })
    expect(await findingOf('port')).toMatchObject({ ok: true, message: expect.stringContaining('running Baton') })
    await server.close(0)
    expect(await findingOf('database')).toMatchObject({ ok: true, message: expect.stringContaining('schema version') })
  })

  it('names a port that somebody else holds', async () => {
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((done) => other.listen(Number(process.env.PORT), '127.0.0.1', done))
    expect(await findingOf('port')).toMatchObject({ ok: false })
    await new Promise<void>((done) => other.close(() => done()))
  })

  it('names a database that is none', async () => {
    const server = await startServer()
    await server.close(0)
    writeFileSync(join(folder, 'data/baton.db'), 'not a database at all, but long enough to be read as one'.repeat(100))
    expect(await findingOf('database')).toMatchObject({ ok: false })
    expect(await runCommandLine(['doctor', '--json'])).toBe(1)
    expect(printed.map((line) => JSON.parse(line).check)).toContain('database')
  })
})

it('tells a message with suggestions as numbered lines, and takes out what would steer the terminal', () => {
  const click = { actions: [{ type: 'publishText', text: 'yes please' }] }
  const told = tell({
    seq: 4,
    prev: 3,
    at: 0 as never,
    event: {
      type: 'message',
      who: { kind: 'bot', id: 1 as never, name: 'Bot' },
      audience: 'ALL',
      content: {
        kind: 'text',
        text: 'Tea?\u001b[2J',
        quickReplies: { type: 'quickReplies', replies: [{ type: 'button', title: 'Yes', click: click as never }] },
      },
    },
  })
  expect(told.lines).toEqual(['Bot: Tea? [2J', '  [1] Yes'])
  expect(told.choices).toEqual([{ on: 4, element: '/quickReplies/replies/0', text: 'yes please' }])
})
