/** Takes the pictures of the README again: `npx tsx journeys/takePictures.ts`, after a build. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from './support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from './support/coffeeShop.ts'
import { sitAtDesk } from './support/desk.ts'
import { messengerOn, openPage } from './support/window.ts'

const FOLDER = resolve(import.meta.dirname, '../docs/pictures')
mkdirSync(FOLDER, { recursive: true })

const COLOR_SCHEMES = ['light', 'dark'] as const
const RESTED_MS = 500

const shop = await openCoffeeShop()
const browser = await launchChromium()
try {
  await takeWorkspace(browser, shop)
  await takeMessenger(browser, shop)
} finally {
  await browser.close()
  await shop.stop()
}

/** A consumer and the bot: the menu by day, an order and a person by night. */
async function takeMessenger(browser: Browser, { pageUrl }: CoffeeShop): Promise<void> {
  for (const colorScheme of COLOR_SCHEMES) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 760 } })
    await page.goto(pageUrl)
    const window = messengerOn(page)
    await window.open()
    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    if (colorScheme === 'light') {
      await window.press('See the menu')
      await window.sees('Two ristretto shots under silky milk.')
    } else {
      await window.say('Where is my order 1042?')
      await window.sees('Order 1042 is on the bar right now.')
      await window.say('talk to a person')
      await window.sees('I am passing you to the people behind the counter.')
    }
    await page.waitForTimeout(RESTED_MS)
    await page.screenshot({ path: resolve(FOLDER, `messenger-${colorScheme}.png`) })
    await page.close()
  }
}

/** One of the people has taken over from the bot, answers, and leaves a note; somebody else is offered. */
async function takeWorkspace(browser: Browser, shop: CoffeeShop): Promise<void> {
  const desk = await sitAtDesk(browser, shop, { nickname: 'Ada', role: 'manager', skills: [shop.defaultSkill] })
  await desk.page.getByRole('button', { name: /Your status/ }).click()
  await desk.page.getByRole('menuitem', { name: /^Online/ }).click()
  const guest = await openPage(browser, shop.pageUrl)
  await guest.open()
  await guest.say('Where is my order 1042?')
  await guest.sees('Order 1042 is on the bar right now.')
  await guest.say('I want to talk to a person')
  await desk.page.getByRole('article', { name: /^Offer/ }).waitFor()
  await desk.press('a')
  await desk.reply.waitFor()
  await guest.say('Could you make it decaf?')
  await desk.sees('Could you make it decaf?')
  await desk.reply.fill('Of course, I will tell the bar.')
  await desk.reply.press('Enter')
  await guest.sees('Of course, I will tell the bar.')
  await desk.press('n')
  await desk.page.keyboard.type('Comes every morning. Decaf after ten.')
  await desk.page.keyboard.press('Enter')
  await desk.sees('Comes every morning.')
  const another = await openPage(browser, shop.pageUrl)
  await another.open()
  await another.say('Can I talk to a person about catering?')
  await desk.page.getByRole('article', { name: /^Offer/ }).waitFor()
  await desk.page.mouse.move(700, 500)
  for (const colorScheme of COLOR_SCHEMES) {
    await desk.page.emulateMedia({ colorScheme })
    await desk.page.waitForTimeout(RESTED_MS)
    await desk.page.screenshot({ path: resolve(FOLDER, `workspace-${colorScheme}.png`) })
  }
  await desk.close()
}
