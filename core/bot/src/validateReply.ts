import { type Problem, problem, warning } from '@baton/base'
import { readAction } from './readAction.ts'
import { readIntents } from './readIntents.ts'
import { type ItemRules, readItem } from './readItem.ts'
import { readSurveyAnswers } from './readSurveyAnswers.ts'
import type { BotAction, Reply, ReplyItem, ReplyRejection, ReplyVerdict } from './reply.ts'
import type { UntrustedAction, UntrustedReply } from './untrustedReply.ts'

export interface ReplyRules extends ItemRules {
  /** A reply that names no intent counts as empty (connector R4.3). */
  readonly requireIntents: boolean
  /** Actions that this bot may ask for in this phase. */
  readonly offers: readonly BotAction['kind'][]
}

/** In the main phase a bot may give the conversation away; one that asks a survey can only end it (connector R3.18). */
export const MAIN_PHASE_ACTIONS: ReplyRules['offers'] = ['transfer', 'close', 'changePriority', 'invokeFunction']
export const SURVEY_PHASE_ACTIONS: ReplyRules['offers'] = ['close']

/** Items and actions together (connector R4.31). */
export const MAX_REPLY_ITEMS = 50
/** Told at once; an author who has more wrong mends these first. */
const MAX_PROBLEMS = 100

/**
 * The one gate for every bot's reply: stages V2 to V6 of connector §4.12. What cannot be read at all rejects the reply, so that
 * it is never carried out in part; a message that may not be shown is left out alone. Tells every problem, with its path. On an
 * accepted reply a problem without a severity names what was left out.
 */
export function validateReply(untrusted: UntrustedReply, rules: ReplyRules): ReplyVerdict {
  const seen = untrusted.items.slice(0, MAX_REPLY_ITEMS).map((item) => readItem(item, rules))
  const { intents, problems: intentProblems } = readIntents(untrusted.intents)
  const { answers: surveyAnswers, problems: answerProblems } = readSurveyAnswers(untrusted.surveyAnswers ?? [])
  const action = readAction(untrusted.actions[0], rules.offers)
  const problems = [
    ...(untrusted.problems ?? []),
    ...seen.flatMap((item) => item.problems),
    ...countProblems(untrusted),
    ...orderProblems(untrusted),
    ...(action?.problems ?? []),
    ...intentProblems,
    ...answerProblems,
  ].slice(0, MAX_PROBLEMS)
  const reject = (code: ReplyRejection, ...more: Problem[]): ReplyVerdict => {
    return { ok: false, code, problems: [...more, ...problems] }
  }

  const unreadable = seen.some((item) => item.result === 'unreadable')
  const total = untrusted.items.length + untrusted.actions.length
  const envelopeBroken = untrusted.problems?.some((one) => one.severity !== 'warning') ?? false
  if (unreadable || envelopeBroken || total > MAX_REPLY_ITEMS) return reject('reply-invalid')
  if (untrusted.actions.length > 1) return reject('reply-multiple-actions')
  if (total === 0) return reject('reply-empty', nothingToDo(untrusted))
  if (rules.requireIntents && untrusted.intents.length === 0) return reject('reply-empty', intentsRequired())

  const items = seen.flatMap((item) => (item.result === 'read' ? [item.item] : []))
  const dropped = seen.some((item) => item.result === 'dropped')
  if (!isWorthCarryingOut(items, dropped, action)) return reject(whyNothingIsLeft(seen.length, items, action))
  const beside = surveyAnswers.length > 0 ? { surveyAnswers } : {}
  const reply: Reply = { items, ...(action?.action ? { action: action.action } : {}), intents, ...beside }
  return { ok: true, reply, problems }
}

type ReadAction = ReturnType<typeof readAction>

/** Delays alone are a silence that the bot wants (connector R4.13), unless it wanted to say or do something that was refused. */
function isWorthCarryingOut(items: readonly ReplyItem[], dropped: boolean, action: ReadAction): boolean {
  if (items.some((item) => item.kind === 'say') || action?.action) return true
  return items.length > 0 && !dropped && action === undefined
}

function whyNothingIsLeft(given: number, items: readonly ReplyItem[], action: ReadAction): ReplyRejection {
  const onlyAnAction = action !== undefined && items.length === given
  if (!onlyAnAction) return 'reply-nothing-left'
  return action.notOffered ? 'reply-unsupported-action' : 'reply-invalid'
}

function countProblems({ items, actions, path = '' }: UntrustedReply): Problem[] {
  const total = items.length + actions.length
  if (total <= MAX_REPLY_ITEMS) return []
  return [problem(path, 'too-many-items', `Holds ${total} items; at most ${MAX_REPLY_ITEMS} are allowed.`)]
}

function orderProblems({ items, actions }: UntrustedReply): Problem[] {
  const [first, ...more] = actions
  if (first === undefined) return []
  if (more.length > 0) {
    return more
      .slice(0, MAX_REPLY_ITEMS)
      .map(({ path }) => problem(path, 'multiple-actions', 'A second action; at most one is allowed in a reply.'))
  }
  return isBeforeItems(first, items.length)
    ? [warning(first.path, 'action-not-last', 'Stands before a message; it is carried out last.')]
    : []
}

function isBeforeItems({ itemsBefore }: UntrustedAction, items: number): boolean {
  return itemsBefore !== undefined && itemsBefore < items
}

function nothingToDo({ path = '' }: UntrustedReply): Problem {
  return problem(
    path,
    'reply-empty',
    'Holds neither a message nor an action; a bot that wants to be silent sends a delay.',
  )
}

function intentsRequired(): Problem {
  return problem('', 'intents-required', 'Names no intent, and this bot is set to require one.')
}
