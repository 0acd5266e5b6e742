import { isJsonObject, type JsonObject, type Problem, pointer, problem } from '@baton/base'
import { type Checked, isError } from './checked.ts'
import type { PayloadRules } from './checkPayload.ts'
import { checkQuickReplies } from './checkQuickReplies.ts'
import { checkStructuredContent } from './checkStructuredContent.ts'
import { checkText } from './checkText.ts'
import { fits } from './codePoints.ts'
import type { Content, FileContent, QuickReplies } from './content.ts'
import { MAX_TEXT } from './limits.ts'

/**
 * Reads what a person or a program wants to say into our words. Members that are not known here are left out of the envelope.
 * Never throws, whatever it is given.
 */
export function checkContent(value: unknown, rules: PayloadRules = {}): Checked<'content', Content> {
  const { path = '' } = rules
  if (!isJsonObject(value)) return { ok: false, problems: [problem(path, 'not-an-object', 'Must be an object.')] }
  const problems: Problem[] = []
  const content = readContent(value, rules, problems)
  return content === undefined || problems.some(isError) ? { ok: false, problems } : { ok: true, content, problems }
}

function readContent(value: JsonObject, rules: PayloadRules, problems: Problem[]): Content | undefined {
  const { path = '' } = rules
  switch (value.kind) {
    case 'text': {
      const text = checkText(value.text, pointer(path, 'text'))
      problems.push(...text.problems)
      const replies = readQuickReplies(value.quickReplies, rules, problems)
      return text.ok ? { kind: 'text', text: text.text, ...replies } : undefined
    }
    case 'structured': {
      const checked = checkStructuredContent(value.structured, { ...rules, path: pointer(path, 'structured') })
      problems.push(...checked.problems)
      const replies = readQuickReplies(value.quickReplies, rules, problems)
      return checked.ok ? { kind: 'structured', structured: checked.content, ...replies } : undefined
    }
    case 'file':
      return readFileContent(value, path, problems)
    default:
      problems.push(problem(pointer(path, 'kind'), 'unknown-kind', 'Must be "text", "structured" or "file".'))
      return undefined
  }
}

function readQuickReplies(value: unknown, rules: PayloadRules, problems: Problem[]): { quickReplies?: QuickReplies } {
  if (value === undefined) return {}
  const checked = checkQuickReplies(value, pointer(rules.path ?? '', 'quickReplies'), rules)
  problems.push(...checked.problems)
  return checked.ok ? { quickReplies: checked.quickReplies } : {}
}

/** Longest text of each member of a reference to a file. */
const FILE_TEXTS = { fileId: 200, name: 255, mediaType: 255 } as const

function readFileContent(value: JsonObject, path: string, problems: Problem[]): FileContent | undefined {
  const tell = (name: string, message: string) => problems.push(problem(pointer(path, name), 'file-reference', message))
  for (const [name, limit] of Object.entries(FILE_TEXTS)) {
    const text = value[name]
    if (typeof text !== 'string' || !fits(text, limit)) tell(name, `Must be a text of at most ${limit} characters.`)
  }
  const { fileId, name, mediaType, size, caption, image } = value
  if (typeof size !== 'number' || size < 0) tell('size', 'Must be a number of bytes, 0 or more.')
  if (caption !== undefined && (typeof caption !== 'string' || !fits(caption, MAX_TEXT))) {
    tell('caption', `Must be a text of at most ${MAX_TEXT} characters.`)
  }
  const pixels = image === undefined ? {} : readPixels(image)
  if (pixels === undefined) tell('image', 'Must be a width and a height in pixels.')
  if (typeof fileId !== 'string' || typeof name !== 'string' || typeof mediaType !== 'string') return undefined
  if (typeof size !== 'number') return undefined
  return { kind: 'file', fileId, name, mediaType, size, ...(typeof caption === 'string' ? { caption } : {}), ...pixels }
}

function readPixels(image: unknown): Pick<FileContent, 'image'> | undefined {
  if (!isJsonObject(image)) return undefined
  const { width, height } = image
  const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0
  return isCount(width) && isCount(height) ? { image: { width, height } } : undefined
}
