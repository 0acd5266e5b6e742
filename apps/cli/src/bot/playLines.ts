import type { Output, TraceEntry } from '@baton/dialog'

/** A line that a play prints, but for its turn. */
export interface PlayLine {
  readonly type: string
  readonly what: object
}

const inWords = (text: string): PlayLine => ({ type: 'log', what: { level: 'info', text } })

/** What is printed of an output; the rarer ones are told in words. */
export function toLine(output: Output): PlayLine | undefined {
  const { kind, ...what } = output
  switch (output.kind) {
    case 'text':
    case 'private':
    case 'image':
    case 'delay':
    case 'close':
      return { type: kind, what }
    case 'structured':
      return { type: 'structuredContent', what }
    case 'transfer': {
      const { skillId, agentId, message } = output
      return {
        type: 'transfer',
        what: { skillId, ...(agentId !== undefined && { agentId }), ...(message !== undefined && { message }) },
      }
    }
    case 'log':
      return { type: 'log', what: { level: output.level, text: output.text } }
    case 'transferToBot':
      return inWords(`The conversation goes to the bot ${output.botId}.`)
    case 'userProfile':
      return inWords(`The consumer's profile is ${JSON.stringify(output.profile)}.`)
    case 'surveyAnswer':
      return 'skipped' in output
        ? inWords(`The survey's question "${output.question}" was skipped.`)
        : inWords(`The survey's answer to "${output.question}" is ${output.value}.`)
    case 'customEvent':
      return inWords(`Event "${output.event}": ${output.userMessage}${output.detail ? ` (${output.detail})` : ''}`)
    case 'escalationEvent':
      return inWords(`Escalation event of ${output.of}.`)
    case 'unrecognized':
      return inWords(`Nothing understood "${output.text}".`)
    case 'skipped':
      return inWords(`The message was skipped: ${output.reason}.`)
    case 'context':
    case 'upload':
      return undefined
  }
}

/** Why the bot did what it did, in words (dialogs R9.14). @param names of dialogs and interactions, by their ids */
export function toReason(entry: TraceEntry, names: (id: string) => string): string | undefined {
  switch (entry.what) {
    case 'pattern':
      return `The pattern "${entry.pattern}" of "${names(entry.dialogId)}" matches${entry.chosen ? '.' : ', and another dialog comes first.'}`
    case 'intents':
      return `Intents: ${entry.scores.map(({ intentId, score }) => `${names(intentId)} ${Math.round(score * 100)} %`).join(', ') || 'none'}.`
    case 'rule':
      return `The rule ${entry.name === undefined ? `number ${entry.index + 1}` : `"${entry.name}"`} of "${names(entry.interactionId)}" ${entry.held ? 'holds' : 'does not hold'}.`
    case 'entered':
      return `At "${entry.name}".`
    case 'passedOver':
      return `"${names(entry.interactionId)}" is passed over: ${entry.reason}.`
    case 'dialogStarted':
      return `The dialog "${names(entry.dialogId)}" begins, by ${entry.by}.`
    case 'dialogEnded':
      return `The dialog "${names(entry.dialogId)}" is over.`
    case 'resumed':
      return `Back at "${names(entry.interactionId)}".`
    case 'unrecognized':
      return `Not understood; answered by ${entry.by}, number ${entry.failures} in a row.`
    case 'sessionEnded':
      return `The session is over: ${entry.reason}.`
    default:
      return undefined
  }
}
