import type { Checked } from './checked.ts'
import { checkPayload, type PayloadRules } from './checkPayload.ts'
import { completeElements } from './completeElements.ts'
import type { QuickReplies } from './content.ts'

/** Suggested answers (connector R4.10; structured content, section 10). */
export function checkQuickReplies(
  value: unknown,
  path = '/quickReplies',
  rules: PayloadRules = {},
): Checked<'quickReplies', QuickReplies> {
  const { valid, problems } = checkPayload(value, 'quickReply', { ...rules, path })
  if (!valid) return { ok: false, problems }
  const { replies, ...rest } = completeElements(value) as QuickReplies
  const clickable = replies.map((reply) => (reply.click === undefined ? { ...reply, click: { actions: [] } } : reply))
  return { ok: true, quickReplies: { ...rest, replies: clickable }, problems }
}
