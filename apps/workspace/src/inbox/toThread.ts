import type { AgentId, ConversationId } from '@baton/base'
import type { AgentConversation, OutboxItem } from '@baton/client'
import type { EventFrame, ViewAssignee, ViewerEvent, Who } from '@baton/protocol'
import type { Delivery, FoldItem, LineItem, MessageItem, ThreadItem } from '@baton/ui'
import { fill, fillCounted } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'

type Spoken = MessageItem | LineItem

export interface ThreadContext {
  readonly me: AgentId | undefined
  /** Files are asked for there. */
  readonly conversationId?: ConversationId | undefined
  readonly consumer: string
  readonly texts: Texts
}

/** A conversation as its agents read it, oldest first: words, events, what the bot did in one line, what is not sent yet. */
export function toThread(
  { view }: AgentConversation,
  outbox: readonly OutboxItem[],
  given: ThreadContext,
): ThreadItem[] {
  const context = { ...given, conversationId: view.header.conversationId }
  const isWithBot = view.header.assignee?.kind === 'bot'
  const unsent = outbox.filter(({ conversationId }) => conversationId === view.header.conversationId)
  return [...foldBots(view.events, isWithBot, context), ...unsent.flatMap((item) => outboxItem(item, context))]
}

/**
 * What a bot and the consumer said to each other becomes one line once the bot is done; the consumer's words after the bot's
 * last ones stay outside, because they still wait for an answer.
 */
function foldBots(events: readonly EventFrame[], isWithBot: boolean, context: ThreadContext): ThreadItem[] {
  const done: ThreadItem[] = []
  let run: EventFrame[] = []
  const end = (passedOn: boolean) => {
    const lastOfBot = run.findLastIndex(({ event }) => isOfBot(event))
    const after = run.slice(lastOfBot + 1)
    // What the consumer was told at the hand-over stays in sight: whoever takes it goes on from there.
    const hasFarewell = passedOn && !after.some(({ event }) => event.type === 'message')
    if (lastOfBot >= 0) done.push(...foldOf(run.slice(0, lastOfBot + 1), { passedOn, hasFarewell }, context))
    done.push(...itemsOf(after, context))
    run = []
  }
  for (const frame of events) {
    const { event } = frame
    if (endsBotRun(event)) end(event.type === 'transferred')
    run.push(frame)
  }
  if (isWithBot) done.push(...itemsOf(run, context))
  else end(false)
  return done
}

function endsBotRun(event: ViewerEvent): boolean {
  if (event.type === 'closed' || event.type === 'surveyOpened') return true
  return (event.type === 'transferred' || event.type === 'assigned') && event.assignee.kind !== 'bot'
}

const isNote = (event: ViewerEvent) => event.type === 'message' && event.audience !== 'ALL'
const isOfBot = (event: ViewerEvent) => event.type === 'message' && event.who.kind === 'bot'

interface HandedOn {
  readonly passedOn: boolean
  /** The bot's last words belong to its transfer. */
  readonly hasFarewell: boolean
}

function foldOf(
  frames: readonly EventFrame[],
  { passedOn, hasFarewell }: HandedOn,
  context: ThreadContext,
): ThreadItem[] {
  const { texts } = context
  const first = frames.find(({ event }) => event.type === 'message' || event.type === 'turn')
  if (first === undefined) return itemsOf(frames, context)
  const start = frames.indexOf(first)
  const folded = frames.slice(start)
  const last = folded.at(-1)
  const farewell = hasFarewell && last !== undefined && !isNote(last.event) ? [last] : []
  const count = folded.filter(({ event }) => isOfBot(event) && !isNote(event)).length
  const intents = new Set(intentsIn(folded).map(({ name }) => name))
  const about = [...intents, ...(passedOn ? [texts.botTransferred] : [])].join(', ')
  const answered = fillCounted(texts.botAnswered, count, texts.locale)
  const fold: FoldItem = {
    kind: 'fold',
    key: `fold ${first.seq}`,
    at: first.at,
    tone: 'bot',
    text: about === '' ? answered : `${answered} · ${about}`,
    items: folded
      .filter((frame) => !isNote(frame.event) && !farewell.includes(frame))
      .flatMap((frame) => spokenOf(frame, context)),
    notes: [],
  }
  // What the bot tells its colleagues is for whoever comes next: it stays in sight.
  const forPeople = folded.filter(({ event }) => isNote(event) || event.type === 'botFailed')
  return [
    ...itemsOf(frames.slice(0, start), context),
    fold,
    ...itemsOf(forPeople, context),
    ...itemsOf(farewell, context),
  ]
}

/** What bots understood, oldest first, each name with its newest confidence. */
export function intentsIn(frames: readonly EventFrame[]): { readonly name: string; readonly confidence: number }[] {
  const found = new Map<string, { readonly name: string; readonly confidence: number }>()
  for (const { event } of frames) {
    if (event.type !== 'turn') continue
    for (const { id, name, confidenceScore } of event.intents ?? []) {
      found.set(id, { name, confidence: confidenceScore })
    }
  }
  return [...found.values()]
}

const itemsOf = (frames: readonly EventFrame[], context: ThreadContext): ThreadItem[] =>
  frames.flatMap((frame) => [...spokenOf(frame, context), ...faultOf(frame, context)])

function spokenOf({ seq, at, event }: EventFrame, context: ThreadContext): Spoken[] {
  if (event.type === 'message') return [messageItem(seq, at, event, context)]
  const text = lineOf(event, context)
  return text === undefined ? [] : [{ kind: 'line', key: `line ${seq}`, at, text }]
}

function messageItem(
  seq: number,
  at: number,
  event: ViewerEvent & { type: 'message' },
  context: ThreadContext,
): MessageItem {
  const { who, audience, clientId, content } = event
  return {
    kind: 'message',
    key: clientId ?? `message ${seq}`,
    at,
    ...(context.conversationId !== undefined && { conversationId: context.conversationId }),
    seq,
    mine: who.kind === 'agent' && who.id === context.me,
    role: who.kind === 'system' ? 'agent' : who.kind,
    name: event.automatic === undefined ? nameOf(who, context) : context.texts.automaticWords,
    isLive: false,
    ...(audience !== 'ALL' && { isPrivate: true }),
    ...(content !== undefined && { content }),
  }
}

/** A bot's failure: the sentence in sight, pointer and rule folded under it. */
function faultOf({ seq, at, event }: EventFrame, { texts }: ThreadContext): FoldItem[] {
  if (event.type !== 'botFailed') return []
  const notes = event.problems.map(({ path, rule, message }) => {
    const where = path === '' ? texts.wholeAnswer : path
    return `${fill(texts.problemAt, { path: where, message })} (${fill(texts.problemRule, { rule })})`
  })
  const text = fill(texts.botStopped, { cause: event.cause })
  return [
    {
      kind: 'fold',
      key: `fault ${seq}`,
      at,
      tone: 'fault',
      text,
      items: [],
      notes: [...new Set([...notes, event.code])],
    },
  ]
}

function outboxItem({ clientId, at, said, state, reason }: OutboxItem, { texts }: ThreadContext): MessageItem[] {
  if (said.kind !== 'message') return []
  const isPrivate = said.audience !== undefined && said.audience !== 'ALL'
  return [
    {
      kind: 'message',
      key: clientId,
      at,
      mine: true,
      role: 'agent',
      name: texts.you,
      content: said.content,
      ...(isPrivate && { isPrivate }),
      ...(state === 'failed' && { failure: `${texts.notSent} ${texts.refusals[reason ?? ''] ?? ''}`.trim() }),
    },
  ]
}

export function lineOf(event: ViewerEvent, context: ThreadContext): string | undefined {
  const { texts } = context
  const { lines } = texts
  const name = (who: Who | undefined) => (who === undefined ? texts.somebody : nameOf(who, context))
  switch (event.type) {
    case 'opened':
      return lines.opened
    case 'transferred':
      return `${transferLine(event, context)}${event.reason ? ` · ${texts.reasons[event.reason] ?? event.reason}` : ''}`
    case 'assigned': {
      const { assignee, how } = event
      if (assignee.kind === 'queue') return undefined
      return lineOfSomebody(how === 'tookOver' ? 'tookOver' : 'accepted', assignee.who, context)
    }
    case 'joined':
      return lineOfSomebody(event.role === 'reader' ? 'joinedSilently' : 'joined', event.who, context)
    case 'left':
      return lineOfSomebody('left', event.who, context)
    case 'surveyOpened':
      return lines.survey
    case 'closed':
      return event.by.kind === 'system' ? lines.closedAlone : lineOfSomebody('closed', event.by, context)
    case 'priority':
      return lineOfSomebody('priority', event.by, context, { priority: texts.priorities[event.priority.type] })
    case 'tags':
      return lineOfSomebody('tags', event.by, context)
    case 'erased':
      return lines.erased
    case 'escalationFailed':
      return fill(lines.escalationFailed, { name: name(event.who) })
    case 'transferFailed':
      return `${fill(lines.transferFailed, { name: name(event.who) })} · ${texts.transferFailures[event.why]}`
    case 'surveyAnswered':
      return fill(lines.surveyAnswered, {
        question: event.question ?? event.measures,
        answer: event.skipped ? lines.surveySkipped : (event.answer ?? String(event.number ?? '')),
      })
    default:
      return undefined
  }
}

function transferLine(event: ViewerEvent & { type: 'transferred' }, context: ThreadContext): string {
  const { lines, somebody } = context.texts
  const { assignee, by, reason } = event
  if (assignee.kind !== 'queue') return lineOfSomebody('toAgent', assignee.who, context)
  const skill = assignee.skillName ?? somebody
  if (by === undefined || by.kind === 'system') return fill(lines.toQueue, { skill })
  const { suggested } = assignee
  if (suggested === undefined) {
    return lineOfSomebody(reason === 'backToQueue' ? 'backToQueue' : 'toQueueBy', by, context, { skill })
  }
  if (isReader(suggested, context)) return fill(lines.toYou, { by: nameOf(by, context), skill })
  return lineOfSomebody('toPerson', by, context, { skill, name: nameOf(suggested, context) })
}

/** A line about what somebody did. Of whoever reads it the verb may be another one: “Sie haben”, not “Sie hat”. */
function lineOfSomebody(
  line: keyof Texts['linesOfYours'],
  who: Who | undefined,
  context: ThreadContext,
  values: { readonly [name: string]: string } = {},
): string {
  const { lines, linesOfYours, somebody } = context.texts
  const name = who === undefined ? somebody : nameOf(who, context)
  const text = who !== undefined && isReader(who, context) ? linesOfYours[line] : lines[line]
  return fill(text, { by: name, name, ...values })
}

const isReader = (who: Who, { me }: ThreadContext) => who.kind === 'agent' && who.id === me

export function nameOfAssignee(assignee: ViewAssignee, context: ThreadContext): string {
  return assignee.kind === 'queue' ? (assignee.skillName ?? '') : nameOf(assignee.who, context)
}

export function nameOf(who: Who, context: ThreadContext): string {
  const { consumer, texts } = context
  if (who.kind === 'consumer') return consumer
  if (isReader(who, context)) return texts.you
  return 'name' in who ? who.name : texts.team
}

/** How far the agent's last words got, if the last words are the agent's. */
export function deliveryOf(
  items: readonly ThreadItem[],
  { view }: AgentConversation,
  outbox: readonly OutboxItem[],
): Delivery | undefined {
  const last = items.at(-1)
  if (last?.kind !== 'message' || !last.mine || last.isPrivate === true || last.failure !== undefined) return undefined
  const { seq, key } = last
  if (seq === undefined) return outbox.find(({ clientId }) => clientId === key)?.state === 'sent' ? 'sent' : 'sending'
  const marks = view.marks.filter(({ who }) => who.kind === 'consumer')
  if (marks.some(({ read }) => read >= seq)) return 'read'
  return marks.some(({ delivered }) => delivered >= seq) ? 'delivered' : 'sent'
}
