import { isJsonObject, pointer } from '@baton/base'
import { checkClick } from './checkClick.ts'
import { completeClicks } from './completeClicks.ts'
import type { QuickReplies, QuickReply } from './content.ts'
import { FieldCheck, fits } from './fields.ts'
import { jsonGate } from './jsonGate.ts'
import { type Checked, Report } from './report.ts'

/** Suggested answers, with the web's limits (connector R4.10; structured content, section 10). */
export function checkQuickReplies(value: unknown, path = '/quickReplies'): Checked<'quickReplies', QuickReplies> {
  const gate = jsonGate(value, path)
  if (gate) return { ok: false, problems: [gate] }
  const report = new Report()
  if (!isJsonObject(value)) {
    report.error(path, 'not-an-object', 'Must be an object of the type "quickReplies".')
    return { ok: false, problems: report.problems }
  }
  const check = new FieldCheck(value, path, report)
  check.oneOf('type', ['quickReplies'], true)
  checkItemsPerRow(value.itemsPerRow, pointer(path, 'itemsPerRow'), report)
  const replies = check.list('replies', { min: 1, max: 24 }, true)
  for (const [index, reply] of replies.entries()) checkReply(reply, pointer(pointer(path, 'replies'), index), report)
  if (report.failed) return { ok: false, problems: report.problems }
  return { ok: true, quickReplies: completeReplies(value as unknown as QuickReplies), problems: report.problems }
}

function checkItemsPerRow(value: unknown, path: string, report: Report): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 8) {
    report.error(path, 'out-of-range', '"itemsPerRow" must be a whole number from 1 to 8.')
  }
}

function checkReply(reply: unknown, path: string, report: Report): void {
  if (!isJsonObject(reply)) {
    report.error(path, 'not-an-object', 'A quick reply must be an object of the type "button".')
    return
  }
  const check = new FieldCheck(reply, path, report)
  check.oneOf('type', ['button'], true)
  if (check.text('title', 128, true) && !fits(String(reply.title), 25)) {
    report.warn(pointer(path, 'title'), 'title-long', 'More than 25 characters; phones cut it.')
  }
  check.text('tooltip', 256)
  check.object('style')
  checkClick(reply.click, pointer(path, 'click'), report)
}

function completeReplies(value: QuickReplies): QuickReplies {
  const { replies } = completeClicks(value) as QuickReplies
  if (replies.every((reply) => reply.click !== undefined))
    return replies === value.replies ? value : { ...value, replies }
  const complete = (reply: QuickReply): QuickReply => ({ ...reply, click: reply.click ?? { actions: [] } })
  return { ...value, replies: replies.map(complete) }
}
