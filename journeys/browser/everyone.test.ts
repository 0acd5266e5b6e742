import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type CoffeeShop, openCoffeeShop } from '../support/coffeeShop.ts'
import { messengerOn, openPage } from '../support/window.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

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

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>
}

/** @returns what axe finds wrong, page and window together, one line each */
async function findBarriers(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE })
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary}`),
  )
}

describe('the messenger is for everyone', () => {
  it.each(['light', 'dark'] as const)('has no barrier that axe can find, in %s', async (colorScheme) => {
    const window = await openPage(browser, shop.pageUrl, { colorScheme })
    await window.page.waitForLoadState('networkidle')
    expect(await findBarriers(window.page)).toEqual([])
    await window.open()
    await window.say('menu')
    await window.sees('This is what we pour today:')
    await window.say('hello')
    await window.sees('Hello, this is Baton Coffee.')
    expect(await findBarriers(window.page)).toEqual([])
    await takeScreenshot(window.page, `everyone-${colorScheme}`)
    await window.page.close()
  })

  it('can be used by keyboard alone', async () => {
    const page = await browser.newPage()
    await page.goto(shop.pageUrl)
    const window = messengerOn(page)
    await tabTo(page, /^Open/)
    await page.keyboard.press('Enter')
    await window.field.waitFor()
    expect(await focusedName(page)).toBe('Message') // ready to write, without another key
    await page.keyboard.type('hello')
    await page.keyboard.press('Enter')
    await window.sees('Hello, this is Baton Coffee.')
    await tabTo(page, /^See the menu$/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await window.sees('This is what we pour today:')
    await tabTo(page, /^Order filter of the day$/i, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await window.sees('One filter of the day (from the card drink-filter).')
    await page.keyboard.press('Escape')
    await window.field.waitFor({ state: 'hidden' })
    expect(await focusedName(page)).toMatch(/^Open/) // back where it was opened
    await page.close()
  })

  it('fills a phone without scrolling sideways', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
    await page.goto(shop.pageUrl)
    const window = messengerOn(page)
    await window.open()
    await window.say('menu')
    await window.sees('This is what we pour today:')
    await takeScreenshot(page, 'phone')
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
    await page.close()
  })
})

const MOST_STOPS = 60

/** Presses Tab until the focus is on something with this name. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const focused = await focusedName(page)
    if (name.test(focused)) return
    passed.push(focused)
    await page.keyboard.press(key)
  }
  throw new Error(`${name} is not among what ${key} reaches: ${passed.join(' | ')}`)
}

/** Label or text of what has the focus, through shadow roots. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
    return focused?.getAttribute('aria-label') ?? focused?.textContent?.trim() ?? ''
  })
}
