import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import { buildServer, type Server, type ServerOptions } from '../buildServer.ts'
import { readTokenFile } from '../installationToken.ts'
import { connect, type TestSocket } from './testSocket.ts'

/** A real server on a free port over a real database in a directory of its own. */
export interface TestServer {
  readonly server: Server
  readonly url: string
  readonly dataDir: string
  readonly firstRunUrl: string | undefined
  /** The operator's. */
  readonly token: string
  call(method: string, path: string, body?: unknown, token?: string | null): Promise<Answer>
  /** @throws when the answer is no success */
  make<T = { id: number }>(path: string, body: unknown): Promise<T>
  consumerToken(account?: string, entryPoint?: string, old?: string, origin?: string): Promise<Answer>
  socket(path: '/consumer' | '/agent', headers?: Record<string, string>): Promise<TestSocket>
  /** A signed-in consumer; with a token, a former one. */
  consumer(token?: string, hello?: object): Promise<{ socket: TestSocket; token: string }>
  agent(token: string, hello?: object): Promise<TestSocket>
  stop(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of many answers, and fail where one is missing
  readonly body: any
}

/** Where DATABASE_URL names a server: what belongs to each folder of data. */
const databases = new Map<string, EmptyDatabase>()

async function placeOf(dataDir: string, databaseUrl: string | undefined) {
  if (databaseUrl !== undefined) return databaseUrl === '' ? {} : { databaseUrl }
  if (!process.env.DATABASE_URL) return {}
  const database = databases.get(dataDir) ?? (await emptyDatabase())
  databases.set(dataDir, database)
  // Where several servers may share a database there is no key in the folder of one of them.
  return { databaseUrl: database.url, secretKey: 'a key that every server of a test knows of' }
}

type TestOptions = Partial<Omit<ServerOptions, 'databaseUrl'>> & { readonly databaseUrl?: string | undefined }

/** @param options `databaseUrl`: empty: in the folder of data; absent: where DATABASE_URL says, else there too */
export async function openServer({ databaseUrl, ...options }: TestOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'baton-server-'))
  const place = await placeOf(dataDir, databaseUrl)
  const server = await buildServer({ logLevel: 'fatal', port: 0, ...place, ...options, dataDir })
  const { url, firstRunUrl } = await server.listen()
  const token = (await readTokenFile(dataDir)) ?? ''

  async function call(method: string, path: string, body?: unknown, as: string | null = token): Promise<Answer> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(as !== null && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return read(answer)
  }

  async function consumerToken(account = 'acme', entryPoint = 'web', old?: string, origin?: string): Promise<Answer> {
    const answer = await fetch(`${url}/api/v1/consumer-tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(origin !== undefined && { origin }) },
      body: JSON.stringify({ account, entryPoint, ...(old !== undefined && { token: old }) }),
    })
    return read(answer)
  }

  const socket: TestServer['socket'] = (path, headers) => connect(`${url.replace('http', 'ws')}${path}`, headers)

  return {
    server,
    url,
    dataDir,
    firstRunUrl,
    token,
    call,
    async make(path, body) {
      const answer = await call('POST', `/api/v1${path}`, body)
      if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`)
      return answer.body
    },
    consumerToken,
    socket,
    async consumer(token, hello = {}) {
      const used = token ?? ((await consumerToken()).body.token as string)
      const opened = await socket('/consumer')
      opened.send({ type: 'hello', protocol: 1, token: used, ...hello })
      await opened.next('welcome')
      return { socket: opened, token: used }
    },
    async agent(agentToken, hello = {}) {
      const opened = await socket('/agent')
      opened.send({ type: 'hello', protocol: 1, token: agentToken, ...hello })
      await opened.next('welcome')
      return opened
    },
    async stop() {
      await server.close(100)
      await databases.get(dataDir)?.drop()
      databases.delete(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined }
}

export interface Acme {
  readonly skillId: number
  readonly managerId: number
  readonly managerToken: string
  readonly agentId: number
  readonly agentToken: string
}

/** An account with one skill, a manager, an agent of that skill, and an entry point for programs on this machine. */
export async function foundAcme({ make }: TestServer, account = 'acme'): Promise<Acme> {
  await make('/accounts', { id: account, name: account })
  const home = `/accounts/${account}`
  const { id: skillId } = await make(`${home}/skills`, { name: 'People' })
  const person = (nickname: string, role: string) =>
    make(`${home}/people`, { fullName: nickname, nickname, role, skillIds: [skillId] })
  const signIn = async (personId: number) =>
    (await make<{ token: string }>(`${home}/tokens`, { kind: 'agent', name: 'desk', personId })).token
  const { id: managerId } = await person('Mo', 'manager')
  const { id: agentId } = await person('Ada', 'agent')
  await make(`${home}/entry-points`, { id: 'web', name: 'Web', skillId })
  const managerToken = await signIn(managerId)
  return { skillId, managerId, managerToken, agentId, agentToken: await signIn(agentId) }
}
