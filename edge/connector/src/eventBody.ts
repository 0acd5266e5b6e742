import type { ConversationId, JsonObject } from '@baton/base'
import type { Turn, TurnMessage } from '@baton/bot'
import { type Content, type FileContent, summaryLine } from '@baton/content'
import type { AskRequest } from './connector.ts'

/** One event as the contract has it (connector R3.1); all four members, whatever the type (R3.2). */
export interface EndpointEvent {
  readonly type: 'TEXT' | 'RICH_CONTENT' | 'START' | 'hosted-file' | 'CONVERSATION'
  readonly source: 'CONSUMER' | 'CONVERSATION'
  readonly data: JsonObject
  readonly context: { readonly lpEvent: JsonObject }
}

type Asked = Pick<AskRequest, 'config' | 'consumerId' | 'conversationId' | 'deadline' | 'skillId' | 'turn' | 'fileUrl'>

/** Services that know no other event are told so in these words (connector R3.12). */
const FILE_WORD = 'com.liveperson.bot-connectors.consumer.send-file'
const RICH_WORD = 'com.liveperson.bot-connectors.consumer.send-rich-content'
const MAX_LINE = 500
/** What services are told by the platform, as if the consumer had said it (dialogs R7.17). */
const PLATFORM_WORDS = { transferFailed: '__agent_escalation_failed__' } as const

/** The event that gives a bot the floor. */
export function eventOf(asked: Asked): EndpointEvent {
  const { tells, transferContext, messages: after } = asked.turn
  if (tells !== undefined) return textEvent(asked, undefined, PLATFORM_WORDS[tells])
  const passedOn = transferContext?.userMessage
  // What the bot that had it before lets this one know is what the consumer wants, in its words (dialogs R7.38).
  if (passedOn !== undefined && !asked.config.welcomeMessage) {
    return textEvent(asked, after.at(-1), [passedOn, ...after.flatMap(words)].join('\n'))
  }
  const messages = deliveredBy(asked)
  if (messages === undefined) return startEvent(asked)
  const last = messages.at(-1)
  const content = last?.content
  if (messages.length === 1 && content?.kind === 'structured') return richContentEvent(asked, last, content.structured)
  if (messages.length === 1 && content?.kind === 'file') return fileEvent(asked, last, content)
  return textEvent(asked, last, messages.flatMap(words).join('\n'))
}

/**
 * The consumer's messages that the event holds; undefined when it is a greeting's. A bot that was seated in a running
 * conversation and does not greet is given what nobody has answered (connector R3.10).
 */
function deliveredBy({ config, turn }: Asked): readonly TurnMessage[] | undefined {
  const { trigger, messages, lastConsumerMessage: last } = turn
  if (trigger === 'message') return messages
  if (trigger !== 'seated' || config.welcomeMessage) return undefined
  if (messages.length > 0) return messages
  return last && [last]
}

/** The same in a form that every service takes; undefined when the event is such a form already. */
export function plainEventOf(asked: Asked, event: EndpointEvent): EndpointEvent | undefined {
  const word = event.type === 'hosted-file' ? FILE_WORD : event.type === 'RICH_CONTENT' ? RICH_WORD : undefined
  return word === undefined ? undefined : textEvent(asked, deliveredBy(asked)?.at(-1), word)
}

/** Tells of the conversation's life (connector R3.14). */
export function lifeEvent(conversationId: ConversationId, name: string, at: number): EndpointEvent {
  const lpEvent = { sequence: 0, serverTimestamp: at, event: { type: 'ConversationEvent', name } }
  const place = { conversationId, dialogId: conversationId, metadata: [], messageAudience: 'ALL' }
  return {
    type: 'CONVERSATION',
    source: 'CONVERSATION',
    data: { name },
    context: { lpEvent: { ...lpEvent, ...place } },
  }
}

/** Several messages become one text, joined by line feeds; the raw event is that of the last one (connector R3.5). */
function textEvent(asked: Asked, last: TurnMessage | undefined, message: string): EndpointEvent {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message }
  return { type: 'TEXT', source: 'CONSUMER', data: { message }, context: { lpEvent: rawEvent(asked, last, event) } }
}

function richContentEvent(asked: Asked, last: TurnMessage | undefined, structured: unknown): EndpointEvent {
  const content = structured as JsonObject
  const lpEvent = rawEvent(asked, last, { type: 'RichContentEvent', content })
  return { type: 'RICH_CONTENT', source: 'CONSUMER', data: { content }, context: { lpEvent } }
}

function fileEvent(asked: Asked, last: TurnMessage | undefined, file: FileContent): EndpointEvent {
  const data = {
    relativePath: `/${encodeURIComponent(file.fileId)}/${encodeURIComponent(file.name)}`,
    fileType: fileTypeOf(file),
    ...(file.caption === undefined ? {} : { caption: file.caption }),
  }
  const lpEvent = rawEvent(asked, last, { type: 'ContentEvent', contentType: 'hosted/file', message: data })
  // Beside the raw event, which is the same at every attempt: the path alone is of no use outside of this house (R3.13).
  const url = asked.fileUrl?.(file.fileId)
  return {
    type: 'hosted-file',
    source: 'CONSUMER',
    data: url === undefined ? data : { ...data, url },
    context: { lpEvent },
  }
}

/** Without words of the consumer; what they said last is told beside it, so that the bot need not start afresh (R3.8, R3.9). */
function startEvent(asked: Asked): EndpointEvent {
  const last = asked.turn.lastConsumerMessage ?? asked.turn.messages.at(-1)
  const passedOn = asked.turn.transferContext?.userMessage
  const said = passedOn !== undefined ? [passedOn] : last === undefined ? [] : words(last)
  const welcome = {
    ...rawEvent(asked, last, { type: 'ContentEvent', contentType: 'welcome', content: 'welcome' }),
    type: 'ContentEvent',
    contentType: 'welcome',
    content: 'welcome',
    ...(said.length === 0 ? {} : { lastConsumerMessage: said.join('\n') }),
  }
  return { type: 'START', source: 'CONVERSATION', data: {}, context: { lpEvent: welcome } }
}

/** The platform's own event (connector R3.20). The same at every attempt, so that a service may drop repetitions (R5.4). */
function rawEvent(asked: Asked, last: TurnMessage | undefined, event: JsonObject): JsonObject {
  const { config, consumerId = 'consumer', conversationId, deadline, skillId } = asked
  return {
    sequence: last?.seq ?? 0,
    serverTimestamp: last?.at ?? deadline - config.turnBudgetMs,
    event,
    conversationId,
    dialogId: conversationId,
    originatorId: consumerId,
    originatorMetadata: { id: consumerId, role: 'CONSUMER' },
    metadata: [...(last?.metadata ?? []), ...intentMetadata(asked.turn)],
    messageAudience: 'ALL',
    __isMe: false,
    conversationContext: { type: 'MESSAGING', skillId, engagementId: 0 },
  }
}

/** The intent that the bot before found, for who takes over by a transfer with context (messaging R5.14). */
function intentMetadata({ transferContext }: Turn): JsonObject[] {
  const id = transferContext?.intentId
  return id === undefined ? [] : [{ type: 'BotResponse', intents: [{ id }] }]
}

/** Erased messages have no words left. */
function words({ content }: Turn['messages'][number]): string[] {
  return content === undefined ? [] : [wordsOf(content)]
}

function wordsOf(content: Content): string {
  return content.kind === 'text' ? content.text : summaryLine(content, MAX_LINE)
}

function fileTypeOf({ mediaType, name }: FileContent): string {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1] ?? mediaType.split('/').at(-1) ?? ''
  return extension.toUpperCase()
}
