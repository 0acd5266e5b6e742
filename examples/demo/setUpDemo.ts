import { COFFEE_BOT, SURVEY_BOT } from '../startExamples.ts'
import type { AdminApi } from './adminApi.ts'

export const ACCOUNT = 'batoncoffee'
export const ENTRY_POINT = 'web'
export const PEOPLE_SKILL = 'Baristas'
const BOT_SKILL = 'Counter'
/** Seldom anybody is there: a bot that hands over to it is told so at once. */
const ROASTERY_SKILL = 'Roastery'

export interface Staff {
  readonly id: number
  readonly name: string
  readonly role: 'agent' | 'manager' | 'admin'
}

/** The people of the shop; the first one is whom consumers ask for by name. */
const STAFF = [
  { fullName: 'Ada Okafor', nickname: 'Ada', role: 'agent', email: 'ada@coffee.example' },
  { fullName: 'Jun Takeda', nickname: 'Jun', role: 'agent', email: 'jun@coffee.example' },
  { fullName: 'Mo Lindqvist', nickname: 'Mo', role: 'manager', email: 'mo@coffee.example' },
] as const
/** Who sets the shop up, in the workspace; takes no conversations. */
const ADMINISTRATOR = {
  fullName: 'Noor Haddad',
  nickname: 'Noor',
  role: 'admin',
  email: 'noor@coffee.example',
} as const

const minutes = (n: number) => n * 60_000
const RESPONSE_TIMES = { urgent: minutes(1), prioritized: minutes(3), normal: minutes(10) }

interface Numbered {
  readonly id: number
}
type Named = Numbered & { readonly name: string }
interface NewBot {
  readonly name: string
  readonly nickname: string
  readonly skillIds: readonly number[]
  readonly enabled: boolean
  readonly config: object
}
type Person = Numbered & { readonly fullName: string; readonly email?: string }

export const home = `/accounts/${ACCOUNT}`

/** Makes the account, its skills and its people; finds what is there already. */
export async function setUpStaff(admin: AdminApi): Promise<Staff[]> {
  const accounts = await admin.list<{ id: string }>('/accounts')
  if (!accounts.some(({ id }) => id === ACCOUNT)) await admin.create('/accounts', { id: ACCOUNT, name: 'Baton Coffee' })
  const people = await ensureSkill(admin, PEOPLE_SKILL, 'The people behind the counter')
  await ensureSkill(admin, BOT_SKILL, 'Where consumers come in; the coffee bot sits here')
  const roastery = await ensureSkill(admin, ROASTERY_SKILL, 'Those who roast; while nobody is online, a transfer fails')
  await admin.change(`${home}/skills/${roastery.id}`, { failIfNobodyOnline: true })

  const known = await admin.list<Person>(`${home}/people`)
  const staff: Staff[] = []
  for (const person of STAFF) staff.push(await ensurePerson(admin, known, { ...person, skillIds: [people.id] }))
  return staff
}

/** Makes whoever administers the account; finds them if they are there already. */
export async function setUpAdministrator(admin: AdminApi): Promise<Staff> {
  const known = await admin.list<Person>(`${home}/people`)
  return ensurePerson(admin, known, { ...ADMINISTRATOR, skillIds: [] })
}

async function ensurePerson(
  admin: AdminApi,
  known: readonly Person[],
  wanted: ((typeof STAFF)[number] | typeof ADMINISTRATOR) & { readonly skillIds: readonly number[] },
): Promise<Staff> {
  const { fullName, nickname, role, email } = wanted
  const found = known.find((person) => person.fullName === fullName)
  const { id } = found ?? (await admin.create<Person>(`${home}/people`, { ...wanted, capacity: 5 }))
  if (found && found.email === undefined) await admin.change(`${home}/people/${id}`, { email })
  return { id, name: nickname, role }
}

/** An address that lets somebody into the workspace once, where they choose their password. */
export async function makeInvitation(admin: AdminApi, { id }: Staff): Promise<string> {
  return (await admin.create<{ url: string }>(`${home}/people/${id}/invitation`, {})).url
}

/** Makes bots, survey and entry point, or points them to where the examples run now. */
export async function setUpBots(
  admin: AdminApi,
  at: { readonly botUrl: string; readonly pageUrl: string },
): Promise<void> {
  const people = await ensureSkill(admin, PEOPLE_SKILL)
  const counter = await ensureSkill(admin, BOT_SKILL)
  const common = { baseUrl: at.botUrl, environment: 'production', defaultSkill: PEOPLE_SKILL }
  await ensureBot(admin, {
    name: 'Coffee bot',
    nickname: 'Coffee bot',
    skillIds: [counter.id],
    enabled: true,
    config: {
      ...common,
      botId: COFFEE_BOT,
      welcomeMessage: true,
      engagementAttributes: true,
      escalation: { toConsumer: SORRY, toAgent: 'The bot failed; the turn says why.', failed: NOBODY },
    },
  })
  const survey = await ensureBot(admin, {
    name: 'Survey bot',
    nickname: 'Baton Coffee',
    skillIds: [],
    enabled: true,
    config: { ...common, botId: SURVEY_BOT },
  })
  // Whoever tries it twice is asked twice; otherwise nobody is within a week.
  await admin.change(home, { surveys: { intervalDays: 0 } })
  for (const skill of [people, counter]) {
    await admin.change(`${home}/skills/${skill.id}`, { survey: { botId: survey.id, timeoutMs: minutes(60) } })
  }
  await ensureEntryPoint(admin, { skillId: counter.id, origins: [at.pageUrl] })
}

/** What consumers read when the bot fails. */
export const SORRY = 'Something went wrong on our side. A person will take over.'
const NOBODY = 'Nobody can be reached at the moment. Please try again a little later.'

export async function ensureSkill(admin: AdminApi, name: string, description = ''): Promise<Named> {
  const found = (await admin.list<Named>(`${home}/skills`)).find((skill) => skill.name === name)
  return found ?? admin.create<Named>(`${home}/skills`, { name, description, responseTimes: RESPONSE_TIMES })
}

async function ensureBot(admin: AdminApi, bot: NewBot): Promise<Named> {
  const found = (await admin.list<Named>(`${home}/bots`)).find(({ name }) => name === bot.name)
  return found === undefined
    ? admin.create<Named>(`${home}/bots`, bot)
    : admin.change<Named>(`${home}/bots/${found.id}`, bot)
}

async function ensureEntryPoint(admin: AdminApi, where: { skillId: number; origins: string[] }): Promise<void> {
  const wanted = { name: 'Web page', title: 'Baton Coffee', language: 'en', ...where }
  const known = await admin.list<{ id: string }>(`${home}/entry-points`)
  if (known.some(({ id }) => id === ENTRY_POINT)) await admin.change(`${home}/entry-points/${ENTRY_POINT}`, wanted)
  else await admin.create(`${home}/entry-points`, { id: ENTRY_POINT, ...wanted })
}
