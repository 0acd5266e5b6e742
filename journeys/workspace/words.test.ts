import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { goOnTo } from '../support/goOnTo.ts'
import { type Consumer, connectConsumer } from '../support/people.ts'
import { type ScriptedBot, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const MARKUP = '<img src=x onerror=alert(1)>'
const OFFER = 'Your number is 4111 1111 1111 1111, and the espresso was cold.'

let bot: ScriptedBot
let server: RunningServer
let browser: Browser
let shop: Shop
let desk: Desk
let page: Page
let consumer: Consumer
let home: string
const alerts: string[] = []

beforeAll(async () => {
  bot = await startScriptedBot()
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  home = `/accounts/${shop.account}`
  const skills = await shop.admin.list<{ id: number; name: string }>(`${home}/skills`)
  const people = skills.find(({ name }) => name === shop.defaultSkill)
  // People sit at the door: nobody waits for a bot here.
  await shop.admin.change(`${home}/entry-points/web`, { skillId: people?.id })
  browser = await launchChromium()
  desk = await sitAtDesk(browser, shop, { nickname: 'Grace', role: 'admin', skills: [shop.defaultSkill] })
  page = desk.page
  await page.emulateMedia({ reducedMotion: 'reduce' })
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') alerts.push(dialog.message())
    void dialog.dismiss()
  })
  consumer = connectConsumer(shop)
})
afterAll(async () => {
  consumer?.client.stop()
  await browser?.close()
  await bot?.stop()
  await server?.stop()
})

const isShown = async () => {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}
async function go(address: string): Promise<void> {
  await page.goto(`${server.url}/workspace/${address}`)
  await isShown()
}
/** In the page that is loaded already. */
async function goOn(address: string): Promise<void> {
  await goOnTo(page, `/workspace/${address}`)
  await isShown()
}
const save = async () => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
}
const looks = async (name: string) => {
  expect(await findBarriers(page), name).toEqual([])
  await takeScreenshot(page, `words-${name}`)
}

describe('a manager prepares words', () => {
  it('as saved replies, which begin with an empty list', async () => {
    await go('saved-replies')
    await page.getByRole('heading', { name: 'No saved replies yet' }).waitFor()
    await looks('saved-replies-empty')
    await page.getByRole('link', { name: 'New saved reply' }).first().click()
    await page.getByLabel('Title').fill('Thanks')
    await page
      .getByRole('textbox', { name: 'Text' })
      .fill('Thank you, {{consumer.name|friend}}! Yours, {{agent.nickname}}')
    await page.getByText('Thank you, Mia Lee! Yours, Grace').waitFor()
    await page.getByLabel('Shortcut').fill('ty')
    await looks('saved-reply')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('link', { name: 'Thanks' }).waitFor()
    await page.getByText('/ty').waitFor()
  })

  it('as tags with colours, whatever their names', async () => {
    await go('tags')
    for (const name of ['Refund', LONG, MARKUP]) {
      await goOn('tags/new')
      await page.getByLabel('Name').fill(name)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('link', { name }).waitFor()
    }
    await looks('tags')
    expect(alerts).toEqual([])
  })

  it('as what the brand says by itself, and when it is open', async () => {
    await go('automatic-messages')
    await page.getByRole('textbox', { name: 'Text: Welcome', exact: true }).fill('Welcome to {brand}.')
    await page
      .getByRole('textbox', { name: 'Text: Nobody is here' })
      .fill('Nobody is here just now; you are number {position}.')
    await page.getByRole('textbox', { name: 'Text: Still in the queue' }).fill('It takes longer.')
    await page.getByLabel('Time without a word').nth(0).fill('0')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('From 15 seconds to 30 days.').waitFor()
    await page.getByLabel('Time without a word').nth(0).fill('20')
    await save()
    await looks('automatic-messages')
    await go('opening-hours')
    await page.getByRole('switch', { name: 'Has hours of its own' }).check()
    await page.getByLabel('Monday: From').waitFor()
    await page.getByRole('button', { name: 'Add a day' }).click()
    await page.getByLabel('Date').fill('2030-12-24')
    await looks('opening-hours')
    await page.getByLabel('Monday: To').fill('08:00')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The hours must end after they begin').waitFor()
    await page.getByLabel('Monday: To').fill('17:00')
    await page.getByRole('switch', { name: 'Has hours of its own' }).uncheck()
    await save()
  })

  it('and what is never stored', async () => {
    await go('privacy')
    await page.getByRole('switch', { name: 'Numbers of payment cards' }).check()
    await page.getByRole('button', { name: 'Add a pattern' }).click()
    await page.getByLabel('What it is').fill('Passport')
    await page.getByLabel('Pattern', { exact: true }).fill('(')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    await page.getByLabel('Pattern', { exact: true }).fill('[A-Z]{2}\\d{6}')
    await save()
    await looks('privacy')
  })
})

describe('an agent', () => {
  it('sees what the brand said by itself, sorts the conversation, and answers with a saved reply', async () => {
    await consumer.client.setAttributes({ personal: { firstname: 'Mia', lastname: 'Lee' } })
    consumer.client.send(OFFER)
    await consumer.hears('Welcome to A shop.')
    await consumer.hears('Nobody is here just now; you are number 1.')
    expect(consumer.said()).toContain('Your number is •••• •••• •••• 1111, and the espresso was cold.')
    await go('queue')
    await page.getByRole('link', { name: /espresso/ }).click()
    await page.getByRole('button', { name: 'Take over' }).click()
    await desk.reply.waitFor()
    await desk.sees('Welcome to A shop.')
    await page.getByRole('button', { name: 'Add a tag' }).click()
    await page.getByRole('menuitem', { name: 'Refund' }).click()
    await page.getByRole('button', { name: 'Take Refund off' }).waitFor()
    await desk.reply.fill('/ty')
    await page.getByRole('option', { name: /Thanks/ }).waitFor()
    await looks('composer')
    await page.keyboard.press('Enter')
    expect(await desk.reply.inputValue()).toMatch(/^Thank you, (Mia Lee|friend)! Yours, Grace$/)
    await page.keyboard.press('Enter')
    await consumer.hears('Yours, Grace')
    await looks('conversation')
  })

  it('finds it by a word, reads it, and prints it', async () => {
    await go('conversations')
    await page.getByRole('searchbox', { name: 'Search' }).fill('espres')
    await expect
      .poll(
        async () => {
          await page.getByRole('searchbox', { name: 'Search' }).fill('espre')
          await page.getByRole('searchbox', { name: 'Search' }).fill('espres')
          await page.waitForTimeout(500)
          return page.locator('mark').count()
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0)
    expect(await page.locator('mark').first().textContent()).toBe('espresso')
    await looks('search')
    await page.getByRole('link', { name: /espresso/ }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Yours, Grace').waitFor()
    await looks('transcript')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false)
    await takeScreenshot(page, 'words-print')
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('searchbox').waitFor({ state: 'detached' })
  })

  it.each([
    [320, 'dark'],
    [768, 'light'],
  ] as const)('is kept out of no screen at %i pixels, %s', async (width, theme) => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme })
    for (const address of [
      'conversations',
      'saved-replies/new',
      'tags',
      'automatic-messages',
      'opening-hours',
      'privacy',
    ]) {
      await goOn(address)
      expect(await findBarriers(page), address).toEqual([])
      const wider = await page.evaluate(() => {
        const content = document.querySelector('#content')
        return (content?.scrollWidth ?? 0) - (content?.clientWidth ?? 0)
      })
      await takeScreenshot(page, `words-${address.replace('/', '-')}-${width}`)
      expect(wider, address).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1400, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  })
})

describe('an administrator', () => {
  it('erases a consumer, and the words are gone from every screen', async () => {
    await go('conversations')
    await page.getByRole('searchbox', { name: 'Search' }).fill('cold')
    await page.locator('mark').first().waitFor()
    await page.getByRole('link', { name: /cold/ }).click()
    await page.getByRole('link', { name: 'Consumer', exact: true }).click()
    await page.getByRole('heading', { name: 'All conversations' }).waitFor()
    await looks('consumer')
    await page.getByRole('button', { name: 'Erase this consumer' }).click()
    const question = page.getByRole('dialog')
    await question.getByRole('button', { name: 'Erase for ever' }).click()
    await page.getByText('One conversation lost its words.').waitFor()
    await looks('consumer-erased')
    await go('conversations')
    await page.getByRole('searchbox', { name: 'Search' }).fill('espresso')
    await page.getByRole('heading', { name: 'Nothing was found' }).waitFor()
    await looks('search-nothing')
  })
})
