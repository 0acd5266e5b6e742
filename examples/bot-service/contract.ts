/**
 * The part of the Custom Endpoint contract that these bots use. They share no code with the platform on purpose: this is what
 * a bot's author has, a published contract and HTTP.
 */

/** What the bot is told. Unknown fields are ignored. */
export interface BotEvent {
  readonly type: 'TEXT' | 'RICH_CONTENT' | 'hosted-file' | 'START' | 'CLOSE_CONVERSATION'
  readonly text: string
  /** Ids that came back with a click, first one first. */
  readonly clickedIds: readonly string[]
  /** What the consumer said before this bot got the conversation. */
  readonly lastConsumerMessage?: string
}

export interface BotResponse {
  readonly response: readonly ResponseItem[]
  readonly analytics: { readonly intents: readonly Intent[]; readonly surveyAnswers?: readonly SurveyAnswer[] }
}

export interface Intent {
  readonly id: string
  readonly description: string
  /** 0 … 1 */
  readonly confidenceScore: number
}

export type ResponseItem =
  | {
      readonly type: 'TEXT'
      readonly data: { readonly message: string; readonly messageAudience?: 'AGENTS_AND_MANAGERS' }
    }
  | {
      readonly type: 'STRUCTURED_CONTENT'
      readonly data: { readonly structuredContent: object; readonly metadata?: readonly object[] }
    }
  | { readonly type: 'DELAY'; readonly data: { readonly seconds: number; readonly typing: boolean } }
  | { readonly type: 'ACTION'; readonly data: { readonly name: string; readonly parameters: object } }

/** Answers one event. Keeps nothing: what it must remember of a conversation stands in `memory`. */
export type Bot = (event: BotEvent, memory: Memory) => Answer

export interface Answer extends BotResponse {
  /** Seconds of the real world before the answer leaves; only to show what waiting looks like. */
  readonly holdSeconds?: number
}

/** What a bot remembers of one conversation; text by name, few and short. */
export type Memory = Map<string, string>

export const text = (message: string): ResponseItem => ({ type: 'TEXT', data: { message } })

/** Seen by agents and managers only. */
export const note = (message: string): ResponseItem => ({
  type: 'TEXT',
  data: { message, messageAudience: 'AGENTS_AND_MANAGERS' },
})

export const delay = (seconds: number, typing = true): ResponseItem => ({ type: 'DELAY', data: { seconds, typing } })

export const action = (name: string, parameters: object = {}): ResponseItem => ({
  type: 'ACTION',
  data: { name, parameters },
})

export const intent = (id: string, description: string, confidenceScore = 1): Intent => ({
  id,
  description,
  confidenceScore,
})

export interface Suggestion {
  readonly title: string
  /** What the consumer says by tapping it; the title when absent. */
  readonly says?: string
  /** Comes back with the tap. */
  readonly id: string
}

/** A text with suggested answers below it. */
export function ask(message: string, suggestions: readonly Suggestion[], itemsPerRow = 4): ResponseItem {
  return {
    type: 'STRUCTURED_CONTENT',
    data: {
      structuredContent: {
        message,
        quickReplies: { type: 'quickReplies', itemsPerRow, replies: suggestions.map(button) },
      },
    },
  }
}

/** A button that speaks for the consumer and brings its id back. */
export function button({ title, says, id }: Suggestion): object {
  return {
    type: 'button',
    title,
    tooltip: title,
    click: { actions: [{ type: 'publishText', text: says ?? title }], metadata: [{ type: 'ExternalId', id }] },
  }
}

/** What a bot that asks afterwards was answered; Baton counts it. */
export interface SurveyAnswer {
  /** `csat`, `nps`, `fcr`, or a name of your own. */
  readonly measures: string
  readonly question: string
  readonly answer?: string
  readonly number?: number
  readonly skipped?: true
}

/** Says beside an answer what the consumer answered. */
export const counting = ({ analytics, ...rest }: Answer, ...surveyAnswers: SurveyAnswer[]): Answer => ({
  ...rest,
  analytics: { ...analytics, surveyAnswers },
})

export function answer(intentOfAnswer: Intent, ...response: ResponseItem[]): Answer {
  return { response, analytics: { intents: [intentOfAnswer] } }
}
