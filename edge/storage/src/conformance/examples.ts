import type {
  AccountId,
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EffectId,
  EntryPointId,
  EpochMs,
  SkillId,
  TurnId,
} from '@baton/base'
import type { EffectChange, Job, OpenConversation, Recorded, Timer, TurnWork } from '@baton/conversation'
import type { Commit, ListRow, SettledEffect } from '../commit.ts'
import type { Storage } from '../store.ts'

/** How a suite gets an empty storage of the dialect under test; who hands it in closes it. */
export type Open = () => Promise<Storage>

export const account = 'coffee' as AccountId
export const otherAccount = 'bakery' as AccountId
export const consumer = 'consumer-1' as ConsumerId
export const conversationId = '00000000-0000-4000-8000-000000000001' as ConversationId
export const otherConversationId = '00000000-0000-4000-8000-000000000002' as ConversationId
export const skill = 7 as SkillId
export const bot = 3 as BotId
export const otherBot = 4 as BotId
export const agent = 5 as AgentId
export const node = 'node-a'
export const noon = 1_780_000_000_000 as EpochMs
export const at = (ms: number): EpochMs => (noon + ms) as EpochMs

const responseTimes = { urgent: 60_000, normal: 600_000, prioritized: 300_000 }
const priority = { type: 'normal', responseMs: 600_000 } as const
const queued = { kind: 'queue', skillId: skill, since: noon } as const

/** A consumer's words at a place of the log. */
export function said(seq: number, text = `message ${seq}`): Recorded {
  return {
    seq,
    at: at(seq),
    event: {
      type: 'messageSent',
      v: 1,
      by: { kind: 'consumer' },
      audience: 'ALL',
      kind: 'text',
      fate: 'waits',
      body: { content: { kind: 'text', text } },
    },
  }
}

export function opened(id = conversationId, consumerId = consumer, accountId = account): Recorded {
  return {
    seq: 1,
    at: at(1),
    event: {
      type: 'opened',
      v: 1,
      conversationId: id,
      accountId,
      consumerId,
      entryPointId: 'web' as EntryPointId,
      language: 'en',
      skillId: skill,
      assignee: queued,
      priority,
      responseTimes,
      autoCloseMs: 86_400_000,
      body: { attributes: { city: 'Turin' } },
    },
  }
}

export function stateOf(seq: number, id = conversationId, consumerId = consumer): OpenConversation {
  return {
    phase: 'main',
    id,
    seq,
    accountId: account,
    consumerId,
    entryPointId: 'web' as EntryPointId,
    language: 'en',
    openedAt: noon,
    lastAt: at(seq),
    lastActivityAt: at(seq),
    skillId: skill,
    priority,
    responseTimes,
    autoCloseMs: 86_400_000,
    assignee: queued,
    seatedAt: noon,
    offers: [],
    asked: [],
    joined: [],
    waiting: [],
    nextTurnId: 1 as TurnId,
    lastConsumerSeq: seq,
    consumerSpokeLast: true,
    lastPublicSeq: seq,
    hops: 0,
    transferFailures: 0,
    transfersStopped: false,
    failedEscalations: 0,
    answeredTurns: 0,
    tags: [],
  }
}

export function row(change: Partial<ListRow> = {}): ListRow {
  return {
    phase: 'main',
    consumerId: consumer,
    assigneeKind: 'bot',
    assigneeId: bot,
    skillId: skill,
    responseMs: 600_000,
    priority: 'normal',
    openedAt: noon,
    updatedAt: at(1),
    ...change,
  }
}

/** A commit that opens a conversation, with whatever the test is about. */
export function opening(change: Partial<Commit> = {}): Commit {
  const id = change.conversationId ?? conversationId
  const consumerId = change.listRow?.consumerId ?? consumer
  return {
    accountId: account,
    conversationId: id,
    expectedSeq: 0,
    events: [opened(id, consumerId, change.accountId)],
    state: stateOf(1, id, consumerId),
    stateVersion: 1,
    listRow: row(),
    effects: [],
    ...change,
  }
}

/** A commit that adds one message after `expectedSeq`. */
export function message(expectedSeq: number, change: Partial<Commit> = {}): Commit {
  const seq = expectedSeq + 1
  return {
    ...opening(),
    expectedSeq,
    events: [said(seq)],
    state: stateOf(seq),
    listRow: row({ updatedAt: at(seq) }),
    ...change,
  }
}

/** A commit without events: an outcome that changes only effects. */
export const silently = (expectedSeq: number, change: Partial<Commit> = {}): Commit =>
  message(expectedSeq, { events: [], state: stateOf(expectedSeq), ...change })

/** Opens `count` conversations, each of its own consumer, and tells their ids. */
export async function openMany(
  storage: Storage,
  count: number,
  change: (index: number, id: ConversationId) => Partial<Commit> = () => ({}),
): Promise<ConversationId[]> {
  const ids = Array.from({ length: count }, (_, index) => numberedId(index))
  const results = await Promise.all(
    ids.map((id, index) => {
      const consumerId = `consumer-${index}` as ConsumerId
      const changed = change(index, id)
      const listRow = { ...(changed.listRow ?? row({ updatedAt: at(index) })), consumerId }
      return storage.conversations.commit(opening({ conversationId: id, ...changed, listRow }))
    }),
  )
  const refused = results.find((result) => !result.ok)
  if (refused) throw new Error(`an example was refused: ${JSON.stringify(refused)}`)
  return ids
}

export const numberedId = (index: number): ConversationId =>
  `10000000-0000-4000-8000-${String(index).padStart(12, '0')}` as ConversationId

export const clientMessage = (clientId: string, seq: number, contentHash = 'hash-1') => ({
  sender: `consumer:${consumer}`,
  clientId: clientId as ClientId,
  contentHash,
  seq,
})

export function turnWork(id: string, change: Partial<TurnWork> = {}): TurnWork {
  return {
    kind: 'turn',
    name: 'askBot',
    id: id as EffectId,
    turnId: 1 as TurnId,
    botId: bot,
    deadline: at(180_000),
    ...change,
  }
}

export const job = (id: string, botId = bot): Job => ({
  kind: 'job',
  name: 'tellBot',
  id: id as EffectId,
  botId,
  what: 'STARTED',
})

export const perform = (effect: TurnWork | Job): EffectChange => ({ do: 'perform', effect })
export const idleTimer = (dueAt: EpochMs, name = 'idle'): EffectChange => ({
  do: 'setTimer',
  timer: { name, dueAt, on: 'idle' } satisfies Timer,
})

export const settled = (effectId: string, claimedBy = node): SettledEffect => ({
  kind: 'effect',
  effectId: effectId as EffectId,
  claimedBy,
})

/** A claim of this node that is asked for long after everything fell due. */
export const claim = { by: node, now: at(10_000_000), until: at(20_000_000), limit: 10 }
export const turns = { ...claim, kind: 'turn', busyBots: [] } as const
export const jobs = { ...claim, kind: 'job', busyBots: [] } as const

export const newSkill = (name: string) => ({
  name,
  description: '',
  enabled: true,
  responseTimes: { urgent: 1, normal: 2, prioritized: 3 },
  autoCloseMs: 4,
})
