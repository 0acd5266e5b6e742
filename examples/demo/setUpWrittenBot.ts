import { readFileSync } from 'node:fs'
import type { AdminApi } from './adminApi.ts'

/** Where consumers meet the bot that is written in Baton. */
export const WRITTEN_ENTRY_POINT = 'bean'
const SKILL = 'Bean bar'
const BOT = 'Bean'
const SURVEY = 'Bean asks'
/** How long it waits for an answer. */
const SURVEY_MS = 3_600_000
const PICTURES = 'placehold.co'

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
  /** Of the bot that asks how it was. */
  readonly surveyFile: string
  readonly articlesFile: string
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
  const pictureUrl = `https://${PICTURES}/600x300/5b3a29/ffffff/png?text=Bean`
  const variables = { shopUrl: options.shopUrl, personSkill: String(people.id), pictureUrl }
  const environment = await ensure(admin, `${home}/environments`, 'Demo', { variables })
  await admin.change(`${home}/environments/${environment.id}`, { variables })
  const config = {
    defaultSkill: people.name,
    environmentId: environment.id,
    policyUrl: `${options.shopUrl}/policy`,
    // Asked twice without an answer, it begins anew, and then fetches a person.
    connector: {
      userRetryOnStuckConversation: true,
      escalateOnStuckConversation: true,
      escalationSkillIdOnStuckConversation: people.id,
    },
  }
  const bot = await ensure(admin, `${home}/bots`, BOT, {
    kind: 'authored',
    nickname: BOT,
    skillIds: [skill.id],
    config,
  })
  await publish(admin, `${home}/bots/${bot.id}`, readFileSync(options.definitionFile, 'utf8'))
  await admin.change(`${home}/bots/${bot.id}`, { config, enabled: true })
  await setUpSurvey(admin, options, skill)
  await setUpArticles(admin, options)
  const { imageHosts } = await admin.read<{ imageHosts: readonly string[] }>(home)
  if (!imageHosts.includes(PICTURES)) await admin.change(home, { imageHosts: [...imageHosts, PICTURES] })

  const entryPoint = { name: 'Bean bar', title: 'Bean', language: 'en', skillId: skill.id, origins: [options.pageUrl] }
  const known = await admin.list<{ id: string }>(`${home}/entry-points`)
  const path = `${home}/entry-points`
  if (known.some(({ id }) => id === WRITTEN_ENTRY_POINT))
    await admin.change(`${path}/${WRITTEN_ENTRY_POINT}`, entryPoint)
  else await admin.create(path, { id: WRITTEN_ENTRY_POINT, ...entryPoint })
}

/** Whoever was with the bot is asked how it was. */
async function setUpSurvey(
  admin: AdminApi,
  { home, people, surveyFile }: WrittenBotOptions,
  skill: Numbered,
): Promise<void> {
  const config = { defaultSkill: people.name }
  const bot = await ensure(admin, `${home}/bots`, SURVEY, { kind: 'authored', nickname: BOT, skillIds: [], config })
  await publish(admin, `${home}/bots/${bot.id}`, readFileSync(surveyFile, 'utf8'))
  await admin.change(`${home}/bots/${bot.id}`, { config, enabled: true })
  await admin.change(`${home}/skills/${skill.id}`, { survey: { botId: bot.id, timeoutMs: SURVEY_MS } })
}

/** What the bot looks up. */
async function setUpArticles(admin: AdminApi, { home, articlesFile }: WrittenBotOptions): Promise<void> {
  const articles = JSON.parse(readFileSync(articlesFile, 'utf8')) as readonly { readonly title: string }[]
  const known = await admin.list<{ title: string }>(`${home}/articles`)
  for (const article of articles) {
    if (known.some(({ title }) => title === article.title)) continue
    await admin.create(`${home}/articles`, article)
  }
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
