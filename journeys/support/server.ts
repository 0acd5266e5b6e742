import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDatabase } from '@baton/storage/testing'
import { freePort } from './freePort.ts'
import { BATON } from './program.ts'
import { type Patience, waitUntil } from './waitUntil.ts'

const LAST_WORDS = 4_000
/** Servers on PostgreSQL make none by themselves, as all of an installation must know the same. */
const SECRET_KEY = 'a key that all servers of a journey know of'

/** The product as its users run it: the built program, in a process of its own that can be killed. */
export interface RunningServer {
  readonly url: string
  /** Where the brand's people and programs are: the same server, or another one of the same installation. */
  readonly deskUrl: string
  readonly dataDir: string
  /** Of the process that runs now. */
  readonly pid: number
  /** What the process has printed last, for the message of a failed test. */
  lastWords(): string
  /** Ends the process with this signal and waits for its end. The data stays. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Resolves when the process has ended by itself. @returns the signal that ended it, or its exit code */
  endedBy(patience: number | Patience): Promise<NodeJS.Signals | number | null>
  /**
   * Starts it again on the same port and the same data; resolves when it is ready, or has ended by a signal already.
   * @param more variables for this start only
   */
  startAgain(more?: Readonly<Record<string, string>>): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/**
 * Each journey that does not choose its database runs twice: with SQLite, and with two servers that share a PostgreSQL. Where
 * DATABASE_URL names a server it is that one, also for the first.
 */
export const onTwoNodes = process.env.BATON_JOURNEYS_ON === 'two nodes'

/**
 * On two nodes consumers come to the one, and all others to the other.
 * @param environment variables beside those that every server of these tests gets
 * @param program the built program; the product's own unless a test needs another
 */
export async function startServer(
  environment: Readonly<Record<string, string>> = {},
  program = BATON,
): Promise<RunningServer> {
  if (environment.DATABASE_URL !== undefined) return startOne(environment, program)
  if (!onTwoNodes) return process.env.DATABASE_URL ? startOnNamed(environment, program) : startOne(environment, program)
  const database = await emptyDatabase()
  const files = mkdtempSync(join(tmpdir(), 'baton-journey-files-'))
  const shared = {
    FILES_DIR: files,
    SECRET_KEY,
    ...environment,
    DATABASE_URL: database.url,
  }
  const first = await startOne(shared, program)
  const second = await startOne(shared, program)
  return asOne(first, second, async () => {
    await database.drop()
    rmSync(files, { recursive: true, force: true })
  })
}

/** On a database of its own on the server that the environment of the tests names. */
async function startOnNamed(environment: Readonly<Record<string, string>>, program: string): Promise<RunningServer> {
  const database = await emptyDatabase()
  const server = await startOne({ SECRET_KEY, ...environment, DATABASE_URL: database.url }, program)
  const stop = async () => {
    await server.stop()
    await database.drop()
  }
  return Object.defineProperties({ stop } as RunningServer, {
    ...Object.getOwnPropertyDescriptors(server),
    stop: { value: stop },
  })
}

function asOne(first: RunningServer, second: RunningServer, cleanUp: () => Promise<void>): RunningServer {
  const both = [first, second]
  return {
    ...first,
    deskUrl: second.url,
    get pid() {
      return first.pid
    },
    lastWords: () => both.map((server) => server.lastWords()).join('\n'),
    async end(signal) {
      for (const server of both) await server.end(signal)
    },
    async startAgain(more) {
      for (const server of both) await server.startAgain(more)
    },
    async stop() {
      for (const server of both) await server.stop()
      await cleanUp()
    },
  }
}

async function startOne(environment: Readonly<Record<string, string>>, program: string): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-journey-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let words = ''

  async function start(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const started = spawn(process.execPath, [program, 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        PUBLIC_URL: url,
        // What is in the environment of the tests names the server on which they make databases of their own.
        DATABASE_URL: '',
        OUTBOUND_ALLOW: '127.0.0.1',
        ...environment,
        ...more,
      },
    })
    child = started
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(-LAST_WORDS)
      })
    }
    await waitUntil('the server is ready', async () => {
      if (started.signalCode !== null) return true
      if (started.exitCode !== null) throw new Error(`the server ended with ${started.exitCode}:\n${words}`)
      return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
    }).catch((cause: unknown) => {
      started.kill('SIGKILL')
      throw new Error(`${String(cause)}\n${words}`)
    })
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise<void>((done) => ending.once('exit', () => done()))
    ending.kill(signal)
    await ended
  }

  await start()
  return {
    url,
    deskUrl: url,
    dataDir,
    get pid() {
      if (child?.pid === undefined) throw new Error('no process is running')
      return child.pid
    },
    lastWords: () => words,
    end,
    async endedBy(patience) {
      const ending = child
      if (ending === undefined) throw new Error('no process is running')
      return waitUntil('the process ends', () => ending.signalCode ?? ending.exitCode ?? undefined, patience)
    },
    startAgain: start,
    async stop() {
      await end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
