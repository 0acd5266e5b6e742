import type { BotId } from '@baton/base'
import type { OpenConversation } from '../conversation.ts'
import { MAX_FAILED_ESCALATIONS } from '../limits.ts'
import type { Destination, Escalation } from '../resolution.ts'
import type { Draft } from './draft.ts'

const mayTry = ({ failedEscalations }: OpenConversation): boolean => failedEscalations < MAX_FAILED_ESCALATIONS

/** Where a bot's failure leads. After it has led nowhere a few times it is not tried any more (connector R5.7). */
export const destinationFor = (open: OpenConversation, { destination }: Escalation): Destination | undefined =>
  mayTry(open) ? destination : undefined

/** It led nowhere, if it was tried. */
export function noteFailedEscalation(draft: Draft, botId: BotId): void {
  if (mayTry(draft.open)) draft.record({ type: 'escalationFailed', v: 1, botId })
}
