import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AdminApi, connectAdmin } from '@baton/examples'
import type { RunningServer } from './server.ts'

/** An account with a bot at the door, set up through the public API. */
export interface Shop {
  readonly server: Pick<RunningServer, 'url' | 'deskUrl' | 'stop'>
  readonly admin: AdminApi
  readonly account: string
  readonly entryPoint: string
  /** Where the bot sits. */
  readonly frontSkill: string
  /** Where its errors lead. */
  readonly defaultSkill: string
  readonly ada: SignedIn
  readonly manager: SignedIn
}

export interface SignedIn {
  readonly id: number
  readonly token: string
}

export interface ShopOptions {
  readonly botUrl: string
  /** Overrides of the bot's settings. */
  readonly botConfig?: object
  /** Present: consumers are asked afterwards by the bot that lives there. */
  readonly surveyUrl?: string
  /** Further skills of people. */
  readonly skills?: readonly string[]
  readonly account?: string
}

interface Numbered {
  readonly id: number
}

const FRONT = 'Counter'
const PEOPLE = 'Baristas'

/** What the operator of this installation signs in with. */
export function connectOperator({ deskUrl, dataDir }: Pick<RunningServer, 'deskUrl' | 'dataDir'>): AdminApi {
  return connectAdmin(deskUrl, readFileSync(join(dataDir, 'admin-token'), 'utf8').trim())
}

export async function openShop(server: RunningServer, options: ShopOptions): Promise<Shop> {
  const { account = 'shop', skills = [] } = options
  const admin = connectOperator(server)
  const home = `/accounts/${account}`
  await admin.create('/accounts', { id: account, name: 'A shop' })
  const create = (what: string, body: object) => admin.create<Numbered>(`${home}/${what}`, body)

  const people = await create('skills', { name: PEOPLE })
  const others: Numbered[] = []
  for (const name of skills) others.push(await create('skills', { name }))
  const front = await create('skills', { name: FRONT })
  const bot = (name: string, baseUrl: string, skillIds: readonly number[]) =>
    create('bots', {
      name,
      nickname: name,
      skillIds,
      enabled: true,
      config: { baseUrl, botId: 'scripted', environment: 'draft', defaultSkill: PEOPLE, ...options.botConfig },
    })
  await bot('Bot', options.botUrl, [front.id])
  if (options.surveyUrl !== undefined) {
    // Whoever comes twice is asked twice: otherwise nobody is within a week.
    await admin.change(home, { surveys: { intervalDays: 0 } })
    const survey = { botId: (await bot('Survey', options.surveyUrl, [])).id, timeoutMs: 600_000 }
    for (const { id } of [front, people]) await admin.change(`${home}/skills/${id}`, { survey })
  }
  await create('entry-points', { id: 'web', name: 'Web', skillId: front.id, language: 'en' })

  const skillIds = [people, ...others].map(({ id }) => id)
  const hire = async (nickname: string, role: string): Promise<SignedIn> => {
    const { id } = await create('people', { fullName: nickname, nickname, role, skillIds })
    const body = { kind: 'agent', name: nickname, personId: id }
    return { id, token: (await admin.create<{ token: string }>(`${home}/tokens`, body)).token }
  }
  return {
    server,
    admin,
    account,
    entryPoint: 'web',
    frontSkill: FRONT,
    defaultSkill: PEOPLE,
    ada: await hire('Ada', 'agent'),
    manager: await hire('Mo', 'manager'),
  }
}
