import { setTimeout as pause } from 'node:timers/promises'
import type { AgentId, ConversationId, SkillId } from '@baton/base'
import { type AgentClient, createAgentClient, type SocketConstructor } from '@baton/client'
import type { DeskRow } from '@baton/protocol'
import { WebSocket } from 'ws'
import { backSoon, messagesOf, wordsOf } from '../support/people.ts'
import type { Shop } from '../support/shop.ts'

/** How long somebody who hung up is away, in milliseconds. */
const AWAY_MS = 1_000
const STEP_MS = 30
/** Lists are asked for more seldom. */
const LOOK_MS = 150

/** Passes a conversation on, for these words of the consumer. */
export type PassOn = Readonly<Record<string, { readonly skillId: SkillId; readonly agentId?: AgentId }>>

export interface Robot {
  stop(): Promise<void>
}

/**
 * Somebody at a desk who takes what rings and answers it once, or passes it on. All that they do follows from what the desk shows,
 * so that they go on where they stopped, whatever happened to the server.
 */
export function startAgent(shop: Shop, token: string, name: string, passOn: PassOn): Robot {
  const client = connect(shop, token)
  void client.watch('mine')
  return repeat(client, async () => {
    if (!(await isAtWork(client))) return
    for (const { conversationId } of client.state.offers) await client.accept(conversationId)
    const mine = client.state.lists.get('mine')
    if (mine === undefined) await client.watch('mine')
    for (const { conversationId } of mine?.rows ?? []) {
      // Whoever passed it on could not see it any more.
      if (!client.state.conversations.has(conversationId)) await client.follow(conversationId)
      await answer(client, conversationId, name, passOn)
    }
  })
}

async function answer(client: AgentClient, id: ConversationId, name: string, passOn: PassOn): Promise<void> {
  const { conversations, agentId, outbox } = client.state
  const view = conversations.get(id)?.view
  if (view === undefined || outbox.some(({ conversationId }) => conversationId === id)) return
  const { assignee, phase } = view.header
  const isMine = phase === 'main' && assignee?.kind === 'agent' && assignee.who.kind === 'agent'
  if (!isMine || assignee.who.id !== agentId) return
  // What a bot said when it passed the conversation on answers nothing.
  const last = messagesOf(view).findLast(({ event }) => event.who.kind !== 'bot')?.event
  if (last?.who.kind !== 'consumer') return
  const words = wordsOf(last.content)
  const to = passOn[words]
  if (to === undefined) client.send(id, `${name}: ${words}`)
  else await client.transfer(id, to.skillId, to.agentId === undefined ? {} : { agentId: to.agentId })
}

/** Somebody who hangs up when it rings, without a word, comes back a moment later, and turns down what still rings then. */
export function startHangingUp(shop: Shop, token: string): Robot & { readonly hungUp: () => number } {
  let times = 0
  let client = connect(shop, token)
  const known = new Set<ConversationId>()
  const robot = repeat(undefined, async () => {
    if (!(await isAtWork(client))) return
    const rings = client.state.offers.map(({ conversationId }) => conversationId)
    for (const id of rings.filter((one) => known.has(one))) await client.reject(id)
    const [fresh] = rings.filter((id) => !known.has(id))
    if (fresh === undefined) return
    known.add(fresh)
    times += 1
    client.stop()
    await pause(AWAY_MS)
    client = connect(shop, token)
  })
  return {
    hungUp: () => times,
    async stop() {
      await robot.stop()
      client.stop()
    },
  }
}

/** A manager who returns to the bot's skill whatever comes into this queue. */
export function startReturning(shop: Shop, token: string, from: SkillId, to: SkillId): Robot {
  const client = connect(shop, token)
  const returned = new Set<ConversationId>()
  const waits = ({ conversationId, assignee }: DeskRow) => assignee.kind === 'queue' && !returned.has(conversationId)
  return repeat(
    client,
    async () => {
      // Asked for anew each time: what was done before a crash must not be done once more by an old list.
      const list = await client.watch('all', from)
      if (!list.ok) return
      for (const { conversationId } of list.frame.rows.filter(waits)) {
        if ((await client.transfer(conversationId, to)).ok) returned.add(conversationId)
        else return
      }
    },
    LOOK_MS,
  )
}

const connect = (shop: Shop, token: string): AgentClient =>
  createAgentClient({
    url: shop.server.deskUrl,
    token,
    WebSocket: WebSocket as unknown as SocketConstructor,
    random: backSoon,
  })

async function isAtWork(client: AgentClient): Promise<boolean> {
  const { connection, desk } = client.state
  if (connection !== 'online' || desk === undefined) return false
  return desk.status === 'online' || (await client.setStatus('online')).ok
}

function repeat(client: AgentClient | undefined, step: () => Promise<void>, everyMs = STEP_MS): Robot {
  let goesOn = true
  const busy = (async () => {
    for (; goesOn; await pause(everyMs)) await step()
  })()
  return {
    async stop() {
      goesOn = false
      await busy
      client?.stop()
    },
  }
}
