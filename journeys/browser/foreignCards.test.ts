import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeScreenshot } from '../support/browser.ts'
import { type CardTable, setCardTable } from '../support/cardTable.ts'
import { HOSTILE_CARDS, TRICK } from '../support/hostileCards.ts'
import { saying } from '../support/scriptedBot.ts'
import { waitUntil } from '../support/waitUntil.ts'
import type { MessengerWindow } from '../support/window.ts'

const PUBLISHED = resolve(
  process.env.BATON_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data'),
  'custom-endpoint/examples',
)

let table: CardTable

beforeAll(async () => {
  table = await setCardTable()
})
afterAll(() => table?.close())

describe('structured-content SC15.1, SC15.10: what an author writes stays text', () => {
  let window: MessengerWindow
  const broken = () => window.page.evaluate(() => (globalThis as { broken?: unknown }).broken)

  async function sitDown(): Promise<void> {
    window = await table.open()
    window.page.context().on('page', (opened) => void opened.close()) // what a link leads to
  }

  async function standUp(): Promise<void> {
    await window.page.waitForLoadState('networkidle') // every picture has failed
    expect(await broken()).toBeUndefined()
    expect(await window.thread.evaluate(inspect)).toEqual([])
    await window.page.close()
  }

  beforeAll(async () => {
    table.play(HOSTILE_CARDS)
    await sitDown()
  })

  it.each(Object.keys(HOSTILE_CARDS))('%s', async (name) => {
    const cards = window.thread.locator('.has-card')
    const before = await cards.count()
    const refusal = window.thread.locator('.system')
    await window.say(name)
    await waitUntil(
      'the card, or its refusal, is there',
      async () => (await cards.count()) > before || (await refusal.count()) > 0,
    )
    expect(await window.thread.evaluate(inspect)).toEqual([])
    if ((await refusal.count()) > 0) {
      await standUp() // a person goes on there
      return sitDown()
    }
    for (const control of await cards.nth(before).locator('button:enabled, a').all()) await tap(control)
    await window.page.locator('dialog').evaluateAll((dialogs) => {
      for (const dialog of dialogs as HTMLDialogElement[]) dialog.close()
    })
    expect(await broken()).toBeUndefined()
  })

  it('and still does when each of them stands beside the others', standUp)

  it('and the trick itself works where it is let in, so this test can fail', async () => {
    const page = await table.browser.newPage()
    await page.setContent(`<div>${TRICK}</div>`)
    await waitUntil('the script runs', () => page.evaluate(() => (globalThis as { broken?: unknown }).broken === 1))
    await page.close()
  })
})

describe('connector §4: the published answers are drawn and can be tapped', () => {
  if (!existsSync(PUBLISHED)) {
    it('needs them beside the repository', ({ skip }) => skip(`there is no ${PUBLISHED}`))
    return
  }
  it.each(readdirSync(PUBLISHED).filter((file) => file.endsWith('.json')))('%s', async (file) => {
    const answer = JSON.parse(readFileSync(join(PUBLISHED, file), 'utf8')) as {
      response: { type: string; data: never }[]
    }
    table.bot.play(({ body }) => (body.data.message === 'go' ? answer : saying('Heard.')))
    const window = await table.open()
    await window.say('go')
    for (const { type, data } of answer.response) await expectDrawn(window, type, data)
    await takeScreenshot(window.page, `published-${file.replace('.json', '')}`)
    await window.page.close()
  })
})

interface PublishedButton {
  readonly title: string
  readonly click?: { readonly actions: readonly { readonly text?: string }[] }
}

async function expectDrawn(window: MessengerWindow, type: string, data: Record<string, unknown>): Promise<void> {
  if (type === 'TEXT') return void (await window.sees(String(data.message)))
  if (type !== 'STRUCTURED_CONTENT') return
  const content = data.structuredContent as {
    readonly message?: string
    readonly quickReplies?: { readonly replies: readonly PublishedButton[] }
    readonly elements?: readonly PublishedButton[]
  }
  if (content.message !== undefined) await window.sees(content.message)
  const button = (content.quickReplies?.replies ?? content.elements)?.[0]
  if (button === undefined) throw new Error('there is nothing to tap in this example')
  await window.press(button.title)
  const words = button.click?.actions[0]?.text ?? ''
  await waitUntil('the bot hears the tap', () => table.bot.events.some(({ body }) => body.data.message === words))
}

/** Runs in the page. @returns everything in the thread that could do more than be read */
function inspect(log: Element): string[] {
  const found: string[] = []
  for (const element of log.querySelectorAll('*')) {
    if (/^(script|iframe|object|embed|style|link|base|meta)$/i.test(element.tagName)) found.push(element.tagName)
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${name}=${value}`)
      const leads = /^(href|src|srcset|action|formaction|poster|data|xlink:href)$/i.test(name)
      if (leads && !/^(https?|mailto|tel|sms):/i.test(value)) found.push(`${name}=${value}`)
      if (name === 'style' && /url\(|expression|position|@import|;base64/i.test(value)) found.push(`style=${value}`)
    }
    if (element instanceof HTMLAnchorElement && !element.rel.includes('noopener')) found.push(`rel of ${element.href}`)
    if (getComputedStyle(element).position === 'fixed') found.push(`fixed ${element.className}`)
  }
  return found
}

/** Also what another one covers, such as a dialog that the tap before has opened. */
const tap = (control: Locator): Promise<void> => control.evaluate((element) => (element as HTMLElement).click())
