import { isJsonObject, type Problem, pointer, problem, warning } from '@baton/base'
import {
  type Audience,
  type Content,
  checkMetadata,
  checkQuickReplies,
  checkStructuredContent,
  checkText,
  jsonGate,
  type Metadata,
} from '@baton/content'
import { checkEncodedMetadata } from './encodedMetadata.ts'
import type { DelayItem, ReplyItem, SayItem } from './reply.ts'
import type { UntrustedItem } from './untrustedReply.ts'

export interface ItemRules {
  /** The account's hosts that images may come from. */
  readonly imageHosts: readonly string[]
  /** Whether links, too, may lead to those hosts only (connector R4.41). */
  readonly checkLinkHosts?: boolean
  /** Whether the account takes opaque metadata at all (connector R4.34). */
  readonly encodedMetadata: boolean
}

/** `unreadable` rejects the whole reply, `dropped` is left out with an error, `skipped` without one. */
export type ItemRead =
  | { readonly result: 'read'; readonly item: ReplyItem; readonly problems: readonly Problem[] }
  | { readonly result: 'unreadable' | 'dropped' | 'skipped'; readonly problems: readonly Problem[] }

type Of<Kind extends UntrustedItem['kind']> = Extract<UntrustedItem, { kind: Kind }>

/** In seconds; a bot that wants to be quiet for longer has ended its turn (connector R4.12). */
const MAX_DELAY = 120

export function readItem(item: UntrustedItem, rules: ItemRules): ItemRead {
  switch (item.kind) {
    case 'text':
      return readText(item, rules)
    case 'structured':
      return readStructured(item, rules)
    case 'delay':
      return readDelay(item)
    default:
      return { result: 'unreadable', problems: [item.problem] }
  }
}

/** The pointer of one field, in the words of whoever wrote the reply. */
export function placeOf(item: { path: string; names?: Readonly<Record<string, string>> }, field: string): string {
  const name = item.names?.[field]
  return name === undefined ? pointer(item.path, field) : `${item.path}${name}`
}

function readText(item: Of<'text'>, rules: ItemRules): ItemRead {
  const shape = [...(typeof item.text === 'string' ? [] : [wrongType(item, 'text', 'a text')]), ...besideShape(item)]
  if (!isAudience(item.audience)) {
    shape.push(
      problem(placeOf(item, 'audience'), 'unknown-word', 'Must be ALL or AGENTS_AND_MANAGERS, in capital letters.'),
    )
  }
  if (shape.length > 0) return { result: 'unreadable', problems: shape }
  if (String(item.text).trim() === '') {
    return {
      result: 'skipped',
      problems: [warning(placeOf(item, 'text'), 'blank-text', 'Is blank, and was left out.')],
    }
  }
  const checked = checkText(item.text, placeOf(item, 'text'))
  const content: Content | undefined = checked.ok ? { kind: 'text', text: checked.text } : undefined
  return finish(item, content, checked.problems, rules, item.audience === 'AGENTS_AND_MANAGERS')
}

function readStructured(item: Of<'structured'>, rules: ItemRules): ItemRead {
  const { structured } = item
  const shape = besideShape(item)
  if (!isJsonObject(structured)) shape.unshift(wrongType(item, 'structured', 'an object'))
  if (shape.length > 0 || !isJsonObject(structured)) return { result: 'unreadable', problems: shape }
  const path = placeOf(item, 'structured')
  if (structured.type === undefined && structured.quickReplies !== undefined) {
    const { content, problems } = readQuickReplies(structured, path)
    return finish(item, content, problems, rules)
  }
  const checked = checkStructuredContent(structured, {
    imageHosts: rules.imageHosts,
    checkLinkHosts: rules.checkLinkHosts ?? false,
    path,
  })
  const content: Content | undefined = checked.ok ? { kind: 'structured', structured: checked.content } : undefined
  return finish(item, content, checked.problems, rules)
}

/** A message with suggested answers comes in the place of a card (connector R4.9); it is a text for everybody else. */
function readQuickReplies(
  structured: Readonly<Record<string, unknown>>,
  path: string,
): { content?: Content; problems: readonly Problem[] } {
  const gate = jsonGate(structured, path)
  if (gate) return { problems: [gate] }
  const text = checkText(structured.message, pointer(path, 'message'))
  const replies = checkQuickReplies(structured.quickReplies, pointer(path, 'quickReplies'))
  const problems = [...text.problems, ...replies.problems]
  if (!text.ok || !replies.ok) return { problems }
  return { content: { kind: 'text', text: text.text, quickReplies: replies.quickReplies }, problems }
}

/** Adds what stands beside the words. Anything wrong with it costs this message only. */
function finish(
  item: Of<'text'> | Of<'structured'>,
  content: Content | undefined,
  found: readonly Problem[],
  rules: ItemRules,
  isPrivate = false,
): ItemRead {
  const beside = readBeside(item, rules)
  const problems = [...found, ...beside.problems]
  if (content === undefined || beside.broken) return { result: 'dropped', problems }
  const audience: Audience = isPrivate ? 'AGENTS_AND_MANAGERS' : 'ALL'
  const own = item.kind === 'text' && item.of !== undefined ? { of: item.of } : {}
  const say: SayItem = { kind: 'say', content, audience, ...beside.fields, ...own }
  return { result: 'read', item: say, problems }
}

interface Beside {
  readonly fields: { readonly metadata?: Metadata; readonly encodedMetadata?: string }
  readonly broken: boolean
  readonly problems: readonly Problem[]
}
const NOTHING_BESIDE: Beside = { fields: {}, broken: false, problems: [] }

function readBeside(item: Of<'text'> | Of<'structured'>, rules: ItemRules): Beside {
  if (item.metadata === undefined && item.encodedMetadata === undefined) return NOTHING_BESIDE
  const checked = isAbsent(item.metadata) ? undefined : checkMetadata(item.metadata, placeOf(item, 'metadata'))
  const encoded =
    typeof item.encodedMetadata === 'string' && item.encodedMetadata !== '' ? item.encodedMetadata : undefined
  const encodedProblem =
    encoded === undefined
      ? undefined
      : checkEncodedMetadata(encoded, placeOf(item, 'encodedMetadata'), rules.encodedMetadata)
  const fields = {
    ...(checked?.ok && checked.metadata.length > 0 ? { metadata: checked.metadata } : {}),
    ...(encoded === undefined ? {} : { encodedMetadata: encoded }),
  }
  const problems = [...(checked?.problems ?? []), ...(encodedProblem ? [encodedProblem] : [])]
  const broken = checked?.ok === false || (encodedProblem !== undefined && encodedProblem.severity !== 'warning')
  return { fields, broken, problems }
}

/** Types only; what a field holds is looked at when the whole reply can be read. */
function besideShape(item: Of<'text'> | Of<'structured'>): Problem[] {
  const problems: Problem[] = []
  if (!isAbsent(item.metadata) && typeof item.metadata !== 'object') {
    problems.push(wrongType(item, 'metadata', 'a list of objects'))
  }
  if (!isAbsent(item.encodedMetadata) && typeof item.encodedMetadata !== 'string') {
    problems.push(wrongType(item, 'encodedMetadata', 'a text'))
  }
  return problems
}

function readDelay(item: Of<'delay'>): ItemRead {
  const { seconds, typing } = item
  const problems: Problem[] = []
  const isWhole = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1
  if (!isWhole) {
    problems.push(problem(placeOf(item, 'seconds'), 'delay-seconds', 'Must be a whole number of seconds, at least 1.'))
  }
  if (typing !== undefined && typeof typing !== 'boolean') problems.push(wrongType(item, 'typing', 'true or false'))
  if (!isWhole || problems.length > 0) return { result: 'unreadable', problems }
  const delay: DelayItem = { kind: 'delay', durationMs: Math.min(seconds, MAX_DELAY) * 1_000, typing: typing !== false }
  const shortened = warning(placeOf(item, 'seconds'), 'delay-shortened', `Was shortened to ${MAX_DELAY} seconds.`)
  return { result: 'read', item: delay, problems: seconds > MAX_DELAY ? [shortened] : [] }
}

function isAudience(value: unknown): boolean {
  return value === undefined || value === 'ALL' || value === 'AGENTS_AND_MANAGERS'
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null

function wrongType(item: UntrustedItem, field: string, wanted: string): Problem {
  return problem(placeOf(item, field), 'wrong-type', `Must be ${wanted}.`)
}
