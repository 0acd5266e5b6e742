import { join, resolve } from 'node:path'
import type { ConversationId } from '@baton/base'
import {
  ACCOUNT,
  ENTRY_POINT,
  ensureSignIns,
  ensureSkill,
  home,
  PEOPLE_SKILL,
  SORRY,
  setUpBots,
  setUpStaff,
  setUpWrittenBot,
  startExamples,
  WRITTEN_ENTRY_POINT,
} from '@baton/examples'
import { type Cable, layCable } from './cable.ts'
import { type RunningServer, startServer } from './server.ts'
import { connectOperator, type Shop } from './shop.ts'

/** The demo as `npm start` sets it up, with a cable between the consumers and the server that can be cut. */
export interface CoffeeShop extends Shop {
  readonly server: RunningServer
  readonly cable: Cable
  readonly pageUrl: string
  /** The page of the bot that is written in Baton, once it is set up. */
  readonly beanUrl: string
  /** What consumers read when the bot fails. */
  readonly toConsumer: string
  /** Publishes the bot that is written in Baton, and opens its page. */
  setUpBean(): Promise<void>
  newestConversation(): Promise<ConversationId>
  stop(): Promise<void>
}

export async function openCoffeeShop(): Promise<CoffeeShop> {
  const server = await startServer()
  const cable = await layCable(server.url)
  const admin = connectOperator(server)
  const staff = await setUpStaff(admin)
  const tokens = await ensureSignIns(admin, staff, join(server.dataDir, 'demo-sign-ins.json'))
  const signIn = (name: string) => {
    const id = staff.find((person) => person.name === name)?.id ?? 0
    return { id, token: tokens[id] ?? '' }
  }
  const ada = signIn('Ada')
  const examples = await startExamples({
    host: '127.0.0.1',
    botPort: 0,
    pagePort: 0,
    pageDirectory: resolve(import.meta.dirname, '../../examples/brand-page'),
    productUrl: cable.url,
    accountId: ACCOUNT,
    entryPointId: ENTRY_POINT,
    writtenEntryPointId: WRITTEN_ENTRY_POINT,
    skillName: PEOPLE_SKILL,
    ada: String(ada.id),
    slowSeconds: 3,
  })
  await setUpBots(admin, examples)
  return {
    server,
    cable,
    admin,
    account: ACCOUNT,
    entryPoint: ENTRY_POINT,
    frontSkill: 'Counter',
    defaultSkill: PEOPLE_SKILL,
    ada,
    manager: signIn('Mo'),
    pageUrl: examples.pageUrl,
    beanUrl: `${examples.pageUrl}/bean`,
    toConsumer: SORRY,
    async setUpBean() {
      const bots = resolve(import.meta.dirname, '../../examples/bots')
      await setUpWrittenBot(admin, {
        home,
        definitionFile: join(bots, 'coffee-shop.json'),
        articlesFile: join(bots, 'coffee-shop.articles.json'),
        surveyFile: join(bots, 'coffee-shop-survey.json'),
        shopUrl: `${examples.botUrl}/shop`,
        pageUrl: examples.pageUrl,
        people: await ensureSkill(admin, PEOPLE_SKILL),
      })
    },
    async newestConversation() {
      const [newest] = await admin.list<{ conversationId: ConversationId }>(`/accounts/${ACCOUNT}/conversations`)
      if (newest === undefined) throw new Error('nobody has said anything yet')
      return newest.conversationId
    },
    async stop() {
      await examples.stop()
      await cable.stop()
      await server.stop()
    },
  }
}
