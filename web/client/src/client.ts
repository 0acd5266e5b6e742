import type { ClientId, ConsumerId, JsonObject } from '@baton/base'
import type { CardRules, Chosen, Content, Metadata } from '@baton/content'
import type { ConversationView, FileRules, Who } from '@baton/protocol'
import type { Answer } from './asks.ts'
import type { EarlierConversation } from './earlier.ts'
import type { GivenEnvironment } from './environment.ts'
import type { FileOrders } from './files.ts'
import type { IdentitySource } from './identity.ts'
import type { LinkProblem } from './link.ts'
import type { OutboxItem } from './outbox.ts'

export interface ClientOptions extends GivenEnvironment {
  /** http(s) base of the server. */
  readonly url: string
  readonly account: string
  readonly entryPoint: string
  /** Who is signed in on the brand's page; absent: nobody says. */
  readonly identity?: IdentitySource
  /** False: this screen cannot show a survey, so that nobody is asked after what is opened here; absent: it can. */
  readonly surveys?: boolean
}

/** What a consumer's screen shows; a new object for every change, never changed itself. */
export interface ClientState {
  /** `connecting` only before the first connection; afterwards `offline` until it is back. */
  readonly connection: 'connecting' | 'online' | 'offline' | 'closed'
  /** Why it is `closed`, when nobody asked for it. */
  readonly problem?: LinkProblem
  readonly consumerId?: ConsumerId
  /** What files may be sent; absent: none. */
  readonly fileRules?: FileRules
  /** The newest conversation. */
  readonly view?: ConversationView
  /** Earlier conversations of the thread that were scrolled to, oldest first. */
  readonly earlier: readonly EarlierConversation[]
  readonly canLoadEarlier: boolean
  readonly loadingEarlier: boolean
  /** Said here, not yet among the events; oldest first. */
  readonly outbox: readonly OutboxItem[]
  readonly otherTyping?: Who
  readonly unread: number
  /** How the account wants cards to be drawn; absent before the first welcome. */
  readonly cards?: CardRules
}

export type Sent =
  | { readonly ok: true; readonly clientId: ClientId }
  | { readonly ok: false; readonly reason: 'empty' | 'too-long' | 'outbox-full' }

/** A consumer's side of a conversation; knows no screen and no framework. */
export interface Client {
  readonly state: ClientState
  /** @returns takes the listener away */
  subscribe(listener: (state: ClientState) => void): () => void
  /** Says something: shown at once, sent as soon as possible, never twice. */
  send(said: string | Content, metadata?: Metadata): Sent
  /**
   * Taps an element of a message.
   * @param on place of the message in the newest conversation
   * @param element JSON pointer into its content
   * @param text what the tap says in the consumer's name, for showing it at once
   * @param chosen what was ticked, selected or picked, where the element leaves a choice
   */
  click(on: number, element: string, text?: string, chosen?: Chosen): Sent
  readonly files: FileOrders
  /** Ends the conversation. */
  close(): Promise<Answer>
  /** What the page knows of the consumer: told to the open conversation, or with the words that open the next one. */
  setAttributes(attributes: JsonObject): void
  /**
   * Somebody signed in on the page, or out: an anonymous conversation goes on as theirs; whoever signs out leaves nothing behind.
   */
  identify(identity: IdentitySource | undefined): void
  /** Everything that is here has been seen. */
  markRead(): void
  /** A key was pressed. */
  typing(): void
  /** @returns whether there was something */
  loadEarlier(): Promise<boolean>
  retry(clientId: ClientId): void
  discard(clientId: ClientId): void
  /** Ends for good; what is unsent stays in storage for the next client. */
  stop(): void
}
