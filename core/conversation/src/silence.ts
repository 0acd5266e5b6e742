import type { EpochMs } from '@baton/base'
import { after } from '@baton/base'
import { SILENCES, type Silence } from './automatic.ts'
import type { Conversation, OpenConversation } from './conversation.ts'

/** Where nothing else is set, in seconds. */
export const SILENCE_SECONDS: { readonly [kind in Silence]: number } = {
  agentSilent: 600,
  stillWaiting: 900,
  consumerSilent: 600,
}

export interface DueSilence {
  readonly kind: Silence
  readonly dueAt: EpochMs
}

/**
 * The silences that last now and were not spoken of yet, the first one due first. More than one may last: after a transfer an agent
 * owes the first word, and the consumer has not come back to the last one (messaging MSG-19).
 */
export function silencesIn(conversation: Conversation): readonly DueSilence[] {
  if (conversation.phase !== 'main' || conversation.silences === undefined) return []
  const { silences, toldAt } = conversation
  return SILENCES.flatMap((kind) => {
    const since = SINCE[kind](conversation)
    const ms = silences[kind]
    const told = toldAt?.[kind]
    const isTold = since !== undefined && told !== undefined && told > since
    return since === undefined || ms === undefined || isTold ? [] : [{ kind, dueAt: after(since, ms) }]
  }).sort((a, b) => a.dueAt - b.dueAt)
}

/** Since when this silence lasts; undefined while nobody is silent in this way. */
const SINCE: { readonly [kind in Silence]: (open: OpenConversation) => EpochMs | undefined } = {
  // From when they have it, and from the first words that they have not answered, and from when they are there (MSG-17).
  agentSilent: ({ assignee, pendingSince, opensAt, seatedAt }) =>
    assignee.kind === 'agent' && pendingSince !== undefined
      ? (Math.max(seatedAt, opensAt ?? pendingSince) as EpochMs)
      : undefined,
  // Anew with each visit to a queue (MSG-18).
  stillWaiting: ({ assignee }) => (assignee.kind === 'queue' ? assignee.since : undefined),
  // Who has the conversation may have changed meanwhile (MSG-19).
  consumerSilent: ({ assignee, consumerSpokeLast, brandSpokeAt }) =>
    assignee.kind === 'queue' || consumerSpokeLast ? undefined : brandSpokeAt,
}
