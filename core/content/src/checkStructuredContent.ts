import type { Checked } from './checked.ts'
import { checkPayload, type PayloadRules } from './checkPayload.ts'
import { completeElements } from './completeElements.ts'
import type { StructuredContent } from './structured.ts'

/**
 * The one entry for a tree of card elements from outside; `checkPayload` says what is asked of it. Never throws, whatever it is given.
 * @returns the content as it was given, except that every element has its type (SC2.2) and every click its list of actions
 */
export function checkStructuredContent(
  value: unknown,
  rules: PayloadRules = {},
): Checked<'content', StructuredContent> {
  const { valid, problems } = checkPayload(value, 'body', rules)
  return valid ? { ok: true, content: completeElements(value) as StructuredContent, problems } : { ok: false, problems }
}
