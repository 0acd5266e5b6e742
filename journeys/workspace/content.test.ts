import { PICTURES } from '@baton/content/samples'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { type MessengerWindow, openPage } from '../support/window.ts'

let shop: CoffeeShop
let browser: Browser
let desk: Desk
let consumer: MessengerWindow

beforeAll(async () => {
  shop = await openCoffeeShop()
  await shop.admin.change(`/accounts/${shop.account}`, { imageHosts: [new URL(PICTURES).host] })
  browser = await launchChromium()
  desk = await sitAtDesk(browser, shop, { nickname: 'Grace', role: 'manager', skills: [shop.defaultSkill] })
  consumer = await openPage(browser, shop.pageUrl)
  await consumer.open()
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
})

const editor = () => desk.page.getByRole('textbox', { name: 'Content as JSON' })
const verdict = (words: string | RegExp) => desk.page.getByRole('status').getByText(words).waitFor()
const drawing = () => desk.page.getByRole('region', { name: 'Drawing' })

/** Types in the place of all that is there; the editor's own help with brackets is not in the way. */
async function write(text: string): Promise<void> {
  await editor().click()
  await desk.page.keyboard.press('ControlOrMeta+a')
  await desk.page.keyboard.insertText(text)
}

it('judges at every key, at the line, and draws what is right', async () => {
  await desk.page.getByRole('link', { name: 'Content', exact: true }).click()
  await editor().waitFor()
  await verdict('Right for Web messenger.')
  await desk.page.getByLabel('Start from').selectOption('sample card')
  await drawing().getByText('Two ristretto shots under silky milk.', { exact: false }).waitFor()
  await takeScreenshot(desk.page, 'content-right')
  expect(await findBarriers(desk.page)).toEqual([])

  const wrong = {
    type: 'vertical',
    elements: [
      { type: 'text', text: 'Tea' },
      { type: 'button', titel: 'Yes' },
    ],
  }
  await write(JSON.stringify(wrong, null, 2))
  await verdict(/^2 problems|^3 problems/)
  await drawing().getByText('As it was before the problem.').waitFor()
  const problem = desk.page.getByRole('list', { name: 'Problems' }).getByRole('button').last()
  expect(await problem.textContent()).toMatch(/Line 10/)
  await problem.press('Enter') // leads to the line
  await takeScreenshot(desk.page, 'content-wrong')
  expect(await findBarriers(desk.page)).toEqual([])

  await write('{ "type": ')
  await verdict(/^This is no JSON yet/)
  await write(JSON.stringify({ type: 'image', url: 'https://elsewhere.example/x.png' }))
  await verdict(/^1 problem/)
  await desk.page.getByRole('switch', { name: 'Pictures only from the account’s hosts' }).press('Space')
  await verdict(/^Right for Web messenger/)
  await desk.page.getByRole('switch', { name: 'Pictures only from the account’s hosts' }).press('Space')
})

it('tells what a tap would say, and saves the card', async () => {
  const { page } = desk
  await page.getByLabel('Start from').selectOption('sample facts')
  await verdict('Right for Web messenger.')
  await drawing().getByRole('button', { name: 'Cancel it' }).click()
  await drawing().getByText('A tap says: Cancel order 1042').waitFor()
  await page.getByLabel('Name').fill('Order 1042')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await drawing()
    .getByText(/^Saved\./)
    .waitFor()
  await takeScreenshot(page, 'content-saved')
  await page.getByLabel('Start from').selectOption('sample quickReplies')
  await drawing().getByRole('button', { name: 'Where is my order?' }).click()
  await drawing().getByText('A tap says: Where is my order?').waitFor()

  await page.setViewportSize({ width: 768, height: 900 })
  await takeScreenshot(page, 'content-narrow')
  await page.setViewportSize({ width: 320, height: 700 })
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
  await takeScreenshot(page, 'content-phone')
  await page.setViewportSize({ width: 1400, height: 900 })
})

it('is sent from the conversation with a preview, and the consumer taps it', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.getByRole('button', { name: /Your status/ }).click()
  await page.getByRole('menuitem', { name: /^Online/ }).click()
  await consumer.say('I want to talk to a person')
  await page.getByRole('article', { name: /^Offer/ }).waitFor()
  await desk.press('a')
  await desk.reply.waitFor()
  await page.getByRole('button', { name: 'Cards', exact: true }).click()
  const picker = page.getByRole('dialog', { name: 'Cards' })
  await takeScreenshot(page, 'content-picker')
  await picker.getByLabel('Search cards').fill('1042')
  await picker.getByRole('region', { name: 'Preview' }).getByText('In 4 minutes').waitFor()
  await takeScreenshot(page, 'content-send')
  expect(await findBarriers(page)).toEqual([])
  await picker.getByRole('button', { name: 'Send this card' }).click()
  await consumer.sees('In 4 minutes')
  await consumer.press('Cancel it')
  await desk.sees('Cancel order 1042')
  await takeScreenshot(page, 'content-answered')
})

it('looks as well in the dark', async () => {
  const { page } = desk
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('link', { name: 'Content', exact: true }).click()
  await editor().waitFor()
  await page.getByLabel('Start from').selectOption('sample checklist')
  await drawing().getByText('Oat milk').waitFor()
  await takeScreenshot(page, 'content-dark')
  expect(await findBarriers(page)).toEqual([])
})

it('content SC2.11: tells what is wrong in the reader’s language, in the list and at the line', async () => {
  const { page } = desk
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(new URL('me', page.url()).href)
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('link', { name: 'Inhalte', exact: true }).click()
  const field = page.getByRole('textbox', { name: 'Inhalt als JSON' })
  await field.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('{\n  "type": "button",\n  "titel": "Ja",\n  "subtitle": 7\n}')
  const problems = page.getByRole('list', { name: 'Probleme' })
  await problems.getByText('„title“ fehlt; gebraucht wird ein Text (höchstens 128 Zeichen).').waitFor()
  await problems.getByText('„titel“ gibt es hier nicht;').waitFor()
  expect(await problems.textContent()).not.toMatch(/is missing|must|allowed/)
  await takeScreenshot(page, 'content-german')
  expect(await findBarriers(page)).toEqual([])
})
