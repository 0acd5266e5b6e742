import { isJsonObject, type JsonObject, pointer, problem } from '@baton/base'
import { checkQuickReplies } from './checkQuickReplies.ts'
import { checkStructuredContent } from './checkStructuredContent.ts'
import { checkText } from './checkText.ts'
import type { Content, FileContent, QuickReplies } from './content.ts'
import { FieldCheck } from './fields.ts'
import { type Checked, Report } from './report.ts'

export interface ContentRules {
  /** Hosts that images may come from; absent: the hosts are not looked at. */
  readonly imageHosts?: readonly string[]
  /** Where the content stands in the sender's document; problems are told below it. */
  readonly path?: string
}

/**
 * Reads what a person or a program wants to say into our words. Members that are not known here are left out of the envelope;
 * inside structured content they are kept. Never throws, whatever it is given.
 */
export function checkContent(value: unknown, rules: ContentRules = {}): Checked<'content', Content> {
  const { path = '' } = rules
  if (!isJsonObject(value)) return { ok: false, problems: [problem(path, 'not-an-object', 'Must be an object.')] }
  const report = new Report()
  const content = readContent(value, rules, report)
  if (content === undefined || report.failed) return { ok: false, problems: report.problems }
  return { ok: true, content, problems: report.problems }
}

function readContent(value: JsonObject, rules: ContentRules, report: Report): Content | undefined {
  const { path = '' } = rules
  switch (value.kind) {
    case 'text': {
      const text = checkText(value.text, pointer(path, 'text'))
      report.addAll(text.problems)
      const replies = readQuickReplies(value.quickReplies, path, report)
      return text.ok ? { kind: 'text', text: text.text, ...replies } : undefined
    }
    case 'structured': {
      const checked = checkStructuredContent(value.structured, { ...rules, path: pointer(path, 'structured') })
      report.addAll(checked.problems)
      const replies = readQuickReplies(value.quickReplies, path, report)
      return checked.ok ? { kind: 'structured', structured: checked.content, ...replies } : undefined
    }
    case 'file':
      return readFileContent(value, path, report)
    default:
      report.error(pointer(path, 'kind'), 'unknown-kind', 'Must be "text", "structured" or "file".')
      return undefined
  }
}

function readQuickReplies(value: unknown, path: string, report: Report): { quickReplies?: QuickReplies } {
  if (value === undefined) return {}
  const checked = checkQuickReplies(value, pointer(path, 'quickReplies'))
  report.addAll(checked.problems)
  return checked.ok ? { quickReplies: checked.quickReplies } : {}
}

function readFileContent(value: JsonObject, path: string, report: Report): FileContent | undefined {
  const check = new FieldCheck(value, path, report)
  check.text('fileId', 200, true)
  check.text('name', 255, true)
  check.text('mediaType', 255, true)
  check.number('size', { min: 0, max: Number.MAX_SAFE_INTEGER }, true)
  check.text('caption', 5_000)
  const { fileId, name, mediaType, size, caption } = value
  if (typeof fileId !== 'string' || typeof name !== 'string' || typeof mediaType !== 'string') return undefined
  if (typeof size !== 'number') return undefined
  return { kind: 'file', fileId, name, mediaType, size, ...(typeof caption === 'string' ? { caption } : {}) }
}
