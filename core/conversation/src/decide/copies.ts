import type { EffectId } from '@baton/base'
import type { EndCopy } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Copy } from '../copy.ts'
import type { Decision } from '../decision.ts'
import { Draft } from './draft.ts'
import { openNextTurn } from './turns.ts'

/** Files that a bot wants brought to the brand; in the commit of what it says beside. */
export function orderCopies(draft: Draft, copies: readonly Copy[]): void {
  const { id, turn } = draft.open
  if (!turn) return
  const { botId } = turn
  for (const copy of copies) {
    const effectId = `${id}/c${copy.uploadId}` as EffectId
    draft.order({ do: 'perform', effect: { kind: 'job', name: 'copyFile', id: effectId, botId, ...copy } })
  }
}

/** An outcome: a copy came to its end, and the bot is told as soon as it has the floor (dialogs R8.5, R8.6). */
export function endCopy(open: OpenConversation, { botId, uploadId, fileId, succeeded, seat, at }: EndCopy): Decision {
  const draft = new Draft(open, at)
  draft.record({ type: 'copyEnded', v: 1, botId, uploadId, fileId, succeeded })
  openNextTurn(draft, seat)
  return draft.decision()
}
