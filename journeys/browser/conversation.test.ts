import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { sitDown } from '../support/people.ts'
import { openPage } from '../support/window.ts'

let shop: CoffeeShop
let browser: Browser

beforeAll(async () => {
  shop = await openCoffeeShop()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
})

describe('a conversation on the page of the coffee shop', () => {
  it('goes from the greeting over cards and waiting to a person and to the survey', async () => {
    const window = await openPage(browser, shop.pageUrl)
    await window.open()
    await takeScreenshot(window.page, 'conversation-1-empty')

    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    await takeScreenshot(window.page, 'conversation-2-greeting')
    await window.press('See the menu')
    await window.sees('This is what we pour today:')
    await window.sees('Two ristretto shots under silky milk.')
    await takeScreenshot(window.page, 'conversation-3-cards')

    await window.press('Order flat white')
    await window.sees("I'd like a flat white")
    await window.sees('One flat white (from the card drink-flat-white).') // the bot got the card's metadata back
    await window.press('To take away')
    await window.sees('Flat white to take away: thank you.')

    await window.say('Where is my order 1042?')
    await window.sees('One moment, I am looking.')
    await window.page.getByRole('status', { name: /typing|writ/i }).waitFor()
    await window.sees('Order 1042 is on the bar right now.')

    await window.say('talk to a person')
    await window.sees('I am passing you to the people behind the counter.')
    const mo = sitDown(shop, shop.manager.token)
    const id = await shop.newestConversation()
    await mo.follow(id)
    const note = await mo.sees(id, 'message', ({ audience }) => audience === 'AGENTS_AND_MANAGERS')
    expect(JSON.stringify(note.content)).toContain('I have promised nothing.')
    expect((await mo.client.act(id, 'takeOver')).ok).toBe(true)
    mo.client.send(id, 'Hello, Mo here. Two more minutes.')
    await window.sees('Hello, Mo here.')
    expect(await window.text()).not.toContain('I have promised nothing.')
    await takeScreenshot(window.page, 'conversation-4-person')
    await window.say('Thank you!')
    await mo.sees(id, 'message', ({ content }) => JSON.stringify(content).includes('Thank you!'))

    expect((await mo.client.close(id)).ok).toBe(true)
    await window.sees('One question before you go: how did we do?')
    await window.press('★★★★★')
    await window.sees('Thank you, that makes our day.')
    await mo.sees(id, 'closed')
    await takeScreenshot(window.page, 'conversation-5-closed')
    mo.client.stop()
    await window.page.close()
  })

  it('lets a suggestion be chosen once only', async () => {
    const window = await openPage(browser, shop.pageUrl)
    await window.open()
    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    const menu = window.page.getByRole('button', { name: 'See the menu' }).last()
    await menu.dblclick()
    await window.sees('This is what we pour today:')
    await window.say('Where is my order 7777?')
    await window.sees('Order 7777 is on the bar right now.')
    expect(await window.count('This is what we pour today:')).toBe(1)
    await window.page.close()
  })

  it('goes to people when the bot answers nonsense, and nobody sees the nonsense', async () => {
    const window = await openPage(browser, shop.pageUrl)
    await window.open()
    await window.say('broken')
    await window.sees(shop.toConsumer)
    expect(await window.text()).not.toContain('Nobody ever reads this.')
    await window.page.close()
  })
})
