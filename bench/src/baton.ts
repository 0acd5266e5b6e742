import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePorts } from './freePorts.ts'
import type { RunningSide } from './sides.ts'
import type { Workshop } from './workshop.ts'

const BATON = resolve(import.meta.dirname, '../../dist/baton.js')
export const ACCOUNT = 'bench'
const ENTRY_POINT = 'web'

export interface BatonOptions {
  /** A folder that was used before is found as it was left. */
  readonly dataDir: string
  /** A PostgreSQL database; absent: SQLite in the folder. */
  readonly databaseUrl?: string | undefined
  /** Absent: consumers wait in a queue, and no bot is asked. */
  readonly botUrl?: string
  /** A bot that is written here, instead. */
  readonly definition?: object
  /** Given for a folder that was set up before: then nothing is. */
  readonly agentToken?: string
  readonly nodeFlags?: readonly string[]
}

export interface BatonSide extends RunningSide {
  /** @returns a fresh token for the same consumer */
  renew(token: string): Promise<string>
}

/** The built program as its users run it: gate, rights, sign-ins, full durability; nothing is switched off for the bench. */
export async function startBaton(workshop: Workshop, options: BatonOptions): Promise<BatonSide> {
  const { dataDir, databaseUrl = '', nodeFlags = [] } = options
  const [port] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const process = workshop.start({
    program: BATON,
    words: ['start'],
    nodeFlags: ['--expose-gc', ...nodeFlags],
    environment: {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: url,
      OUTBOUND_ALLOW: '127.0.0.1',
      LOG_LEVEL: 'warn',
    },
  })
  await process.until('Baton is ready', () => isReady(url))
  const operator = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()
  const agentToken = options.agentToken ?? (await setUp(createApi(url, operator), options))
  return { name: 'Baton', process, url, agentToken, signIn: () => signIn(url), renew: (token) => signIn(url, token) }
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

type Api = <T>(path: string, body: object, method?: 'POST' | 'PUT') => Promise<T>
interface Numbered {
  readonly id: number
}

function createApi(url: string, token: string): Api {
  return async <T>(path: string, body: object, method: 'POST' | 'PUT' = 'POST') => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
}

/** An account with a queue, a bot before it if there is one, and a manager, through the public API. @returns the manager's token */
async function setUp(api: Api, { botUrl, definition }: BatonOptions): Promise<string> {
  const home = `/accounts/${ACCOUNT}`
  await api('/accounts', { id: ACCOUNT, name: 'Bench' })
  const people = await api<Numbered>(`${home}/skills`, { name: 'People' })
  const hasBot = botUrl !== undefined || definition !== undefined
  const front = !hasBot ? people : await api<Numbered>(`${home}/skills`, { name: 'Front' })
  if (botUrl !== undefined) {
    const config = { baseUrl: botUrl, botId: 'bench', environment: 'draft', defaultSkill: 'People' }
    await api(`${home}/bots`, { name: 'Bot', nickname: 'Bot', skillIds: [front.id], enabled: true, config })
  }
  if (definition !== undefined) {
    const written = { name: 'Bot', nickname: 'Bot', kind: 'authored', skillIds: [front.id], enabled: true }
    const { id } = await api<Numbered>(`${home}/bots`, { ...written, config: { defaultSkill: 'People' } })
    const { hash } = await api<{ hash: string }>(`${home}/bots/${id}/draft`, { definition }, 'PUT')
    await api(`${home}/bots/${id}/publish`, { hash })
  }
  await api(`${home}/entry-points`, { id: ENTRY_POINT, name: 'Web', skillId: front.id, language: 'en' })
  const person = { fullName: 'Mo', nickname: 'Mo', role: 'manager', skillIds: [people.id] }
  const { id } = await api<Numbered>(`${home}/people`, person)
  const { token } = await api<{ token: string }>(`${home}/tokens`, { kind: 'agent', name: 'Mo', personId: id })
  return token
}

async function signIn(url: string, token?: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/consumer-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: ACCOUNT, entryPoint: ENTRY_POINT, ...(token !== undefined && { token }) }),
  })
  if (!answer.ok) throw new Error(`no sign-in: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { token: string }).token
}
