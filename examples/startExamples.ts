import { type FastifyInstance, fastify } from 'fastify'
import { botRoutes } from './bot-service/botRoutes.ts'
import { verifyTokensOf } from './bot-service/verifyToken.ts'
import { brandPage } from './brand-page/brandPage.ts'
import { coffeeBot } from './coffee-bot/coffeeBot.ts'
import { shopService } from './shop-service/shopService.ts'
import { surveyBot } from './survey-bot/surveyBot.ts'

export interface ExamplesOptions {
  readonly host: string
  /** 0: any free port. */
  readonly botPort: number
  readonly pagePort: number
  readonly pageDirectory: string
  readonly productUrl: string
  readonly accountId: string
  readonly entryPointId: string
  /** Of the bot that is written in Baton; its page is `/bean`. */
  readonly writtenEntryPointId?: string
  readonly skillName: string
  /** Numeric id of the person whom consumers may ask for by name. */
  readonly ada: string
  /** How long the bot's word `slow` takes. */
  readonly slowSeconds?: number
}

export interface Examples {
  /** Base address of the bots. */
  readonly botUrl: string
  readonly pageUrl: string
  stop(): Promise<void>
}

/** The ids under which the service knows its bots. */
export const COFFEE_BOT = 'baton-coffee'
export const SURVEY_BOT = 'baton-coffee-survey'

/** Starts what stands around the product in the demo: the brand's bots and its own service on one port, its page on another. */
export async function startExamples(options: ExamplesOptions): Promise<Examples> {
  const bots = fastify({ bodyLimit: 256 * 1024, forceCloseConnections: true })
  await bots.register(botRoutes, {
    bots: { [COFFEE_BOT]: coffeeBot(options), [SURVEY_BOT]: surveyBot },
    verifyToken: verifyTokensOf(options.productUrl, options.accountId),
  })
  await bots.register(shopService)
  const page = fastify({ forceCloseConnections: true })
  await page.register(brandPage, { ...options, directory: options.pageDirectory })

  return {
    botUrl: await listen(bots, options.host, options.botPort),
    pageUrl: await listen(page, options.host, options.pagePort),
    stop: async () => {
      await Promise.all([bots.close(), page.close()])
    },
  }
}

/** @returns the address under which it can be reached */
async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port })
  const address = app.server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host}:${actualPort}`
}
