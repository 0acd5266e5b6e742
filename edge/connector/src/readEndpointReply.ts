import { isUtf8 } from 'node:buffer'
import { isJsonObject, type JsonObject, type Problem, pointer, problem, warning } from '@baton/base'
import {
  type AuthorsNames,
  MAX_REPLY_ITEMS,
  type UntrustedAction,
  type UntrustedItem,
  type UntrustedReply,
} from '@baton/bot'

export type EndpointReply =
  | { readonly ok: true; readonly reply: UntrustedReply }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Levels of JSON. Far below where a parser could overflow, far above any card. */
const MAX_DEPTH = 200
const UTF8 = new TextDecoder()
const RESPONSE = '/response'
const INTENTS = '/analytics/intents'
const ANSWERS = '/analytics/surveyAnswers'

/**
 * Reads a service's answer into our words (connector R4.1, stage V1), keeping the service's own pointers. Believes nothing: what
 * cannot be translated becomes an item that `validateReply` reports with all the rest. An empty body is an answer without items.
 */
export function readEndpointReply(body: Uint8Array): EndpointReply {
  const parsed = parse(body)
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] }
  const { value } = parsed
  if (value === undefined) return { ok: true, reply: { items: [], actions: [], intents: [], path: RESPONSE } }
  if (!isJsonObject(value)) return refuse('', 'not-an-object', 'The body must be an object with "response".')
  if (!Array.isArray(value.response)) return refuse(RESPONSE, 'not-a-list', '"response" must be a list.')
  const { intents, warnings } = readIntents(value.analytics)
  const surveyAnswers = readSurveyAnswers(value.analytics)
  const { items, actions, problems } = readItems(value.response)
  const read = { items, actions, intents, ...surveyAnswers, path: RESPONSE, problems: [...problems, ...warnings] }
  return { ok: true, reply: read }
}

/** Our own addition to the contract: how a service that asks afterwards says what was answered, so that it can be counted. */
function readSurveyAnswers(analytics: unknown): Pick<UntrustedReply, 'surveyAnswers'> {
  if (!isJsonObject(analytics) || !Array.isArray(analytics.surveyAnswers)) return {}
  const given = analytics.surveyAnswers.slice(0, MAX_REPLY_ITEMS)
  return { surveyAnswers: given.map((value: unknown, index) => ({ path: pointer(ANSWERS, index), value })) }
}

type Parsed = { ok: true; value: unknown } | { ok: false; problem: Problem }

function parse(body: Uint8Array): Parsed {
  const broken = (rule: string, message: string): Parsed => ({ ok: false, problem: problem('', rule, message) })
  if (!isUtf8(body)) return broken('not-utf8', 'The body is not valid UTF-8.')
  const text = UTF8.decode(body)
  if (text.trim() === '') return { ok: true, value: undefined }
  if (isNestedDeeper(text, MAX_DEPTH)) return broken('too-deep', `The body is nested deeper than ${MAX_DEPTH} levels.`)
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return broken('not-json', 'The body is not JSON.')
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

/** Looks at the text, since a parser that recurses would fail before anyone could count. */
function isNestedDeeper(text: string, limit: number): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (inText) {
      if (character === BACKSLASH) at += 1
      else if (character === QUOTE) inText = false
    } else if (character === QUOTE) inText = true
    else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1
      if (depth > limit) return true
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth -= 1
  }
  return false
}

function refuse(path: string, rule: string, message: string): EndpointReply {
  return { ok: false, problems: [problem(path, rule, message)] }
}

function readItems(response: readonly unknown[]): {
  items: UntrustedItem[]
  actions: UntrustedAction[]
  problems: Problem[]
} {
  const items: UntrustedItem[] = []
  const actions: UntrustedAction[] = []
  for (const [index, part] of response.slice(0, MAX_REPLY_ITEMS).entries()) {
    const read = readItem(part, pointer(RESPONSE, index))
    if (isAction(read)) actions.push({ ...read, itemsBefore: items.length })
    else items.push(read)
  }
  const tooMany = `Holds ${response.length} items; at most ${MAX_REPLY_ITEMS} are allowed.`
  const problems = response.length > MAX_REPLY_ITEMS ? [problem(RESPONSE, 'too-many-items', tooMany)] : []
  return { items, actions, problems }
}

function isAction(read: UntrustedItem | UntrustedAction): read is UntrustedAction {
  return ACTION_KINDS.has(read.kind)
}
const ACTION_KINDS: ReadonlySet<string> = new Set(['transfer', 'close', 'changePriority', 'invokeFunction', 'unknown'])

const TEXT_NAMES: AuthorsNames = {
  text: '/data/message',
  audience: '/data/messageAudience',
  metadata: '/data/metadata',
  encodedMetadata: '/data/encodedMetadata',
}
const STRUCTURED_NAMES: AuthorsNames = { ...TEXT_NAMES, structured: '/data/structuredContent' }
const DELAY_NAMES: AuthorsNames = { seconds: '/data/seconds', typing: '/data/typing' }
const ACTION_NAMES: AuthorsNames = {
  name: '/data/name',
  skillName: '/data/parameters/skillName',
  agentId: '/data/parameters/agentId',
  context: '/data/parameters/transferBotContext',
  withoutSurvey: '/data/parameters/withoutPcs',
  priority: '/data/parameters/ttrType',
  seconds: '/data/parameters/value',
  functionId: '/data/parameters/lambdaUuid',
  payload: '/data/parameters/payload',
  failOnError: '/data/parameters/failOnError',
}

function readItem(item: unknown, path: string): UntrustedItem | UntrustedAction {
  if (!isJsonObject(item)) return invalid(path, path, 'not-an-object', 'An item must be an object.')
  const { type, data } = item
  if (!ITEM_TYPES.has(type))
    return invalid(path, `${path}/type`, 'unknown-item-type', `Must be one of ${[...ITEM_TYPES].join(', ')}.`)
  if (!isJsonObject(data)) return invalid(path, `${path}/data`, 'not-an-object', '"data" must be an object.')
  const { metadata, encodedMetadata } = data
  switch (type) {
    case 'TEXT': {
      const { message: text, messageAudience: audience } = data
      return { kind: 'text', path, names: TEXT_NAMES, text, audience, metadata, encodedMetadata }
    }
    case 'STRUCTURED_CONTENT': {
      const { structuredContent: structured } = data
      return { kind: 'structured', path, names: STRUCTURED_NAMES, structured, metadata, encodedMetadata }
    }
    case 'DELAY':
      return { kind: 'delay', path, names: DELAY_NAMES, seconds: data.seconds, typing: data.typing }
    default:
      return readAction(data, path)
  }
}
const ITEM_TYPES: ReadonlySet<unknown> = new Set(['TEXT', 'STRUCTURED_CONTENT', 'DELAY', 'ACTION'])

function readAction({ name, parameters = {} }: JsonObject, path: string): UntrustedItem | UntrustedAction {
  if (typeof name !== 'string') return invalid(path, `${path}/data/name`, 'wrong-type', '"name" must be a text.')
  if (!isJsonObject(parameters)) {
    return invalid(path, `${path}/data/parameters`, 'not-an-object', '"parameters" must be an object.')
  }
  const placed = { path, names: ACTION_NAMES }
  switch (name) {
    case 'TRANSFER': {
      // The last one is our own addition: what another bot, if one sits there, is told (dialogs R7.37).
      const { skillName, agentId, transferBotContext: context } = parameters
      return { ...placed, kind: 'transfer', skillName, agentId, ...(context !== undefined && { context }) }
    }
    case 'CLOSE_CONVERSATION':
      return { ...placed, kind: 'close', withoutSurvey: parameters.withoutPcs }
    case 'CHANGE_TTR':
      return {
        ...placed,
        kind: 'changePriority',
        priority: PRIORITIES.get(parameters.ttrType),
        seconds: parameters.value,
      }
    case 'INVOKE_FUNCTION': {
      const { lambdaUuid: functionId, payload, failOnError } = parameters
      return { ...placed, kind: 'invokeFunction', functionId, payload, failOnError }
    }
    default:
      return { ...placed, kind: 'unknown', name }
  }
}

/** Case-sensitive; a word that is not here stays undefined, which no rule lets pass. */
const PRIORITIES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['URGENT', 'urgent'],
  ['NORMAL', 'normal'],
  ['PRIORITIZED', 'prioritized'],
  ['CUSTOM', 'custom'],
])

function invalid(path: string, at: string, rule: string, message: string): UntrustedItem {
  return { kind: 'invalid', path, problem: problem(at, rule, message) }
}

/** Never harms the conversation: some sources require it, others call it optional (connector R4.1). */
function readIntents(analytics: unknown): { intents: UntrustedReply['intents']; warnings: Problem[] } {
  const nothing = (path: string, message: string) => ({ intents: [], warnings: [warning(path, 'analytics', message)] })
  if (analytics === undefined) return nothing('/analytics', '"analytics" is missing; nothing is known of intents.')
  if (!isJsonObject(analytics)) return nothing('/analytics', '"analytics" must be an object.')
  const { intents = [] } = analytics
  if (!Array.isArray(intents)) return nothing(INTENTS, '"intents" must be a list.')
  const read = intents.slice(0, MAX_REPLY_ITEMS).map((intent: unknown, index) => {
    const { id, description: name, confidenceScore } = isJsonObject(intent) ? intent : {}
    return { path: pointer(INTENTS, index), id, name, confidenceScore }
  })
  return { intents: read, warnings: [] }
}
