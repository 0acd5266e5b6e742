import type {
  AccountId,
  AgentId,
  BotId,
  ConsumerId,
  ConversationId,
  EntryPointId,
  EpochMs,
  SkillId,
  TurnId,
} from '@baton/base'
import type { Audience } from '@baton/content'
import type { OpenConversation, Recorded } from '@baton/conversation'
import { describe, expect, it } from 'vitest'
import { listRowOf } from './listRow.ts'

const at = 1_000 as EpochMs
const open: OpenConversation = {
  phase: 'main',
  id: 'c' as ConversationId,
  seq: 2,
  accountId: 'brand' as AccountId,
  consumerId: 'ada' as ConsumerId,
  entryPointId: 'web' as EntryPointId,
  language: 'en',
  openedAt: at,
  lastAt: at,
  lastActivityAt: at,
  skillId: 7 as SkillId,
  priority: { type: 'normal', responseMs: 300_000 },
  responseTimes: { urgent: 1, normal: 300_000, prioritized: 2 },
  autoCloseMs: 9,
  assignee: { kind: 'bot', botId: 3 as BotId },
  seatedAt: at,
  offers: [],
  asked: [],
  joined: [],
  waiting: [],
  nextTurnId: 1 as TurnId,
  lastConsumerSeq: 2,
  lastPublicSeq: 2,
  consumerSpokeLast: true,
  hops: 0,
  transferFailures: 0,
  transfersStopped: false,
  failedEscalations: 0,
  answeredTurns: 0,
  tags: [],
}
const message = (seq: number, text: string, audience: Audience = 'ALL'): Recorded => ({
  seq,
  at,
  event: {
    type: 'messageSent',
    v: 1,
    by: { kind: 'consumer' },
    audience,
    kind: 'text',
    body: { content: { kind: 'text', text } },
  },
})

describe('listRowOf', () => {
  it('shows the newest words on one line, and whose eyes they are for', () => {
    const row = listRowOf(open, [message(2, 'hello\nthere'), message(3, 'regular guest', 'AGENTS_AND_MANAGERS')])
    expect(row.lastLine).toMatchObject({
      text: 'regular guest',
      seq: 3,
      audience: 'AGENTS_AND_MANAGERS',
      by: 'consumer',
    })
    expect(listRowOf(open, [message(2, 'hello\nthere')]).lastLine?.text).toBe('hello there')
  })
  it('keeps the last line where nothing new was said, and drops it with an erasure', () => {
    const before = listRowOf(open, [message(2, 'hello')])
    expect(listRowOf(open, [], before).lastLine).toEqual(before.lastLine)
    const erased: Recorded = { seq: 3, at, event: { type: 'erased', v: 1 } }
    expect(listRowOf(open, [erased], before).lastLine).toBeUndefined()
  })
  it('has a place in a queue only while it waits there', () => {
    const queued = listRowOf({ ...open, assignee: { kind: 'queue', skillId: 7 as SkillId, since: at } }, [])
    expect(queued).toMatchObject({ assigneeKind: 'queue', queuedSince: at })
    const taken = listRowOf({ ...open, assignee: { kind: 'agent', agentId: 5 as AgentId } }, [], queued)
    expect(taken).toMatchObject({ assigneeKind: 'agent', assigneeId: 5 })
    expect(taken.queuedSince).toBeUndefined()
  })
  it('says when an answer is due while one is owed', () => {
    expect(listRowOf({ ...open, pendingSince: at }, [])).toMatchObject({ dueAt: at + 300_000 })
    expect(listRowOf(open, []).dueAt).toBeUndefined()
  })
  it('says it not while a bot is asked, whose turn has a budget, but where a bot ended its turn without a word', () => {
    const turn = { turnId: 1 as TurnId, botId: 3 as BotId } as OpenConversation['turn']
    expect(listRowOf({ ...open, pendingSince: at, turn }, []).dueAt).toBeUndefined()
    expect(listRowOf({ ...open, pendingSince: at, turn: undefined }, []).dueAt).toBe(at + 300_000)
    const atAgent = { ...open, assignee: { kind: 'agent', agentId: 5 as AgentId } } as const
    expect(listRowOf({ ...atAgent, pendingSince: at, turn }, []).dueAt).toBe(at + 300_000)
  })
})
