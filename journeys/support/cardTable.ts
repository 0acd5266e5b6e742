import { PICTURES } from '@baton/content/samples'
import type { Browser } from 'playwright-core'
import { launchChromium } from './browser.ts'
import { type ScriptedBot, saying, startScriptedBot } from './scriptedBot.ts'
import { startServer } from './server.ts'
import { openShop, type Shop } from './shop.ts'
import { type MessengerWindow, messengerOn } from './window.ts'

/** What a browser is told of whoever looks; `dir` is that of the brand's page. */
export type Look = NonNullable<Parameters<Browser['newPage']>[0]> & { readonly dir?: 'rtl' }

/** A brand whose bot shows cards, and a browser to look at them. */
export interface CardTable {
  readonly bot: ScriptedBot
  readonly shop: Shop
  readonly browser: Browser
  /** The bot answers with the card that is asked for by its name; else in words. */
  play(cards: Readonly<Record<string, object>>): void
  /** Another page, another consumer: nothing is remembered from one to the next. */
  open(look?: Look): Promise<MessengerWindow>
  close(): Promise<void>
}

/** Hosts whose pictures are shown. */
export const PICTURE_HOSTS: readonly string[] = [new URL(PICTURES).host, 'images.example']

export async function setCardTable(): Promise<CardTable> {
  const bot = await startScriptedBot()
  const shop = await openShop(await startServer(), {
    botUrl: bot.url,
    skills: ['transfer_skill', 'transfer_agent_skill', 'human_skill', 'bot_skill'],
  })
  await shop.admin.change(`/accounts/${shop.account}`, { imageHosts: PICTURE_HOSTS })
  const browser = await launchChromium()

  async function open({ dir, ...look }: Look = {}): Promise<MessengerWindow> {
    const page = await browser.newPage({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce', // and pictures of what stands still
      ...look,
    })
    await page.route(`${PICTURES}/**`, (route) => route.fulfill({ contentType: 'image/svg+xml', body: PHOTOGRAPH }))
    await page.goto(`${shop.server.url}/try/${shop.account}/${shop.entryPoint}`)
    if (dir !== undefined) await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir)
    const window = messengerOn(page)
    await window.open()
    return window
  }

  return {
    ...{ bot, shop, browser, open },
    play(cards) {
      bot.play(({ body }) => {
        const card = cards[body.data.message ?? '']
        return card === undefined
          ? saying('Heard.')
          : { response: [{ type: 'STRUCTURED_CONTENT', data: { structuredContent: card } }] }
      })
    },
    async close() {
      await browser.close()
      await shop.server.stop()
      await bot.stop()
    },
  }
}

const PHOTOGRAPH = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">
  <defs><linearGradient id="a" x2="1" y2="1"><stop stop-color="#c9a582"/><stop offset="1" stop-color="#6d4a34"/></linearGradient></defs>
  <rect width="640" height="360" fill="url(#a)"/><ellipse cx="320" cy="200" rx="150" ry="96" fill="#f4ede4"/>
  <ellipse cx="320" cy="190" rx="118" ry="70" fill="#7a4a26"/><path d="M320 140c36 30 36 70 0 100-36-30-36-70 0-100" fill="#ead8c4"/></svg>`
