import type { AccountId, AgentId, BotId, ConversationId } from '@baton/base'
import type { DeskRow, Names, ViewAssignee } from '@baton/protocol'
import type { DeskItem } from '@baton/storage'
import type { NameBook } from '../names.ts'

/** What the page called the consumer of a conversation; undefined when it told nothing. */
export type FindConsumerName = (conversationId: ConversationId) => Promise<string | undefined>

/** What a row of the database shows on a desk. Closed conversations are in no list. */
export async function deskRows(
  names: NameBook,
  accountId: AccountId,
  items: readonly DeskItem[],
  withUnread: boolean,
  nameOf: FindConsumerName,
): Promise<DeskRow[]> {
  await names.learnMany(accountId, {
    skills: items.map(({ skillId }) => skillId),
    bots: items.flatMap(({ assigneeKind, assigneeId }) => (assigneeKind === 'bot' ? [assigneeId] : [])),
    agents: items.flatMap(({ assigneeKind, assigneeId }) => (assigneeKind === 'agent' ? [assigneeId] : [])),
  })
  const known = names.of(accountId)
  const called = await Promise.all(items.map(({ conversationId }) => nameOf(conversationId)))
  return items.flatMap((item, index) => {
    const consumerName = called[index]
    if (item.phase === 'closed') return []
    const row = toRow(item, item.phase, known, withUnread)
    return [consumerName === undefined ? row : { ...row, consumerName }]
  })
}

function toRow(item: DeskItem, phase: DeskRow['phase'], names: Names, withUnread: boolean): DeskRow {
  const { lastLine } = item
  return {
    conversationId: item.conversationId,
    consumerId: item.consumerId,
    phase,
    assignee: assigneeOf(item, names),
    skillId: item.skillId,
    skillName: names.skill(item.skillId),
    priority: { type: item.priority, responseMs: item.responseMs },
    ...(item.dueAt !== undefined && { dueAt: item.dueAt }),
    ...(item.queuedSince !== undefined && { queuedSince: item.queuedSince }),
    ...(lastLine && { lastLine: { text: lastLine.text, who: lastLine.by, at: lastLine.at } }),
    lastSeq: item.seq,
    ...(withUnread && { unread: isUnread(item) }),
    tags: item.tags,
    openedAt: item.openedAt,
    updatedAt: item.updatedAt,
  }
}

export const isUnread = ({ lastLine, readUpTo = 0 }: DeskItem): boolean =>
  lastLine?.by === 'consumer' && lastLine.seq > readUpTo

function assigneeOf(item: DeskItem, names: Names): ViewAssignee {
  const { assigneeKind, assigneeId = 0, queuedSince, openedAt, skillId } = item
  switch (assigneeKind) {
    case 'bot':
      return { kind: 'bot', who: { kind: 'bot', id: assigneeId as BotId, name: names.bot(assigneeId as BotId) } }
    case 'agent':
      return {
        kind: 'agent',
        who: { kind: 'agent', id: assigneeId as AgentId, name: names.agent(assigneeId as AgentId) },
      }
    default:
      return { kind: 'queue', since: queuedSince ?? openedAt, skillId, skillName: names.skill(skillId) }
  }
}
