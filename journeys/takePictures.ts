/** Takes the pictures of the README again: `npx tsx journeys/takePictures.ts`, after a build. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { launchChromium } from './support/browser.ts'
import { openCoffeeShop } from './support/coffeeShop.ts'
import { messengerOn } from './support/window.ts'

const FOLDER = resolve(import.meta.dirname, '../docs/pictures')
mkdirSync(FOLDER, { recursive: true })

const shop = await openCoffeeShop()
const browser = await launchChromium()
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 760 } })
    await page.goto(shop.pageUrl)
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
    await page.waitForTimeout(500) // until what moves has come to rest
    await page.screenshot({ path: resolve(FOLDER, `messenger-${colorScheme}.png`) })
    await page.close()
  }
} finally {
  await browser.close()
  await shop.stop()
}
