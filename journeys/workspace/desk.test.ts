import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  browser = await launchChromium()
  desk = await sitAtDesk(browser, shop, { nickname: 'Grace', role: 'manager', skills: [shop.defaultSkill] })
  consumer = await openPage(browser, shop.pageUrl)
  await consumer.open()
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
})

describe('an agent at their desk', () => {
  it('takes an offer by keyboard', async () => {
    await desk.page.getByRole('button', { name: /Your status/ }).click()
    await desk.page.getByRole('menuitem', { name: /^Online/ }).click()
    await consumer.say('hello')
    await consumer.sees('Hello, this is Baton Coffee.')
    await consumer.say('I want to talk to a person')
    await desk.page.getByRole('article', { name: /^Offer/ }).waitFor()
    expect(await desk.page.title()).toMatch(/^\(1\) /)
    expect(await findBarriers(desk.page)).toEqual([])
    await desk.press('a')
    await desk.reply.waitFor()
    await desk.thread.getByText(/^Bot answered/).waitFor()
  })

  it('answers, and leaves a note that only colleagues see', async () => {
    await desk.press('e')
    await desk.page.keyboard.type('Hi, this is Grace.')
    await desk.page.keyboard.press('Enter')
    await consumer.sees('Hi, this is Grace.')
    await desk.press('n')
    await desk.page.keyboard.type('Knows the menu by heart.')
    await desk.page.keyboard.press('Enter')
    await desk.sees('Knows the menu by heart.')
    await desk.press('e')
    await desk.page.keyboard.type('Still there?')
    await desk.page.keyboard.press('Enter')
    await consumer.sees('Still there?')
    expect(await consumer.text()).not.toContain('Knows the menu by heart.')
    expect(await findBarriers(desk.page)).toEqual([])
    await takeScreenshot(desk.page, 'workspace-conversation')
  })

  it('keeps a draft over a reload', async () => {
    await desk.reply.fill('Let me look that up')
    await desk.page.reload()
    await desk.reply.waitFor()
    expect(await desk.reply.inputValue()).toBe('Let me look that up')
    await desk.reply.fill('')
  })

  it('writes while the server is gone, and it arrives when it is back', async () => {
    await shop.server.end('SIGTERM')
    await desk.page.getByText('No connection.').waitFor()
    await desk.reply.fill('One moment please')
    await desk.reply.press('Enter')
    await desk.sees('One moment please')
    await shop.server.startAgain()
    await consumer.sees('One moment please')
    await desk.page.getByText('No connection.').waitFor({ state: 'detached' })
    expect(await desk.thread.getByText('One moment please').count()).toBe(1)
  })

  it('passes the conversation on, having seen who is there', async () => {
    await desk.press('t')
    await desk.page.getByRole('combobox', { name: 'To the skill' }).click()
    await desk.page.getByRole('option', { name: shop.defaultSkill }).click()
    await desk.page.getByRole('radio', { name: 'Whoever is free first' }).waitFor()
    await desk.page.getByRole('button', { name: 'Transfer', exact: true }).last().click()
    await desk.sees(/passed it to/)
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('takes it over again and closes it', async () => {
    await desk.press('o')
    await desk.sees('You took over')
    await desk.press('c')
    await desk.page.getByRole('dialog').getByRole('checkbox').check()
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
    await consumer.sees('The conversation has ended')
  })

  it('messaging R8.1: finds it among what was closed lately, and sees as much or as little as they like', async () => {
    const { page } = desk
    const closed = page.getByRole('region', { name: 'Closed conversations' })
    expect(await closed.count()).toBe(0)
    await page.getByRole('combobox', { name: 'Closed conversations' }).selectOption({ label: 'Closed: last day' })
    await closed.getByRole('link').first().waitFor()
    expect(await closed.getByRole('link').count()).toBe(1)
    const idle = page.getByRole('button', { name: /^Idle/ })
    await desk.press('h')
    expect(await idle.getAttribute('aria-pressed')).toBe('false')
    await page.reload()
    await closed.getByRole('link').first().click()
    await page.getByText('One moment please').first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.goBack()
    expect(await idle.getAttribute('aria-pressed')).toBe('false')
    await page.getByRole('combobox', { name: 'Closed conversations' }).selectOption({ label: 'Without closed ones' })
    await closed.waitFor({ state: 'detached' })
  })
})
