import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { openPage } from '../support/window.ts'

let shop: CoffeeShop
let browser: Browser
let person: BrowserContext

beforeAll(async () => {
  shop = await openCoffeeShop()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
})
beforeEach(async () => {
  person = await browser.newContext()
})
afterEach(() => person.close())

describe('whoever comes back', () => {
  it('finds the conversation again after a reload, and is the same person', async () => {
    const window = await openPage(person, shop.pageUrl)
    await window.open()
    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    await window.page.reload()
    await window.open()
    await window.sees('Hello, this is Baton Coffee.')
    await window.say('hello again') // the bot greets each conversation once
    await window.sees('I did not get that.')
    expect(await window.count('Hello, this is Baton Coffee.')).toBe(1)
  })

  it('sees the same in two tabs', async () => {
    const first = await openPage(person, shop.pageUrl)
    await first.open()
    await first.say('hello')
    await first.sees('Hello, this is Baton Coffee.')
    const second = await openPage(person, shop.pageUrl)
    await second.open()
    await second.sees('Hello, this is Baton Coffee.')
    await second.say('help')
    await first.sees('Here is what I understand:')
    await first.say('Where is my order 4242?')
    await second.sees('Order 4242 is on the bar right now.')
    expect(await first.count('Where is my order 4242?')).toBe(1)
    expect(await second.count('Where is my order 4242?')).toBe(1)
  })

  it('sends what was written in the tunnel, once, and sees what was missed', async () => {
    const window = await openPage(person, shop.pageUrl)
    await window.open()
    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    shop.cable.cut()
    await window.say('Where is my order 1111?')
    await window.page
      .getByText(/offline|connection/i)
      .first()
      .waitFor()
    await takeScreenshot(window.page, 'offline')
    shop.cable.mend()
    await window.sees('Order 1111 is on the bar right now.')
    expect(await window.count('Where is my order 1111?')).toBe(1)
    expect(await window.count('Order 1111 is on the bar right now.')).toBe(1)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'goes on talking when the server ends by %s under the open window',
    async (signal) => {
      const window = await openPage(person, shop.pageUrl)
      await window.open()
      await window.say('hello')
      await window.sees('Hello, this is Baton Coffee.')
      await shop.server.end(signal)
      await window.say('Where is my order 2222?')
      await shop.server.startAgain()
      await window.sees('Order 2222 is on the bar right now.')
      expect(await window.count('Where is my order 2222?')).toBe(1)
      expect(await window.count('Hello, this is Baton Coffee.')).toBe(1)
      await window.page.reload()
      await window.open()
      await window.sees('Order 2222 is on the bar right now.')
      expect(await window.count('Where is my order 2222?')).toBe(1)
    },
  )

  it('gets the rest of an answer whose bot was interrupted by the end of the server', async () => {
    const window = await openPage(person, shop.pageUrl)
    await window.open()
    await window.say('Where is my order 3333?')
    await window.sees('One moment, I am looking.')
    await shop.server.end('SIGKILL') // in the middle of the delay
    await shop.server.startAgain()
    await window.sees('Order 3333 is on the bar right now.')
    expect(await window.count('One moment, I am looking.')).toBe(1)
  })
})
