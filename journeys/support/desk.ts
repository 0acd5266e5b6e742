import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { Shop } from './shop.ts'

export const PASSWORD = 'seven cups of filter coffee'

/** Long enough for a busy machine, in milliseconds; a page whose server went away comes back within 30 s, at random. */
const PATIENCE_MS = 40_000

/** The workspace in a browser, as a person finds their way in it: by names, roles and keys. */
export interface Desk {
  readonly page: Page
  readonly context: BrowserContext
  readonly list: Locator
  readonly thread: Locator
  readonly reply: Locator
  readonly note: Locator
  /** Waits until these words stand in the thread. */
  sees(words: string | RegExp): Promise<void>
  /** Presses keys where nobody is writing. */
  press(key: string): Promise<void>
  close(): Promise<void>
}

interface Person {
  readonly nickname: string
  readonly role: 'agent' | 'manager' | 'admin'
  readonly skills: readonly string[]
}

/** Invites somebody, follows the link in the invitation in a browser of their own, and is in. */
export async function sitAtDesk(
  browser: Browser,
  shop: Pick<Shop, 'admin' | 'account'>,
  person: Person,
): Promise<Desk> {
  const skills = await shop.admin.list<{ id: number; name: string }>(`/accounts/${shop.account}/skills`)
  const { invitation } = await shop.admin.create<{ invitation: { url: string } }>(`/accounts/${shop.account}/people`, {
    fullName: `${person.nickname} Example`,
    nickname: person.nickname,
    email: `${person.nickname.toLowerCase()}@example.com`,
    role: person.role,
    skillIds: skills.filter(({ name }) => person.skills.includes(name)).map(({ id }) => id),
  })
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(invitation.url)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Join' }).click()
  const desk = deskOn(page, context)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  return desk
}

export function deskOn(page: Page, context: BrowserContext): Desk {
  const thread = page.getByRole('log')
  return {
    page,
    context,
    thread,
    list: page.getByRole('list', { name: /conversations/ }),
    reply: page.getByRole('textbox', { name: 'Reply' }),
    note: page.getByRole('textbox', { name: 'Private note' }),
    async sees(words) {
      await thread.getByText(words).last().waitFor()
    },
    async press(key) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press(key)
    },
    close: () => context.close(),
  }
}
