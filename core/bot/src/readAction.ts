import { isJsonObject, type Problem, problem, warning } from '@baton/base'
import { placeOf } from './readItem.ts'
import type { BotAction, PriorityType } from './reply.ts'
import type { TransferContext } from './turn.ts'
import type { UntrustedAction } from './untrustedReply.ts'

export interface ActionRead {
  /** Absent: the action is not carried out, and `problems` say why. */
  readonly action?: BotAction
  /** True when there is no such action here, whatever its parameters. */
  readonly notOffered: boolean
  readonly problems: readonly Problem[]
}

type Of<Kind extends UntrustedAction['kind']> = Extract<UntrustedAction, { kind: Kind }>

const MAX_NAME = 200
const MAX_MESSAGE = 5_000
const MAX_PAYLOAD = 65_536
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** A year, in seconds: what is due later than that is not due. */
const MAX_RESPONSE_SECONDS = 31_536_000

export function readAction(
  action: UntrustedAction | undefined,
  offers: readonly BotAction['kind'][],
): ActionRead | undefined {
  if (action === undefined) return undefined
  if (action.kind === 'unknown') return notOffered(action, action.name)
  if (!offers.includes(action.kind)) return notOffered(action, action.kind)
  if (action.kind === 'transfer') return readTransfer(action)
  if (action.kind === 'invokeFunction') return readInvocation(action)
  return action.kind === 'close' ? readClose(action) : readPriority(action)
}

function notOffered(action: UntrustedAction, name: string): ActionRead {
  const message = `The action "${name.slice(0, 60)}" is not offered here; it is ignored.`
  return { notOffered: true, problems: [problem(placeOf(action, 'name'), 'action-not-offered', message)] }
}

/** A parameter of the wrong type counts as missing (connector R4.44); what is missing leads to the default skill (R4.18). */
function readTransfer(action: Of<'transfer'>): ActionRead {
  const problems: Problem[] = []
  const read = (field: 'skillName' | 'agentId'): string | undefined => {
    const value = action[field]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string' && value !== '' && value.length <= MAX_NAME) return value
    problems.push(warning(placeOf(action, field), 'counts-as-missing', 'Is not a usable text; counts as missing.'))
    return undefined
  }
  const skillName = read('skillName')
  const agentId = read('agentId')
  if (skillName === undefined) {
    problems.push(warning(placeOf(action, 'skillName'), 'default-skill', 'Names no skill; the default skill is taken.'))
  }
  const context = readContext(action.context)
  if (context === undefined && action.context !== undefined) {
    const message = 'Needs "userMessage", "intentId" or both, as texts; counts as missing.'
    problems.push(warning(placeOf(action, 'context'), 'counts-as-missing', message))
  }
  const named = { ...(skillName === undefined ? {} : { skillName }), ...(agentId === undefined ? {} : { agentId }) }
  return { action: { kind: 'transfer', ...named, ...(context && { context }) }, notOffered: false, problems }
}

/** What the next bot is to know (dialogs R7.40). */
function readContext(given: unknown): TransferContext | undefined {
  if (!isJsonObject(given)) return undefined
  const { intentId, userMessage } = given
  const fits = (value: unknown, most: number): value is string =>
    typeof value === 'string' && value !== '' && value.length <= most
  if (intentId !== undefined && !fits(intentId, MAX_NAME)) return undefined
  if (userMessage !== undefined && !fits(userMessage, MAX_MESSAGE)) return undefined
  if (intentId === undefined && userMessage === undefined) return undefined
  return { ...(intentId !== undefined && { intentId }), ...(userMessage !== undefined && { userMessage }) }
}

function readClose(action: Of<'close'>): ActionRead {
  const { withoutSurvey } = action
  if (withoutSurvey === undefined || typeof withoutSurvey === 'boolean') {
    return { action: { kind: 'close', withSurvey: withoutSurvey !== true }, notOffered: false, problems: [] }
  }
  return wrongParameter(placeOf(action, 'withoutSurvey'), 'Must be true or false; the action is ignored.')
}

function readPriority(action: Of<'changePriority'>): ActionRead {
  const { priority, seconds } = action
  if (!isPriority(priority)) {
    return wrongParameter(placeOf(action, 'priority'), 'Must be one of the known priorities; the action is ignored.')
  }
  const place = placeOf(action, 'seconds')
  if (priority === 'custom') {
    const whole = wholeSeconds(seconds)
    if (whole === undefined) return wrongParameter(place, 'Must be a whole number of seconds; the action is ignored.')
    return { action: { kind: 'changePriority', priority, responseMs: whole * 1_000 }, notOffered: false, problems: [] }
  }
  const unused = warning(place, 'value-ignored', 'A named priority has its own time; this value is ignored.')
  const problems = seconds === undefined ? [] : [unused]
  return { action: { kind: 'changePriority', priority }, notOffered: false, problems }
}

/** connector F17, K05: without an id that could be one, or with a payload that is no object, nothing is invoked. */
function readInvocation(action: Of<'invokeFunction'>): ActionRead {
  const { functionId, payload = {}, failOnError = false } = action
  if (typeof functionId !== 'string' || !UUID.test(functionId)) {
    return wrongParameter(placeOf(action, 'functionId'), 'Must be the id of a function; the action is ignored.')
  }
  if (!isJsonObject(payload) || JSON.stringify(payload).length > MAX_PAYLOAD) {
    const message = `Must be an object of at most ${MAX_PAYLOAD} characters; the action is ignored.`
    return wrongParameter(placeOf(action, 'payload'), message)
  }
  if (typeof failOnError !== 'boolean') {
    return wrongParameter(placeOf(action, 'failOnError'), 'Must be true or false; the action is ignored.')
  }
  const read = { kind: 'invokeFunction', functionId: functionId.toLowerCase(), payload, failOnError } as const
  return { action: read, notOffered: false, problems: [] }
}

function wrongParameter(path: string, message: string): ActionRead {
  return { notOffered: false, problems: [problem(path, 'action-parameter', message)] }
}

function isPriority(value: unknown): value is PriorityType {
  return value === 'urgent' || value === 'normal' || value === 'prioritized' || value === 'custom'
}

/** Both `120` and `"120"` are in use (connector R4.23). */
function wholeSeconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined
  return number >= 1 && number <= MAX_RESPONSE_SECONDS ? number : undefined
}
