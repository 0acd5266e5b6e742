import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { deskOn, PASSWORD } from '../support/desk.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { type MessengerWindow, messengerOn } from '../support/window.ts'

/** As long as a person may take; a machine is faster, but a step that needs a terminal would never end. */
const TEN_MINUTES_MS = 600_000

let server: RunningServer
let bot: ScriptedBot
let browser: Browser
let page: Page
let visitor: MessengerWindow
const startedAt = Date.now()

beforeAll(async () => {
  bot = await startScriptedBot(({ body }) =>
    body.data.message?.includes('person')
      ? {
          response: [{ type: 'ACTION', data: { name: 'TRANSFER', parameters: { skillName: 'People' } } }],
          analytics: {},
        }
      : saying('Hello, this is the bot.'),
  )
  server = await startServer()
  browser = await launchChromium()
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await browser?.close()
  await bot?.stop()
  await server?.stop()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const link = (name: string) => page.getByRole('link', { name, exact: true })
const field = (name: string) => page.getByLabel(name, { exact: true })
const settings = (name: string) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name })
const heading = (name: string) => page.getByRole('heading', { name, level: 1 })

async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
  await page.keyboard.press('Escape')
}

async function makeSkill(name: string): Promise<void> {
  await settings('Skills').click()
  await link('New skill').first().click()
  await field('Name').fill(name)
  await button('Save').click()
  await heading(name).waitFor()
}

describe('from an empty data directory to a live page, without a terminal', () => {
  it('begins with the link that the start prints', async () => {
    const [, url] = /(http:\/\/\S+\/workspace\/links\/\S+)/.exec(server.lastWords()) ?? []
    if (url === undefined) throw new Error(`no link in: ${server.lastWords()}`)
    await page.goto(url)
    await field('Name of your company or brand').fill('Baton Coffee')
    await field('Full name').fill('Ada Okafor')
    await field('E-mail').fill('ada@example.com')
    await field('New password').fill(PASSWORD)
    await button('Begin').click()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
  })

  it('makes the skills on which a bot and people sit', async () => {
    await link('Settings').click()
    await heading('Skills').waitFor()
    await page.getByText('No skills yet').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await makeSkill('People')
    await makeSkill('Counter')
  })

  it('connects a bot, having seen what was wrong with its address', async () => {
    await link('Bots').click()
    await link('Connect a bot').first().click()
    await field('Name').fill('Barista')
    await field('Address of the service').fill('http://127.0.0.1:9')
    await field('Id of the bot there').fill('barista')
    await button('Test the connection').click()
    await page.getByText('The test stopped at this step: The service can be reached').waitFor()
    await page.getByText('Look at: Address of the service').waitFor()
    await takeScreenshot(page, 'administration-bot-test-failed')
    await field('Address of the service').fill(bot.url)
    await button('Test the connection').click()
    await page.getByText('The bot can be reached and is online.').waitFor()
    await choose('Sits on', 'Counter')
    await button('Save').click()
    await page.getByText('A bot can be switched on only with a skill to which its errors lead.').waitFor()
    await choose('Skill to which errors lead', 'People')
    expect(await findBarriers(page)).toEqual([])
    await button('Save').click()
    await heading('Barista').waitFor()
    await takeScreenshot(page, 'administration-bot')
  })

  it('takes on the skill of people, as the one who answers when the bot does not', async () => {
    await link('People').click()
    await link('Ada Okafor').click()
    await choose('Skills', 'People')
    await button('Save').click()
    await page.getByText('Saved.').waitFor()
  })

  it('makes an entry point, whose try-out page is live', async () => {
    await link('Settings').click()
    await settings('Entry points').click()
    await link('New entry point').first().click()
    await field('Name').fill('Web shop')
    expect(await field('Short name').inputValue()).toBe('web-shop')
    await choose('First skill', 'Counter')
    await button('Save').click()
    await heading('Web shop').waitFor()
    expect(await field('Snippet').inputValue()).toContain('data-entry-point="web-shop"')
    expect(await findBarriers(page)).toEqual([])
    await takeScreenshot(page, 'administration-entry-point')
    const opened = page.waitForEvent('popup')
    await page.getByRole('link', { name: /^Try it out/ }).click()
    visitor = messengerOn(await opened)
    await visitor.open()
    await visitor.say('hello')
    await visitor.sees('Hello, this is the bot.')
  })

  it('answers there, when the bot passes the baton', async () => {
    await link('Inbox').click()
    await page.getByRole('button', { name: /Your status/ }).click()
    await page.getByRole('menuitem', { name: /^Online/ }).click()
    await visitor.say('I want a person')
    await page.getByRole('article', { name: /^Offer/ }).waitFor()
    const desk = deskOn(page, page.context())
    await desk.press('a')
    await desk.reply.waitFor()
    await desk.reply.fill('Hi, this is Ada.')
    await desk.reply.press('Enter')
    await visitor.sees('Hi, this is Ada.')
    expect(Date.now() - startedAt).toBeLessThan(TEN_MINUTES_MS)
  })

  it('has all of it in the record of changes, in sentences', async () => {
    await link('Settings').click()
    await settings('Changes').click()
    for (const sentence of [
      'Ada Okafor made the entry point Web shop',
      'Ada Okafor made the bot Barista',
      'Ada Okafor made the skill Counter',
      'Ada Okafor changed Ada Okafor',
    ]) {
      await page.getByText(sentence, { exact: true }).waitFor()
    }
    expect(await findBarriers(page)).toEqual([])
    await takeScreenshot(page, 'administration-changes')
  })
})
