import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { type ScriptedBot, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** The long form has what the field calls a bad day. */
const WAITING = process.env.BATON_LONG ? 10_000 : 300
const AT_ONCE = 8
/** What a person takes for "at once", on a busy machine. */
const USABLE_MS = 5_000
const MARKUP = '<img src=x onerror=alert(1)>'

let bot: ScriptedBot
let server: RunningServer
let browser: Browser
let shop: Shop
let desk: Desk

/** Somebody comes, says one thing, and waits. */
async function comes(text: string, attributes?: object): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/consumer-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: shop.account, entryPoint: 'people' }),
  })
  const { token } = (await answer.json()) as { token: string }
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/consumer`)
  const said = { type: 'send', frameId: 'f', clientId: 'c', content: { kind: 'text', text }, attributes }
  await new Promise<void>((done, fail) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: 1, token })))
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as { type: string; frameId?: string; message?: string }
      if (frame.type === 'welcome') socket.send(JSON.stringify(said))
      if (frame.frameId !== 'f') return
      if (frame.type === 'accepted') done()
      else fail(new Error(frame.message))
    })
    socket.on('error', fail)
  })
  socket.close()
}

beforeAll(async () => {
  bot = await startScriptedBot()
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  const skills = await shop.admin.list<{ id: number; name: string }>(`/accounts/${shop.account}/skills`)
  const skillId = skills.find(({ name }) => name === shop.defaultSkill)?.id
  await shop.admin.create(`/accounts/${shop.account}/entry-points`, { id: 'people', name: 'People', skillId })
  const named = { personal: { firstname: MARKUP, lastname: '"><script>alert(2)</script>' } }
  await comes('the first of all', named)
  const rest = Array.from({ length: WAITING - 1 }, (_, n) => n)
  const work = async () => {
    for (let n = rest.shift(); n !== undefined; n = rest.shift()) await comes(`question ${n}`)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  browser = await launchChromium()
  desk = await sitAtDesk(browser, shop, { nickname: 'Grace', role: 'manager', skills: [shop.defaultSkill] })
}, 900_000)
afterAll(async () => {
  await browser?.close()
  await bot?.stop()
  await server?.stop()
})

it(`stays usable with ${WAITING} conversations in the queue`, async () => {
  const { page } = desk
  const alerts: string[] = []
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message())
    void dialog.dismiss()
  })
  const count = String(WAITING)
  const tabs = page.getByRole('navigation', { name: 'Lists of conversations' })
  const tab = (total: string) => tabs.getByRole('link', { name: `Queue ${total}`, exact: true })
  const openedAt = Date.now()
  await page.goto(`${server.url}/workspace/queue`)
  const first = page.locator('[data-index="0"]')
  await first.getByText(`${MARKUP} "><script>alert(2)</script>`).waitFor()
  expect(Date.now() - openedAt).toBeLessThan(2 * USABLE_MS)
  await tab(count).waitFor()
  await page.getByText(/more; they appear as others are answered/).waitFor()
  expect(await page.locator('.rows li').count()).toBeLessThan(60) // only what is in sight is drawn
  expect(await findBarriers(page)).toEqual([])
  await takeScreenshot(page, 'workspace-long-queue')

  const walkedAt = Date.now()
  for (let n = 0; n < 20; n++) await desk.press('j')
  await desk.thread
    .getByText(/question/)
    .first()
    .waitFor()
  expect(Date.now() - walkedAt).toBeLessThan(3 * USABLE_MS)

  const cameAt = Date.now()
  await comes('one more')
  await tab(String(Number(count) + 1)).waitFor()
  expect(Date.now() - cameAt).toBeLessThan(USABLE_MS)

  const onlineAt = Date.now()
  await page.getByRole('button', { name: /Your status/ }).click()
  await page.getByRole('menuitem', { name: /^Online/ }).click()
  await page
    .getByRole('article', { name: /^Offer/ })
    .first()
    .waitFor()
  await desk.press('a')
  await desk.reply.waitFor()
  expect(Date.now() - onlineAt).toBeLessThan(3 * USABLE_MS)
  expect(alerts).toEqual([])
})
