import { problem } from '@baton/base'
import type { Checked } from './checked.ts'
import { fits } from './codePoints.ts'
import { MAX_TEXT } from './limits.ts'

/** Words of a message: something visible, at most 5,000 characters. The text is kept as it is, blanks included. */
export function checkText(value: unknown, path = '/text'): Checked<'text', string> {
  const refuse = (rule: string, message: string) => ({ ok: false, problems: [problem(path, rule, message)] }) as const
  if (typeof value !== 'string') return refuse('not-text', 'Must be a text.')
  if (isBlank(value)) return refuse('blank-text', 'Must not be blank.')
  if (!fits(value, MAX_TEXT)) return refuse('text-too-long', `Has more than ${MAX_TEXT} characters.`)
  return { ok: true, text: value, problems: [] }
}

export function isBlank(text: string): boolean {
  return text.trim() === ''
}
