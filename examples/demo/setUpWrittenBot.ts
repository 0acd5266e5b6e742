import { readFileSync } from 'node:fs'
import type { AdminApi } from './adminApi.ts'

/** Where consumers meet the bot that is written in Baton. */
export const WRITTEN_ENTRY_POINT = 'bean'
const SKILL = 'Bean bar'
const BOT = 'Bean'

interface Numbered {
  readonly id: number
  readonly name: string
}
interface Draft {
  readonly hash: string
}

export interface WrittenBotOptions {
  /** Of the account, such as `/accounts/coffee`. */
  readonly home: string
  readonly definitionFile: string
  /** Of the shop's own service. */
  readonly shopUrl: string
  readonly pageUrl: string
  /** To whom it hands over. */
  readonly people: Numbered
}

/** Makes the authored bot beside the one behind HTTP: its variables, its definition, published, and an entry point of its own. */
export async function setUpWrittenBot(admin: AdminApi, options: WrittenBotOptions): Promise<void> {
  const { home, people } = options
  const skill = await ensure(admin, `${home}/skills`, SKILL, { description: 'The bot that is written here sits here' })
  const variables = { shopUrl: options.shopUrl, personSkill: String(people.id) }
  const environment = await ensure(admin, `${home}/environments`, 'Demo', { variables })
  await admin.change(`${home}/environments/${environment.id}`, { variables })
  const config = { defaultSkill: people.name, environmentId: environment.id }
  const bot = await ensure(admin, `${home}/bots`, BOT, {
    kind: 'authored',
    nickname: BOT,
    skillIds: [skill.id],
    config,
  })
  await publish(admin, `${home}/bots/${bot.id}`, readFileSync(options.definitionFile, 'utf8'))
  await admin.change(`${home}/bots/${bot.id}`, { config, enabled: true })

  const entryPoint = { name: 'Bean bar', title: 'Bean', language: 'en', skillId: skill.id, origins: [options.pageUrl] }
  const known = await admin.list<{ id: string }>(`${home}/entry-points`)
  const path = `${home}/entry-points`
  if (known.some(({ id }) => id === WRITTEN_ENTRY_POINT))
    await admin.change(`${path}/${WRITTEN_ENTRY_POINT}`, entryPoint)
  else await admin.create(path, { id: WRITTEN_ENTRY_POINT, ...entryPoint })
}

async function ensure(admin: AdminApi, path: string, name: string, more: object): Promise<Numbered> {
  const found = (await admin.list<Numbered>(path)).find((each) => each.name === name)
  return found ?? admin.create<Numbered>(path, { name, ...more })
}

/** A new version only when the file says something new: conversations that run stay on theirs. */
async function publish(admin: AdminApi, bot: string, definition: string): Promise<void> {
  const draft = await admin.replace<Draft>(`${bot}/draft`, { definition: JSON.parse(definition), comment: 'The demo' })
  const versions = await admin.list<Draft>(`${bot}/versions`)
  if (versions.some(({ hash }) => hash === draft.hash)) return
  await admin.create(`${bot}/publish`, { hash: draft.hash, comment: 'The demo' })
}
