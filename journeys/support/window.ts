import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'

/** The messenger's window on a brand's page, as a person finds their way in it: by names and roles. */
export interface MessengerWindow {
  readonly page: Page
  readonly field: Locator
  readonly thread: Locator
  open(): Promise<void>
  /** Types the words and presses Enter. */
  say(words: string): Promise<void>
  /** Waits until these words stand in the thread. */
  sees(words: string | RegExp): Promise<Locator>
  /** Presses a button of a card or a suggestion. */
  press(name: string | RegExp): Promise<void>
  /** How often these words stand in the thread. */
  count(words: string | RegExp): Promise<number>
  /** All that stands in the thread. */
  text(): Promise<string>
}

export async function openPage(
  browser: Browser | BrowserContext,
  url: string,
  options: { readonly colorScheme?: 'light' | 'dark' } = {},
): Promise<MessengerWindow> {
  const page = 'newContext' in browser ? await browser.newPage(options) : await browser.newPage()
  await page.goto(url)
  return messengerOn(page)
}

export function messengerOn(page: Page): MessengerWindow {
  const thread = page.getByRole('log')
  const field = page.getByRole('textbox', { name: 'Message' })
  return {
    page,
    field,
    thread,
    async open() {
      const launcher = page.getByRole('button', { name: /^Open/ })
      await field.or(launcher).first().waitFor() // a reload leaves it as it was
      if (!(await field.isVisible())) await launcher.click()
      await field.waitFor()
    },
    async say(words) {
      await field.fill(words)
      await field.press('Enter')
    },
    async sees(words) {
      const found = thread.getByText(words).last()
      await found.waitFor()
      return found
    },
    async press(name) {
      await page.getByRole('button', { name }).last().click()
    },
    count: (words) => thread.getByText(words).count(),
    text: async () => (await thread.textContent()) ?? '',
  }
}
