import { completeClicks } from './completeClicks.ts'
import { checkElement } from './elements.ts'
import { imageHostProblems } from './imageHosts.ts'
import { jsonGate } from './jsonGate.ts'
import { type Checked, Report } from './report.ts'
import type { StructuredContent } from './structured.ts'

export interface StructuredContentRules {
  /** Hosts that images may come from; absent: the hosts are not looked at. */
  readonly imageHosts?: readonly string[]
  /** Where the content stands in the author's document; problems are told below it. */
  readonly path?: string
}

/**
 * The one entry for a tree of card elements from outside: depth and size first, then the shape of every element, then where
 * its images come from. Tells everything that is wrong. Never throws, whatever it is given.
 * @returns the content as it was given, except that a click without actions has an empty list of them
 */
export function checkStructuredContent(
  value: unknown,
  { imageHosts, path = '' }: StructuredContentRules = {},
): Checked<'content', StructuredContent> {
  const gate = jsonGate(value, path)
  if (gate) return { ok: false, problems: [gate] }
  const report = new Report()
  checkElement(value, path, report, { elements: 0, metadata: 0 })
  if (report.failed) return { ok: false, problems: report.problems }
  const content = completeClicks(value) as StructuredContent
  if (imageHosts) report.addAll(imageHostProblems(content, imageHosts, path))
  if (report.failed) return { ok: false, problems: report.problems }
  return { ok: true, content, problems: report.problems }
}
