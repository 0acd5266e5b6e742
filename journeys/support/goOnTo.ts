import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Goes to another address of the workspace in the page that is loaded already, as the browser's own buttons do it: loading costs
 * more than all that is asked of a screen. Fails where the screen before holds it back.
 * @param path from the root of the server: `/workspace/tags`
 */
export async function goOnTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  expect(new URL(page.url()).pathname).toBe(path)
}
