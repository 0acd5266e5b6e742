import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { PASSWORD } from '../support/desk.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { connectOperator } from '../support/shop.ts'

let server: RunningServer
let browser: Browser
let page: Page

beforeAll(async () => {
  server = await startServer()
  browser = await launchChromium()
  page = await browser.newPage({ locale: 'en-GB' })
  page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const rail = () => page.getByRole('navigation', { name: 'Main' })

describe('signing in to the workspace', () => {
  it('sets up the account and its first administrator by the link of the first run', async () => {
    const { url } = await connectOperator(server).create<{ url: string }>('/first-run', {})
    await page.goto(url)
    await page.getByLabel('Name of your company or brand').fill('Baton Coffee')
    expect(await page.getByLabel('Short name for addresses').inputValue()).toBe('batoncoffee')
    await page.getByLabel('Full name').fill('Ada Okafor')
    expect(await page.getByLabel('Name that consumers see').inputValue()).toBe('Ada')
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByText('At least 10 characters, please.').waitFor()
    await page.getByLabel('New password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await rail().waitFor()
    await takeScreenshot(page, 'workspace-first-run')

    await page.goto(url) // a link works once
    await page.getByText('This link does not work any more').waitFor()
  })

  it('goes out and comes in again, by keyboard alone', async () => {
    await page.goto(`${server.url}/workspace/`)
    await rail().waitFor()
    await page.getByRole('button', { name: 'Your account, Ada Okafor' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Sign out' }).focus()
    await page.keyboard.press('Enter')

    const email = page.getByLabel('E-mail')
    await email.waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'email') // ready to write
    await page.keyboard.type('ada@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('E-mail and password do not fit together.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await rail().waitFor()
  })

  it('shows where one is signed in, ends another session, and that one sees the sign-in', async () => {
    const other = await browser.newPage({ locale: 'en-GB' })
    await other.goto(`${server.url}/workspace/`)
    await other.getByLabel('E-mail').fill('ada@example.com')
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await other.keyboard.press('Enter')
    await other.getByRole('navigation', { name: 'Main' }).waitFor()

    await page.goto(`${server.url}/workspace/me`)
    await page
      .getByRole('button', { name: /^End the session of/ })
      .first()
      .click()
    await other.getByText('You were signed out.').waitFor()
    await other.close()
  })

  it('keeps the language and the colours with the profile', async () => {
    await page.goto(`${server.url}/workspace/me`)
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor()
    await page.getByRole('radio', { name: 'Dunkel' }).check()
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.evaluate(() => localStorage.clear()) // as on another machine
    await page.reload()
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })

  it('says the same whether an address is known or not', async () => {
    const stranger = await browser.newPage({ locale: 'en-GB' })
    await stranger.goto(`${server.url}/workspace/forgot`)
    await stranger.getByLabel('E-mail').fill('nobody@example.com')
    await stranger.keyboard.press('Enter')
    await stranger.getByText('If there is an account with this address').waitFor()
    await stranger.close()
  })
})
