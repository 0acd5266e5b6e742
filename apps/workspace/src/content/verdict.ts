import type { Problem } from '@baton/base'
import {
  type Channel,
  checkPayload,
  checkQuickReplies,
  checkStructuredContent,
  type Element,
  type PayloadKind,
  type Profile,
  type QuickReplies,
} from '@baton/content'

/** What is wanted of a text. */
export interface Question {
  readonly kind: PayloadKind
  readonly channel: Channel
  readonly profile: Profile
  /** Absent: pictures may come from anywhere. */
  readonly imageHosts?: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
}

export type Drawing =
  | { readonly kind: 'body'; readonly element: Element }
  | { readonly kind: 'quickReply'; readonly quickReplies: QuickReplies }
  | { readonly kind: 'metadata'; readonly count: number }

/** What may be said of a text, at every key. */
export interface Judgement {
  /** Absent: the text is no JSON; `syntax` says where. */
  readonly valid?: boolean
  readonly problems: readonly Problem[]
  /** Place of the mistake in the text, in characters. */
  readonly syntax?: { readonly at: number; readonly message: string }
  /** Absent when it is not right, or empty. */
  readonly drawing?: Drawing
  /** As JSON, for whoever keeps it. */
  readonly value?: unknown
}

export function judge(text: string, { kind, ...rules }: Question): Judgement {
  if (text.trim() === '') return { problems: [] }
  const parsed = parse(text)
  if ('syntax' in parsed) return { problems: [], syntax: parsed.syntax }
  const { value } = parsed
  const { valid, problems } = checkPayload(value, kind, rules)
  const drawing = valid ? drawingOf(value, kind, rules) : undefined
  return { valid, problems, value, ...(drawing && { drawing }) }
}

interface Words {
  sayProblem(problem: Problem): string
  saySyntax(message: string): string
}

/** The same in the reader's language, for the list and for the marks in the text alike. */
export function inWords(judgement: Judgement, { sayProblem, saySyntax }: Words): Judgement {
  const { problems, syntax, ...rest } = judgement
  return {
    ...rest,
    problems: problems.map((problem) => ({ ...problem, message: sayProblem(problem) })),
    ...(syntax && { syntax: { ...syntax, message: saySyntax(syntax.message) } }),
  }
}

function drawingOf(value: unknown, kind: PayloadKind, rules: Omit<Question, 'kind'>): Drawing | undefined {
  if (kind === 'metadata') return { kind, count: Array.isArray(value) ? value.length : 1 }
  if (kind === 'quickReply') {
    const checked = checkQuickReplies(value, '', rules)
    return checked.ok ? { kind, quickReplies: checked.quickReplies } : undefined
  }
  const checked = checkStructuredContent(value, rules)
  return checked.ok ? { kind, element: checked.content } : undefined
}

function parse(text: string): { value: unknown } | { syntax: { at: number; message: string } } {
  try {
    return { value: JSON.parse(text) }
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : ''
    return { syntax: { at: placeOf(message, text), message } }
  }
}

/** Browsers tell the place in words, each in its own. */
function placeOf(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Math.min(Number(position), text.length)
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  if (line === undefined) return text.length
  const before = text.split('\n').slice(0, Number(line) - 1)
  return Math.min(before.reduce((sum, one) => sum + one.length + 1, 0) + Number(column) - 1, text.length)
}
