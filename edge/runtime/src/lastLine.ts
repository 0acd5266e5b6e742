import type { Turn } from '@baton/bot'
import type { OpenConversation } from '@baton/conversation'
import type { Storage } from '@baton/storage'

/** Among so many the last line is looked for; between it and the transfer stands little. */
const LAST_EVENTS = 50

/** What was said last of what the consumer sees, whoever said it; not what the system says by itself (dialogs R7.34). */
export async function readLastLine(
  { conversations }: Pick<Storage, 'conversations'>,
  { accountId, id, seq }: OpenConversation,
): Promise<Turn['lastLine']> {
  const newest = await conversations.readLogBackwards(accountId, id, seq + 1, LAST_EVENTS)
  for (const { event } of newest.toReversed()) {
    if (event.type !== 'messageSent' || event.audience !== 'ALL' || event.automatic !== undefined) continue
    const { by, body } = event
    return body?.content.kind === 'text' ? { by: by.kind, text: body.content.text } : undefined
  }
  return undefined
}
