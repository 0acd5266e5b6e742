import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { type MessengerWindow, openPage } from '../support/window.ts'

/** After this a conversation whose agent has gone is somebody else's: the account's shortest. */
const GONE_MS = 60_000
/** For the lease of a lost desk, and for a busy machine. */
const PATIENCE_MS = 120_000

let shop: CoffeeShop
let browser: Browser

beforeAll(async () => {
  shop = await openCoffeeShop()
  await shop.admin.change(`/accounts/${shop.account}`, { ring: 'all', agentGoneMinutes: GONE_MS / 60_000 })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await shop?.stop()
})

const sit = async (nickname: string): Promise<Desk> => {
  const desk = await sitAtDesk(browser, shop, { nickname, role: 'agent', skills: [shop.defaultSkill] })
  await desk.page.getByRole('button', { name: /Your status/ }).click()
  await desk.page.getByRole('menuitem', { name: /^Online/ }).click()
  return desk
}

const offerAt = ({ page }: Desk) => page.getByRole('article', { name: /^Offer/ })

async function arrive(): Promise<MessengerWindow> {
  const consumer = await openPage(await browser.newContext({ locale: 'en-GB' }), shop.pageUrl)
  await consumer.open()
  await consumer.say('I want to talk to a person')
  return consumer
}

async function answer(desk: Desk, consumer: MessengerWindow, words: string): Promise<void> {
  await desk.reply.fill(words)
  await desk.reply.press('Enter')
  await consumer.sees(words)
}

it('a laptop dies, two others race for the next one, and what the first one left is passed on after the set time', async () => {
  const grace = await sit('Grace')
  const left = await arrive()
  await offerAt(grace).waitFor()
  await grace.press('a')
  await grace.reply.waitFor()
  await answer(grace, left, 'Grace here.')
  await grace.context.close()

  // Two race: one wins, the other is told who was faster.
  const racers = [await sit('Linus'), await sit('Maya')] as const
  const consumer = await arrive()
  await Promise.all(racers.map((desk) => offerAt(desk).waitFor()))
  await Promise.all(racers.map((desk) => desk.press('a')))
  const winner = await Promise.any(racers.map((desk) => desk.reply.waitFor().then(() => desk)))
  const [loser, name] = winner === racers[0] ? [racers[1], 'Linus'] : [racers[0], 'Maya']
  await loser.page.getByText(`${name} was faster.`).first().waitFor()
  expect(await loser.reply.count()).toBe(0)
  await answer(winner, consumer, `${name} here.`)

  // Back to the bot, which goes on; then the consumer leaves, and is asked how it was.
  await winner.press('t')
  await winner.page.getByRole('combobox', { name: 'To the skill' }).click()
  await winner.page.getByRole('option', { name: shop.frontSkill }).click()
  await winner.page.getByRole('button', { name: 'Transfer', exact: true }).last().click()
  await winner.page.getByRole('dialog').waitFor({ state: 'detached' })
  await consumer.say('help')
  await consumer.sees(/menu/)
  await consumer.page.getByRole('button', { name: 'Menu' }).click()
  await consumer.page.getByRole('button', { name: 'End conversation' }).click()
  await consumer.page.getByRole('button', { name: 'End it' }).click()
  await consumer.press('★★★★★')
  await consumer.sees('Thank you, that makes our day.')

  // What the dead laptop held rings again, and goes on where it stood.
  await Promise.any(racers.map((desk) => offerAt(desk).waitFor({ timeout: GONE_MS + PATIENCE_MS })))
  await Promise.all(racers.map((desk) => desk.press('a')))
  const heir = await Promise.any(racers.map((desk) => desk.reply.waitFor().then(() => desk)))
  await heir.sees('Grace here.')
  await answer(heir, left, 'You are not forgotten.')
})
