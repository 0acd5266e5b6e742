import { isJsonObject, type JsonObject } from '@baton/base'
import type { Turn, TurnMessage } from '@baton/bot'
import type { Content } from '@baton/content'
import { ESCALATION_FAILED, type Input } from '@baton/dialog'
import type { AuthoredConfig } from './authoredConfig.ts'

/** By its place, what was shown to the consumer where they tapped. */
export type Shown = ReadonlyMap<number, Content>

/** What happened, in the dialog's words; one input after the other. @param at of the turn, so that a repetition says the same */
export function toInputs(turn: Turn, { connector }: AuthoredConfig, at: number, shown: Shown): readonly Input[] {
  const heard = turn.messages.filter((message) => at - message.at <= connector.maxConsumerMessageDelay)
  switch (turn.trigger) {
    case 'message':
      return heard.flatMap((message) => toInput(message, at, shown))
    case 'seated':
      return seated(turn, connector, at, shown)
    case 'start':
    case 'survey':
      return [...opening(connector, at), ...heard.flatMap((message) => toInput(message, at, shown))]
    case 'fileResult':
      return (turn.fileResults ?? []).map((result) => ({ kind: 'fileResult', at, ...result }))
    case 'stepUp':
      return [{ kind: 'event', at, text: connector.defaultStepupMessage }]
    case 'platformEvent':
      // The conversation counts them, over all its bots, and tells none of the last one (dialogs R7.20).
      return [{ kind: 'event', at, text: ESCALATION_FAILED, counted: true, ...(turn.why && { why: turn.why }) }]
    case 'timeout':
      return [{ kind: 'stuck', at, step: 'restart' }]
    default:
      return heard.flatMap((message) => toInput(message, at, shown))
  }
}

/** A bot that takes over goes by what it is told, else by the last line, whoever wrote it, else it greets (dialogs R7.34). */
function seated(turn: Turn, connector: AuthoredConfig['connector'], at: number, shown: Shown): readonly Input[] {
  const { transferContext } = turn
  if (transferContext !== undefined) {
    // It stands for the words that it was made of; what was said behind them is still heard.
    return [
      { kind: 'opening', at, transferContext },
      ...turn.messages.flatMap((message) => toInput(message, at, shown)),
    ]
  }
  const unanswered = turn.messages.flatMap((message) => toInput(message, at, shown))
  if (unanswered.length > 0) return unanswered
  const last = turn.lastConsumerMessage === undefined ? [] : toInput(turn.lastConsumerMessage, at, shown)
  const { lastLine } = turn
  const isTheirs = connector.skipAgentMessage || lastLine?.by === 'consumer'
  if (isTheirs && last.length > 0) return last
  return opening(connector, at, lastLine?.text)
}

const opening = (
  { disableGreetings }: AuthoredConfig['connector'],
  at: number,
  lastLine?: string,
): readonly Input[] => [
  { kind: 'opening', at, ...(disableGreetings && { greeting: null }), ...(lastLine !== undefined && { lastLine }) },
]

function toInput({ content, metadata, clickOn }: TurnMessage, at: number, shown: Shown): Input[] {
  if (content === undefined) return []
  const beside = metadata === undefined ? {} : { metadata: metadata as unknown as JsonObject[] }
  if (content.kind === 'file') {
    const { fileId, name, mediaType, size, caption } = content
    return [{ kind: 'file', at, file: { fileId, name, mediaType, size, ...(caption !== undefined && { caption }) } }]
  }
  if (content.kind === 'structured') return []
  const { text } = content
  const tapped = clickOn === undefined ? undefined : shown.get(clickOn)
  if (tapped === undefined) return [{ kind: 'message', at, text, ...beside }]
  const isQuickReply = tapped.kind === 'text'
  const label = labelOf(isQuickReply ? tapped.quickReplies : tapped, text) ?? text
  return [{ kind: 'click', at, on: isQuickReply ? 'quickReply' : 'button', text, label, ...beside }]
}

/** What stands on the element that says this. */
function labelOf(content: unknown, text: string): string | undefined {
  const open: unknown[] = [content]
  for (let looked = 0; open.length > 0 && looked < 5_000; looked += 1) {
    const one = open.pop()
    if (Array.isArray(one)) open.push(...one)
    else if (isJsonObject(one)) {
      const { title, click } = one
      const actions = isJsonObject(click) && Array.isArray(click.actions) ? click.actions : []
      const says = actions.some((action) => isJsonObject(action) && action.text === text)
      if (typeof title === 'string' && says) return title
      open.push(...Object.values(one))
    }
  }
  return undefined
}
