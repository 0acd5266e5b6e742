import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startExamples } from '../startExamples.ts'
import { connectAdmin } from './adminApi.ts'
import {
  ACCOUNT,
  ENTRY_POINT,
  ensureSkill,
  home,
  makeInvitation,
  PEOPLE_SKILL,
  setUpAdministrator,
  setUpBots,
  setUpStaff,
} from './setUpDemo.ts'
import { setUpWrittenBot, WRITTEN_ENTRY_POINT } from './setUpWrittenBot.ts'
import { ensureSignIns } from './signIns.ts'

export interface DemoOptions {
  /** Under which this machine reaches the product. */
  readonly productUrl: string
  /** Under which browsers reach it. */
  readonly publicUrl: string
  /** The product's directory: its admin token is read there, and the demo's sign-ins are kept there. */
  readonly dataDir: string
  readonly host: string
  readonly pagePort: number
  readonly botPort: number
  readonly pageDirectory: string
}

export interface Demo {
  readonly pageUrl: string
  stop(): Promise<void>
}

/** Sets the demo up through the public API, starts what stands around it, and prints where everything is. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const tokenFile = join(options.dataDir, 'admin-token')
  const admin = connectAdmin(options.productUrl, readFileSync(tokenFile, 'utf8').trim())
  const staff = await setUpStaff(admin)
  const signIns = await ensureSignIns(admin, staff, join(options.dataDir, 'demo-sign-ins.json'))
  const examples = await startExamples({
    ...options,
    accountId: ACCOUNT,
    entryPointId: ENTRY_POINT,
    writtenEntryPointId: WRITTEN_ENTRY_POINT,
    skillName: PEOPLE_SKILL,
    ada: String(staff[0]?.id),
  })
  await setUpBots(admin, examples)
  await setUpWrittenBot(admin, {
    home,
    definitionFile: join(options.pageDirectory, '../bots/coffee-shop.json'),
    articlesFile: join(options.pageDirectory, '../bots/coffee-shop.articles.json'),
    surveyFile: join(options.pageDirectory, '../bots/coffee-shop-survey.json'),
    shopUrl: `${examples.botUrl}/shop`,
    pageUrl: examples.pageUrl,
    people: await ensureSkill(admin, PEOPLE_SKILL),
  })
  const administrator = await setUpAdministrator(admin)
  const invitations = await Promise.all(
    [...staff, administrator].map(
      async (person): Promise<[string, string]> => [`${person.name} comes in`, await makeInvitation(admin, person)],
    ),
  )
  printTable([
    ['Coffee shop', examples.pageUrl],
    ['Authored bot', `${examples.pageUrl}/bean`],
    [
      'In a terminal',
      `npx --no-install baton chat --url ${options.productUrl} --account ${ACCOUNT} --entry-point ${ENTRY_POINT}`,
    ],
    ['Workspace', `${options.publicUrl}/workspace/`],
    ...invitations,
    ['Baton', options.publicUrl],
    ['API', `${options.publicUrl}/api/openapi.json`],
    ['Admin token', `in ${tokenFile}`],
    ...staff.map(({ id, name }): [string, string] => [`${name}’s token`, signIns[id] ?? '']),
  ])
  return { pageUrl: examples.pageUrl, stop: examples.stop }
}

function printTable(rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log(
    `\n${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n  Ctrl-C ends everything.\n`,
  )
}
