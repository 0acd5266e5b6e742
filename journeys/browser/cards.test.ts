import { SAMPLES } from '@baton/content/samples'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { takeScreenshot } from '../support/browser.ts'
import { type CardTable, type Look, PICTURE_HOSTS, setCardTable } from '../support/cardTable.ts'
import { connectConsumer, messagesOf } from '../support/people.ts'
import { waitUntil } from '../support/waitUntil.ts'
import type { MessengerWindow } from '../support/window.ts'

const CARDS = SAMPLES.filter(({ channel, kind }) => channel === 'web' && kind === 'body')

let table: CardTable

beforeAll(async () => {
  table = await setCardTable()
})
afterAll(() => table?.close())

/** The same in a language that is written from the right: every word that is shown, and nothing that is said. */
const fromTheRight = (payload: object): object =>
  JSON.parse(
    JSON.stringify(payload, (key, value: unknown) =>
      typeof value === 'string' && SHOWN.has(key) ? `قهوة بجانب القناة ${value}` : value,
    ),
  ) as object
const SHOWN = new Set(['text', 'title', 'caption', 'key', 'value', 'name', 'additional', 'tag'])

const ours = Object.fromEntries(CARDS.map(({ id, payload }) => [id, payload]))

/** The newest card of the thread, to be looked at. */
async function askFor(window: MessengerWindow, name: string) {
  const before = await window.thread.locator('.has-card').count()
  await window.say(name)
  const card = window.thread.locator('.has-card').nth(before)
  await card.waitFor()
  return card
}

const LOOKS: readonly (readonly [string, Look])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { colorScheme: 'light', viewport: { width: 320, height: 640 } }],
  ['rtl', { colorScheme: 'light', dir: 'rtl' }],
  // 200 % zoom of a phone as wide as most: half the width, twice the pixels.
  [
    'zoomed',
    { colorScheme: 'dark', viewport: { width: 320, height: 400 }, deviceScaleFactor: 2, reducedMotion: 'reduce' },
  ],
]

describe.each(LOOKS)('cards, %s', (name, look) => {
  it('are drawn without a barrier that axe can find, and nothing is wider than the window', async () => {
    table.play(
      look.dir === 'rtl' ? Object.fromEntries(CARDS.map(({ id, payload }) => [id, fromTheRight(payload)])) : ours,
    )
    const window = await table.open(look)
    for (const { id } of CARDS) await window.say(id)
    const cards = window.thread.locator('.has-card')
    await waitUntil('all cards are there', async () => (await cards.count()) === CARDS.length, {
      ms: 20_000,
      progress: () => table.bot.events.length,
    })
    for (const [index, { id }] of CARDS.entries()) {
      await cards.nth(index).scrollIntoViewIfNeeded()
      await takeScreenshot(window.page, `cards-${name}-${id}`)
    }
    expect(await window.thread.evaluate(widerThanIt), 'wider than the thread').toEqual([])
    expect(await findBarriers(window.page)).toEqual([])

    for (const title of ['Choose a day', 'Choose the days', 'See the times']) {
      await window.page
        .getByRole('button', { name: new RegExp(`${title}$`) })
        .last()
        .click()
      const dialog = window.page.locator('dialog')
      await dialog.waitFor()
      await takeScreenshot(window.page, `cards-${name}-${title.replaceAll(' ', '-')}`)
      expect(await findBarriers(window.page, { fromShadowDom: ['baton-messenger', 'dialog'] })).toEqual([])
      await window.page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    await window.page.close()
  })
})

describe('a tap says what the card holds, and the bot gets its metadata', () => {
  const heard = async (words: string | RegExp) => {
    const event = await waitUntil(`the bot hears ${words}`, () =>
      table.bot.events.findLast(({ body }) => {
        const said = body.data.message ?? ''
        return typeof words === 'string' ? said === words : words.test(said)
      }),
    )
    return event.body.context.lpEvent.metadata ?? []
  }
  const ids = (...all: string[]) => all.map((id) => ({ type: 'ExternalId', id }))

  it('structured-content SC4.12, SC4.13: a checklist, which goes when it was sent', async () => {
    table.play(ours)
    const window = await table.open()
    const card = await askFor(window, 'checklist')
    const submit = card.getByRole('button', { name: 'Add these' })
    expect(await submit.isDisabled()).toBe(true)
    await card.getByRole('checkbox', { name: 'Cinnamon' }).check()
    await card.getByRole('checkbox', { name: 'Oat milk' }).check()
    await submit.click()
    expect(await heard('Oat milk, Cinnamon')).toEqual(ids('extras', 'oat', 'cinnamon'))
    await card.getByRole('checkbox').first().waitFor({ state: 'detached' })
    expect(await card.textContent()).toContain('What may we put in?')
    await window.page.reload()
    await window.sees('What may we put in?')
    expect(await window.page.getByRole('checkbox').count()).toBe(0)
    await window.page.close()
  })

  it('structured-content SC4.8, SC4.9: a selection and an accordion, whose cards bring their metadata', async () => {
    table.play(ours)
    const window = await table.open()
    const card = await askFor(window, 'selection')
    const take = card.getByRole('button', { name: 'Take these' })
    expect(await take.isDisabled()).toBe(true)
    await card.getByRole('checkbox', { name: 'Heron' }).check()
    await card.getByRole('img', { name: 'Kestrel' }).click() // the whole card is the target
    await takeScreenshot(window.page, 'cards-chosen')
    await take.click()
    expect(await heard('I take these')).toEqual(ids('kestrel', 'heron'))

    const accordion = await askFor(window, 'accordion')
    await accordion.getByRole('button', { name: /Filter at home/ }).click()
    await accordion.getByText('Grind, water, time.').waitFor()
    expect(await accordion.getByRole('checkbox', { name: 'Filter at home' }).isChecked()).toBe(false)
    await accordion.getByRole('checkbox', { name: 'Filter at home' }).check()
    await takeScreenshot(window.page, 'cards-accordion-open')
    await accordion.getByRole('button', { name: 'Put my name down' }).click()
    expect(await heard('Please put my name down')).toEqual(ids('filter'))
    await window.page.close()
  })

  it('structured-content SC5.10: a day by keyboard, a range by mouse, an appointment', async () => {
    table.play(ours)
    const window = await table.open()
    const { page } = window
    await (await askFor(window, 'day')).getByRole('button', { name: 'Choose a day' }).press('Enter')
    const calendar = page.getByRole('dialog', { name: 'When do you come?' })
    await calendar.getByRole('button', { name: /11 January 2027/ }).focus()
    for (const key of ['ArrowDown', 'ArrowRight', 'PageDown', 'Home']) await page.keyboard.press(key)
    expect(await focusedName(page)).toMatch(/15 February 2027/)
    await page.keyboard.press('Enter')
    await takeScreenshot(page, 'cards-day-chosen')
    await calendar.getByRole('button', { name: 'Choose', exact: true }).click()
    expect(await heard('Feb 15, 2027')).toEqual(ids('table-day'))

    await (await askFor(window, 'range')).getByRole('button').click()
    const range = page.getByRole('dialog', { name: 'From when to when?' })
    await range.getByRole('button', { name: /20 January 2027/ }).click()
    await range.getByRole('button', { name: /14 January 2027/ }).click() // the other way round is no mistake
    await takeScreenshot(page, 'cards-range-chosen')
    await range.getByRole('button', { name: 'Choose', exact: true }).click()
    await heard('14-01-2027 - 20-01-2027')

    await (await askFor(window, 'slots')).getByRole('button').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /At the roaster/ })
      .click()
    expect(await heard(/^At the roaster, Tuesday,? 12 January 2027 at /)).toEqual(ids('tasting', 'tue-9'))
    await page.close()
  })

  it.each([
    ['a day outside', 'day', '/structured/elements/1', { kind: 'days', days: ['2020-01-01'], language: 'en' }],
    ['nothing of a calendar', 'day', '/structured/elements/1', undefined],
    ['another slot', 'slots', '/structured/elements/1', { kind: 'slot', id: 'x', language: 'en', timeZone: 'UTC' }],
    [
      'a box that is not there',
      'checklist',
      '/structured/elements/2/elements/0',
      { kind: 'elements', elements: ['/x'] },
    ],
  ] as const)(
    'structured-content SC13.2: %s is refused, for the card does not hold it',
    async (_what, name, at, chosen) => {
      table.play(ours)
      const consumer = connectConsumer(table.shop)
      consumer.client.send(name)
      const shown = await waitUntil('the card is there', () =>
        messagesOf(consumer.view()).find(({ event }) => event.who.kind === 'bot'),
      )
      consumer.client.click(shown.seq, at, 'What I never chose', chosen)
      const { outbox } = await consumer.sees('the click is refused', (state) =>
        state.outbox.some(({ state: of }) => of === 'failed'),
      )
      expect(outbox).toMatchObject([{ reason: 'unknown-element' }])
      expect(consumer.said()).not.toContain('What I never chose')
      consumer.client.stop()
    },
  )

  it('the tabs by keyboard, the row of cards by arrow, button and dot', async () => {
    table.play(ours)
    const window = await table.open()
    const tabs = await askFor(window, 'tabs')
    await tabs.getByRole('tab', { name: 'Bar' }).focus()
    await window.page.keyboard.press('End')
    await tabs.getByText('Orders before noon').waitFor()
    await window.page.keyboard.press('ArrowRight')
    await tabs.getByText('On holidays from 9.').waitFor()

    const row = (await askFor(window, 'carousel')).getByRole('list', { name: 'Cards' })
    const isAt = (index: number) =>
      waitUntil(`card ${index} is at its place`, async () => (await placeIn(row)) === index)
    await row.focus()
    await window.page.keyboard.press('ArrowRight')
    await isAt(1)
    await window.page.getByRole('button', { name: 'Next card' }).last().click()
    await isAt(2)
    await window.page.keyboard.press('Home')
    await isAt(0)
    await window.page.close()
  })
})

describe('structured-content SC14: what may be used', () => {
  const go = (more: object = {}) => ({
    type: 'button',
    title: 'Go on',
    click: { actions: [{ type: 'publishText', text: 'on' }] },
    ...more,
  })

  it('an older card that says so is shown and cannot be used; others can', async () => {
    table.play({
      blocked: {
        type: 'vertical',
        blockSCWhenNotLastMsg: true,
        elements: [go(), go({ title: 'Still', blockSCWhenNotLastMsg: false })],
      },
    })
    const window = await table.open()
    const card = await askFor(window, 'blocked')
    expect(await card.getByRole('button', { name: 'Go on' }).isEnabled()).toBe(true)
    await window.say('something else')
    await window.sees('Heard.')
    expect(await card.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true)
    expect(await card.getByRole('button', { name: 'Still' }).isEnabled()).toBe(true)
    await window.page.close()
  })

  it('the field waits while the newest card alone is to be answered, and comes back', async () => {
    table.play({ closed: go({ customSettings: { blockTextInput: true } }) })
    const window = await table.open()
    const card = await askFor(window, 'closed')
    await waitUntil('the field waits', () => window.field.isDisabled())
    await takeScreenshot(window.page, 'cards-field-waits')
    await card.getByRole('button').click()
    await window.sees('Heard.')
    expect(await window.field.isEnabled()).toBe(true)
    await window.page.close()
  })
})

describe('the account’s rules for cards hold for what is shown already', () => {
  const allow = (change: object) => table.shop.admin.change(`/accounts/${table.shop.account}`, change)

  it('structured-content SC12.6: a picture whose host was taken off the list becomes its words', async () => {
    table.play(ours)
    const window = await table.open()
    const card = await askFor(window, 'card')
    const picture = card.locator('img')
    await picture.waitFor()
    const words = (await picture.getAttribute('alt')) ?? ''
    await allow({ imageHosts: ['images.example'] })
    try {
      await picture.waitFor({ state: 'detached' })
      await card.getByText(words).waitFor()
      await takeScreenshot(window.page, 'cards-picture-not-allowed')
      expect(await findBarriers(window.page)).toEqual([])
    } finally {
      await allow({ imageHosts: PICTURE_HOSTS })
    }
    await picture.waitFor()
    await window.page.close()
  })

  it('structured-content 14: both defaults are the account’s, and a card may say otherwise', async () => {
    const button = (more: object = {}) => ({
      type: 'button',
      title: 'Go on',
      click: { actions: [{ type: 'publishText', text: 'on' }] },
      ...more,
    })
    table.play({ plain: button(), free: button({ blockTextInput: false, blockSCWhenNotLastMsg: false }) })
    await allow({ blockOlderCards: true, cardsBlockText: true })
    try {
      const window = await table.open()
      const free = await askFor(window, 'free')
      expect(await window.field.isEnabled()).toBe(true)
      const plain = await askFor(window, 'plain')
      await waitUntil('the field waits', () => window.field.isDisabled())
      await plain.getByRole('button').click()
      await window.sees('Heard.')
      await waitUntil('the field is back', () => window.field.isEnabled())
      expect(await plain.getByRole('button').isDisabled()).toBe(true)
      expect(await free.getByRole('button').isEnabled()).toBe(true)
      await window.page.close()
    } finally {
      await allow({ blockOlderCards: false, cardsBlockText: false })
    }
  })

  it('structured-content SC5.5: a link that slides out opens beside the conversation, with a way to a tab of its own', async () => {
    const link = { type: 'link', uri: 'https://table.shop.example/bikes', name: 'All bikes', target: 'slideout' }
    table.play({ bikes: { type: 'button', title: 'See the bikes', click: { actions: [link] } } })
    const window = await table.open()
    const { page } = window
    await page.route('https://table.shop.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Bikes</h1>' }),
    )
    const card = await askFor(window, 'bikes')
    await card.getByRole('link', { name: 'See the bikes' }).click()
    const panel = page.getByRole('dialog', { name: 'All bikes' })
    await panel.waitFor()
    await panel.frameLocator('iframe').getByRole('heading', { name: 'Bikes' }).waitFor()
    expect(await panel.locator('iframe').getAttribute('sandbox')).not.toContain('allow-top-navigation')
    expect(await panel.getByRole('link', { name: /shop\.example/ }).getAttribute('target')).toBe('_blank')
    await takeScreenshot(page, 'cards-slide-out')
    expect(page.context().pages()).toHaveLength(1)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(await focusedName(page)).toContain('See the bikes')
    await page.close()
  })
})

/** Runs in the page. @returns what in the thread does not fit into its width, and how much wider the thread is for it */
function widerThanIt(log: Element): string[] {
  if (log.scrollWidth <= log.clientWidth) return []
  const edge = log.getBoundingClientRect()
  const isOutside = ({ left, right }: DOMRect) => left < edge.left - 1 || right > edge.right + 1
  const wide = [...log.querySelectorAll('*')].filter((element) => isOutside(element.getBoundingClientRect()))
  return [`${log.scrollWidth - log.clientWidth} px`, ...wide.map(({ className }) => String(className))]
}

const placeIn = (row: { evaluate<T>(read: (list: Element) => T): Promise<T> }) =>
  row.evaluate((list) => {
    const [first, second] = list.children as unknown as HTMLElement[]
    return Math.round(list.scrollLeft / ((second?.offsetLeft ?? 0) - (first?.offsetLeft ?? 0)))
  })

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
    return focused?.getAttribute('aria-label') ?? focused?.textContent?.trim() ?? ''
  })
}
