import type { ConversationId } from '@baton/base'
import {
  type AgentClient,
  type Client,
  type ClientState,
  createAgentClient,
  createClient,
  type IdentitySource,
  memoryStorage,
  type SocketConstructor,
  type TextStorage,
} from '@baton/client'
import type { Content } from '@baton/content'
import type { ConversationView, EventFrame, ViewerEvent } from '@baton/protocol'
import { WebSocket } from 'ws'
import type { Shop } from './shop.ts'
import { waitUntil } from './waitUntil.ts'

export type SeenMessage = EventFrame & { readonly event: ViewerEvent & { type: 'message' } }

/** A consumer at a terminal: the same client as the window's, without a window. */
export interface Consumer {
  readonly client: Client
  view(): ConversationView | undefined
  conversationId(): Promise<ConversationId>
  /** Waits for a message of somebody else that holds these words. */
  hears(words: string): Promise<SeenMessage>
  /** Waits until the newest conversation looks like this. */
  sees(what: string, looks: (state: ClientState) => boolean): Promise<ClientState>
  /** Everything that was said, in order. */
  said(): readonly string[]
}

const Socket = WebSocket as unknown as SocketConstructor

/**
 * For clients that must be back soon. By itself a client waits up to 30 s between attempts, at random; where servers end and come
 * back all the time that would be most of a test, and more than it waits for.
 */
export const backSoon = (): number => Math.random() * 0.1

export function connectConsumer(
  shop: Shop,
  storage: TextStorage = memoryStorage(),
  identity?: IdentitySource,
): Consumer {
  const client = createClient({
    url: shop.server.url,
    account: shop.account,
    entryPoint: shop.entryPoint,
    WebSocket: Socket,
    storage,
    random: backSoon,
    ...(identity !== undefined && { identity }),
  })
  const view = () => client.state.view
  return {
    client,
    view,
    conversationId: () => waitUntil('a conversation is open', () => view()?.header.conversationId),
    hears: (words) =>
      waitUntil(`the consumer hears “${words}”`, () =>
        messagesOf(view()).find(({ event }) => event.who.kind !== 'consumer' && wordsOf(event.content).includes(words)),
      ),
    sees: (what, looks) => waitUntil(what, () => looks(client.state) && client.state),
    said: () => messagesOf(view()).map(({ event }) => wordsOf(event.content)),
  }
}

/** One of the brand's people at their desk. */
export interface AtDesk {
  readonly client: AgentClient
  /** Follows a conversation and waits until it is told. */
  follow(conversationId: ConversationId): Promise<ConversationView>
  view(conversationId: ConversationId): ConversationView | undefined
  /** Waits until somebody at this desk has seen such an event. */
  sees<T extends ViewerEvent['type']>(
    conversationId: ConversationId,
    type: T,
    looks?: (event: ViewerEvent & { type: T }) => boolean,
  ): Promise<ViewerEvent & { type: T }>
}

export function sitDown(shop: Shop, token: string): AtDesk {
  const client = createAgentClient({ url: shop.server.deskUrl, token, WebSocket: Socket, random: backSoon })
  const view = (id: ConversationId) => client.state.conversations.get(id)?.view
  return {
    client,
    view,
    async follow(id) {
      const answer = await waitUntil('the desk is connected', async () => {
        const tried = await client.follow(id)
        return (tried.ok || tried.code !== 'offline') && tried
      })
      if (!answer.ok) throw new Error(`could not follow ${id}: ${answer.code} ${answer.message}`)
      return waitUntil('the conversation is told', () => view(id))
    },
    sees: (id, type, looks = () => true) =>
      waitUntil(`the desk sees ${type}`, () =>
        (view(id)?.events ?? [])
          .map(({ event }) => event)
          .find((event): event is ViewerEvent & { type: typeof type } => event.type === type && looks(event as never)),
      ),
  }
}

export function messagesOf(view: ConversationView | undefined): SeenMessage[] {
  return (view?.events ?? []).filter((frame): frame is SeenMessage => frame.event.type === 'message')
}

/** The words of a message; of cards, their texts and titles. */
export function wordsOf(content: Content | undefined): string {
  if (content === undefined) return ''
  if (content.kind === 'text') return content.text
  return JSON.stringify(content)
}
