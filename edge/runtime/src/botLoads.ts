import type { AccountId, BotId } from '@baton/base'
import type { Conversation } from '@baton/conversation'

/**
 * How many conversations each bot has, as far as this node has seen them begin and end. Only guides the choice between bots,
 * so that a count which starts anew with the process does no harm.
 */
export class BotLoads {
  private readonly counts = new Map<string, number>()

  of(accountId: AccountId, botId: BotId): number {
    return this.counts.get(`${accountId}/${botId}`) ?? 0
  }

  moved(accountId: AccountId, before: Conversation, after: Conversation): void {
    const from = botIn(before)
    const to = botIn(after)
    if (from === to) return
    if (from !== undefined) this.add(accountId, from, -1)
    if (to !== undefined) this.add(accountId, to, 1)
  }

  private add(accountId: AccountId, botId: BotId, by: 1 | -1): void {
    const key = `${accountId}/${botId}`
    const count = (this.counts.get(key) ?? 0) + by
    if (count > 0) this.counts.set(key, count)
    else this.counts.delete(key)
  }
}

function botIn(conversation: Conversation): BotId | undefined {
  const open = conversation.phase === 'main' || conversation.phase === 'survey'
  return open && conversation.assignee.kind === 'bot' ? conversation.assignee.botId : undefined
}
