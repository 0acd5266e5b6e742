import type { ClientId, ConversationId, JsonObject } from '@baton/base'
import type { Audience, Chosen, Content, Metadata } from '@baton/content'
import type { Asking } from './asking.ts'
import type { AboutFiles } from './fileFrames.ts'
import type { PROTOCOL_VERSION } from './wire.ts'

/** The first frame on a socket; nothing else is heard before it is answered. */
export interface HelloFrame {
  readonly type: 'hello'
  readonly protocol: typeof PROTOCOL_VERSION
  readonly token: string
  /** Places up to which this client already has conversations; it is told what came after. */
  readonly resume?: readonly ResumePoint[]
  /** Consumers only. False: this client cannot show a survey, so that nobody is asked after what it opens; absent: it can. */
  readonly surveys?: boolean
}
export interface ResumePoint {
  readonly conversationId: ConversationId
  readonly after: number
}

/** Words of the consumer. Without a conversation: into the open one, or into a new one. */
export interface SendFrame extends Asking {
  readonly type: 'send'
  readonly clientId: ClientId
  readonly conversationId?: ConversationId
  readonly content: Content
  readonly metadata?: Metadata
  /** Agents only. */
  readonly audience?: Audience
  /** What the page knows of the consumer; goes with the first message of a conversation. */
  readonly attributes?: JsonObject
}

/** A tap on an element of a message; the server looks up what the element does. */
export interface ClickFrame extends Asking {
  readonly type: 'click'
  readonly clientId: ClientId
  readonly conversationId: ConversationId
  /** Place of the message. */
  readonly on: number
  /** JSON pointer into the message's content, such as `/structured/elements/2` or `/quickReplies/replies/0`. */
  readonly element: string
  /** What was ticked, selected or picked, where the element leaves a choice. */
  readonly chosen?: Chosen
}

export interface AttributesFrame extends Asking {
  readonly type: 'attributes'
  readonly conversationId: ConversationId
  readonly attributes: JsonObject
}

export interface CloseFrame extends Asking {
  readonly type: 'close'
  readonly conversationId: ConversationId
  /** Agents only: close without asking the consumer afterwards. */
  readonly withoutSurvey?: boolean
}

/** Older messages, for scrolling up; `before` absent: the newest. Answered by `history`. */
export interface HistoryFrame extends Asking {
  readonly type: 'history'
  readonly conversationId?: ConversationId
  readonly before?: number
  /** At most 200. */
  readonly limit: number
}

/** After a gap: tell me all that came after this place. Answered by `events` or `conversation`. */
export interface ResumeFrame extends Asking, ResumePoint {
  readonly type: 'resume'
}

/** High-water marks: everything up to these places reached the device, was seen. Not answered. */
export interface MarkFrame {
  readonly type: 'mark'
  readonly conversationId: ConversationId
  readonly delivered?: number
  readonly read?: number
}

/** Typing or not. Only passed on, never stored. Not answered. */
export interface SignalFrame {
  readonly type: 'signal'
  readonly conversationId: ConversationId
  readonly state: 'composing' | 'idle'
}

/** Keeps the socket and the sign-in alive; answered by `pong`. */
export interface PingFrame {
  readonly type: 'ping'
}

/** A fresh token for a sign-in that goes on; sent before the old one ends. */
export interface RenewFrame extends Asking {
  readonly type: 'renew'
  readonly token: string
}

export type ConsumerFrame =
  | HelloFrame
  | SendFrame
  | ClickFrame
  | AttributesFrame
  | CloseFrame
  | HistoryFrame
  | ResumeFrame
  | AboutFiles
  | MarkFrame
  | SignalFrame
  | PingFrame
  | RenewFrame
