import type { AccountId, AgentId, BotId, ConversationId, EpochMs } from '@baton/base'
import type { DeskRow, Names, ViewAssignee } from '@baton/protocol'
import type { DeskItem } from '@baton/storage'
import type { NameBook } from '../names.ts'

/** What a list shows of a conversation and no column says. */
export interface Beside {
  /** What the page called the consumer; absent: it told nothing. */
  readonly consumerName?: string | undefined
  /** Whom it is meant for, while it waits (messaging R5.13). */
  readonly suggestedAgentId?: AgentId | undefined
  readonly suggestedUntil?: EpochMs | undefined
}
export type FindBeside = (conversationId: ConversationId) => Promise<Beside>

/** What a row of the database shows on a desk. Closed conversations are in no list. */
export async function deskRows(
  names: NameBook,
  accountId: AccountId,
  items: readonly DeskItem[],
  withUnread: boolean,
  besideOf: FindBeside,
): Promise<DeskRow[]> {
  const beside = await Promise.all(items.map(({ conversationId }) => besideOf(conversationId)))
  await names.learnMany(accountId, {
    skills: items.map(({ skillId }) => skillId),
    bots: items.flatMap(({ assigneeKind, assigneeId }) => (assigneeKind === 'bot' ? [assigneeId] : [])),
    agents: items.flatMap(({ assigneeKind, assigneeId }, index) =>
      assigneeKind === 'agent' ? [assigneeId] : (beside[index]?.suggestedAgentId ?? []),
    ),
  })
  const known = names.of(accountId)
  return items.flatMap((item, index) => {
    const more = beside[index] ?? {}
    const { consumerName } = more
    if (item.phase === 'closed') return []
    const row = { ...toRow(item, item.phase, known, withUnread), assignee: assigneeOf(item, more, known) }
    return [consumerName === undefined ? row : { ...row, consumerName }]
  })
}

function toRow(item: DeskItem, phase: DeskRow['phase'], names: Names, withUnread: boolean): Omit<DeskRow, 'assignee'> {
  const { lastLine } = item
  return {
    conversationId: item.conversationId,
    consumerId: item.consumerId,
    phase,
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

function assigneeOf(item: DeskItem, { suggestedAgentId, suggestedUntil }: Beside, names: Names): ViewAssignee {
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
      return {
        kind: 'queue',
        since: queuedSince ?? openedAt,
        skillId,
        skillName: names.skill(skillId),
        ...(suggestedAgentId !== undefined && {
          suggested: { kind: 'agent', id: suggestedAgentId, name: names.agent(suggestedAgentId) },
        }),
        ...(suggestedUntil !== undefined && { suggestedUntil }),
      }
  }
}
