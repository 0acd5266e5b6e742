import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { openRelay, type Relay } from '../support/relay.ts'
import { type MessengerWindow, openPage } from '../support/window.ts'

const LONG_NOTE = `The parcel was never scanned after Leipzig. ${'Please look at both depots before you answer. '.repeat(6)}`

let relay: Relay
let browser: Browser
let consumer: MessengerWindow
let grace: Desk
let linus: Desk
let manager: Desk

beforeAll(async () => {
  relay = await openRelay()
  browser = await launchChromium()
  const sit = (nickname: string, role: 'agent' | 'manager', skills: readonly string[]) =>
    sitAtDesk(browser, relay, { nickname, role, skills })
  grace = await sit('Grace', 'agent', ['Parcel people'])
  linus = await sit('Linus', 'agent', ['Gift people'])
  manager = await sit('Mo', 'manager', [])
  for (const desk of [grace, linus]) await goOnline(desk)
  consumer = await openPage(browser, relay.pageUrl)
  await consumer.open()
})
afterAll(async () => {
  await browser?.close()
  await relay?.stop()
})

async function goOnline({ page }: Desk): Promise<void> {
  await page.getByRole('button', { name: /Your status/ }).click()
  await page.getByRole('menuitem', { name: /^Online/ }).click()
}

/** Takes what is offered, without a mouse. */
async function accept(desk: Desk): Promise<void> {
  await desk.page.getByRole('article', { name: /^Offer/ }).waitFor()
  await desk.press('a')
  await desk.reply.waitFor()
}

async function answer(desk: Desk, words: string): Promise<void> {
  await desk.press('e')
  await desk.page.keyboard.type(words)
  await desk.page.keyboard.press('Enter')
  await consumer.sees(words)
}

/** Counts the notes of the bell in this window from now on. */
async function listen({ page }: Desk): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const { start } = OscillatorNode.prototype
    Object.assign(globalThis, { notes: 0 })
    OscillatorNode.prototype.start = function (this: OscillatorNode, ...when) {
      ;(globalThis as unknown as { notes: number }).notes += 1
      start.apply(this, when)
    }
  })
  return () => page.evaluate(() => (globalThis as unknown as { notes: number }).notes)
}

interface Passing {
  /** As the list of skills says it. */
  readonly around: string
  readonly to?: string
  readonly note?: string
}

/** Chooses in the dialog that passes a conversation on, by keyboard alone. */
async function transferByKeyboard({ page, press }: Desk, skill: string, { around, to, note }: Passing): Promise<void> {
  await press('t')
  await page.getByRole('dialog').waitFor()
  await page.getByRole('combobox', { name: 'To the skill' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type(skill)
  await page.getByRole('option', { name: `${skill} ${around}` }).waitFor()
  await page.keyboard.press('ArrowDown')
  if (note !== undefined) expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'Whoever is free first' }).waitFor()
  if (to !== undefined) {
    await page.getByRole('radio', { name: to }).waitFor()
    await page.keyboard.press('Tab') // whoever is free first
    await page.keyboard.press('ArrowDown')
    await page.getByRole('radio', { name: to, checked: true }).and(page.locator(':focus')).waitFor()
  }
  if (note !== undefined) {
    if (to === undefined) await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.getByRole('textbox', { name: 'A word to whoever takes it' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type(note)
  }
  await page.getByRole('button', { name: 'Transfer', exact: true }).last().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe('a conversation that changes hands', () => {
  it('dialogs R7.14, messaging R5.8: nobody is online, and the bot says so politely and goes on', async () => {
    await consumer.say('where is my parcel?')
    await consumer.sees('What is its number?')
    await consumer.say('4711')
    await consumer.sees('Parcel 4711 is on its way.')
    await consumer.say('call the night desk')
    await consumer.sees('The night desk is empty. I am still here for you.')
    expect(await consumer.text()).not.toContain('You should never read this.')
  })

  it('dialogs R7.2, messaging TRF-01: the bot hands over to a person, and its message is its last', async () => {
    const notes = await listen(grace)
    await consumer.say('I want a person')
    await consumer.sees('They know about parcel 4711.')
    await grace.page.getByRole('article', { name: /^Offer/ }).waitFor()
    expect(await grace.page.title()).toMatch(/^\(1\) /)
    await expect.poll(notes).toBe(2) // messaging R8.3: one chime, of two notes
    expect(await findBarriers(grace.page)).toEqual([])
    await accept(grace)
    await grace.sees('They know about parcel 4711.')
  })

  it('dialogs R7.42: shows the person what the bot knew', async () => {
    const details = grace.page.getByRole('complementary', { name: 'Details' })
    if (!(await details.isVisible())) await grace.press('d')
    await details.getByRole('heading', { name: 'What the bot knew' }).waitFor()
    await details.getByText('4711', { exact: true }).waitFor()
    await details.getByText('To our people').waitFor()
    const intents = details.getByRole('list', { name: 'What the bot understood' }).last()
    expect(await intents.getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/Wants a person\s+100/)])
    expect(await findBarriers(grace.page)).toEqual([])
    await takeScreenshot(grace.page, 'transfers-what-the-bot-knew')
  })

  it('messaging WSP-04: passes on to another skill by keyboard, with a word that only colleagues read', async () => {
    await answer(grace, 'Grace here, one moment.')
    await transferByKeyboard(grace, 'Gift people', { around: '1 online · 0 waiting', to: 'Linus', note: LONG_NOTE })
    await accept(linus)
    await linus.sees('The parcel was never scanned after Leipzig.')
    await answer(linus, 'Linus here, I read it all.')
    expect(await consumer.text()).not.toContain('scanned')
  })

  it('dialogs R7.34: a person gives it back to the bot, which greets and goes on', async () => {
    await transferByKeyboard(linus, 'Counter', { around: 'a bot answers' })
    await consumer.sees('Robin here, at your service.')
  })

  it('dialogs R7.36, R7.37, messaging R5.14: the bot hands over to a bot behind HTTP, which knows what was said', async () => {
    await consumer.say('I want a gift for my aunt')
    await consumer.sees('My colleague knows all about gifts.')
    await consumer.sees('A gift it is: you said “I want a gift for my aunt”.')
  })

  it('dialogs R7.38, connector F01: that bot hands back to the written one, which knows what was said, and then to people', async () => {
    await consumer.say('no, my parcel')
    await consumer.sees('Robin knows about parcels.')
    await expect.poll(() => consumer.count('What is its number?'), { timeout: 15_000 }).toBe(2)
    await consumer.say('a gift')
    await consumer.sees('A gift it is: you said “a gift”.')
    await consumer.say('somebody real')
    await consumer.sees('Our gift people take over.')
    await accept(linus)
    await answer(linus, 'Linus again.')
  })

  it('messaging LIF-18, dialogs R2.29: the person closes, and the consumer is asked in the same thread', async () => {
    await linus.press('c')
    await linus.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
    await consumer.sees('Is it solved?')
    await consumer.press('Yes')
    await consumer.sees('How did we do?')
    await consumer.press('Rather not say')
    await consumer.sees('Would you tell a friend?')
    await consumer.say('9')
    await consumer.sees('Thank you, that was all.')
    await consumer.sees('The conversation has ended')
    expect(await consumer.text()).toContain('Robin here, at your service.')
  })

  it('keeps what was answered, and what became of every transfer', async () => {
    const [{ conversationId } = { conversationId: '' }] = await relay.admin.list<{ conversationId: string }>(
      `${relay.home}/conversations`,
    )
    const path = `/conversations/${encodeURIComponent(conversationId)}`
    const answers = await relay.read<{ measures: string; number?: number; skipped?: true }[]>(`${path}/survey`)
    expect(answers.map(({ measures, number, skipped }) => [measures, number ?? skipped])).toEqual([
      ['fcr', 1],
      ['csat', true],
      ['nps', 9],
    ])
    const tried = await relay.read<{ skillName?: string; outcome: string; suggestedAgentId?: number }[]>(
      `${path}/transfers`,
    )
    expect(tried.map(({ suggestedAgentId }) => suggestedAgentId !== undefined).indexOf(true)).toBe(2)
    expect(tried.map(({ skillName, outcome }) => `${skillName}: ${outcome}`)).toEqual([
      'Night desk: nobodyOnline',
      'Parcel people: accepted',
      'Gift people: accepted',
      'Counter: accepted',
      'Gifts: accepted',
      'Counter: accepted',
      'Gifts: accepted',
      'Gift people: accepted',
    ])
  })
})

describe('a manager who takes over', () => {
  it('design §3: the bot is in the middle of a delay, and is silent at once and for good', async () => {
    const other = await openPage(browser, relay.pageUrl)
    await other.open()
    await other.say('please think')
    await other.sees('Let me think.')
    await manager.page.getByRole('link', { name: /^All/ }).click()
    await manager.list.getByRole('link').first().click()
    await manager.sees('Let me think.')
    await manager.press('o')
    await manager.sees('You took over')
    await manager.press('e')
    await manager.page.keyboard.type('Mo here.')
    await manager.page.keyboard.press('Enter')
    await other.sees('Mo here.')
    await other.page.waitForTimeout(6_500) // the bot’s delay would be over by now
    expect(await other.text()).not.toContain('Nobody may ever read this thought.')
    await other.page.close()
  })
})
