import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Part = string | { readonly fromShadowDom: readonly string[] }

interface Axe {
  run(
    within: Part,
    options: { resultTypes: 'violations'[] },
  ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>
}

/**
 * What would keep somebody out of this screen. Through the debugger, because the page's own policy lets no foreign script in.
 * @param within all of the page, unless a part is named by its selector: a dialog before a page that was asked about already
 */
export async function findBarriers(page: Page, within: Part = 'html'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  // All rules are asked; only what breaks one is written down with all its elements.
  const { violations } = await page.evaluate(
    (part) => (globalThis as unknown as { axe: Axe }).axe.run(part, { resultTypes: ['violations'] }),
    within,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary}`),
  )
}
