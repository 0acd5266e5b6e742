import type { AccountId, AgentId, BotId } from '@baton/base'
import type { Who } from '@baton/protocol'
import type { NameBook } from './names.ts'

/** @param participant `consumer`, `agent:<id>` or `bot:<id>`, as marks are kept */
export async function whoOf(names: NameBook, accountId: AccountId, participant: string): Promise<Who> {
  const [kind, number] = participant.split(':')
  const id = Number(number)
  if (kind === 'agent') {
    await names.learnAgent(accountId, id as AgentId)
    return { kind, id: id as AgentId, name: names.of(accountId).agent(id as AgentId) }
  }
  if (kind === 'bot') return { kind, id: id as BotId, name: names.of(accountId).bot(id as BotId) }
  return kind === 'consumer' ? { kind } : { kind: 'system' }
}
