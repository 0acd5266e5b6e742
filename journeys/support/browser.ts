import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../tools/chromium.mjs'

const SCREENSHOTS = resolve(import.meta.dirname, '../../.screenshots')

/** A real Chromium without a window. Root has no sandbox to give it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
}

/** Where BATON_SCREENSHOTS says so, kept beside the repository for whoever wants to see what the tests saw. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  if (!process.env.BATON_SCREENSHOTS) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
}
