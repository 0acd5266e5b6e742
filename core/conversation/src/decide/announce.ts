import type { EpochMs } from '@baton/base'
import type { AutomaticKind } from '../automatic.ts'
import type { Announce } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import type { SaidByItself } from '../resolution.ts'
import { Draft, TIMER } from './draft.ts'

/** An outcome: whoever still waits is told what there is to tell, and is looked at again later. */
export function announce(open: OpenConversation, { words, nextAt, at }: Announce): Decision {
  if (!announces(open)) return accept([])
  const draft = new Draft(open, at)
  if (words) sayBySystem(draft, words.kind, words.text)
  setAnnouncement(draft, nextAt)
  return draft.decision()
}

/** Words of the system's own: they answer nobody, and owe nobody an answer (messaging R3.16). */
export function sayBySystem(draft: Draft, automatic: AutomaticKind, text: string): void {
  draft.record({
    type: 'messageSent',
    v: 1,
    by: { kind: 'system' },
    audience: 'ALL',
    kind: 'text',
    automatic,
    body: { content: { kind: 'text', text } },
  })
}

/** Called behind the event that is the occasion: in one commit with it, so that neither is without the other, or twice. */
export function sayOccasion(draft: Draft, says: SaidByItself | undefined): void {
  if (says) sayBySystem(draft, says.kind, says.text)
}

/** Called behind the event that put the conversation into a queue. */
export function startAnnouncing(draft: Draft): void {
  if (announces(draft.open)) setAnnouncement(draft, draft.at)
}

/** Called before the event with which somebody takes the conversation, or moves it, or ends it: nothing more comes of waiting. */
export function leaveQueue(draft: Draft): void {
  const { assignee } = draft.open
  if (announces(draft.open)) draft.order({ do: 'clearTimer', name: TIMER.announce })
  if (assignee.kind === 'queue' && assignee.failsAt !== undefined) {
    draft.order({ do: 'clearTimer', name: TIMER.transfer })
  }
  if (assignee.kind === 'queue' && assignee.suggestedUntil !== undefined) {
    draft.order({ do: 'clearTimer', name: TIMER.suggestion })
  }
}

const setAnnouncement = (draft: Draft, dueAt: EpochMs): void =>
  draft.order({ do: 'setTimer', timer: { name: TIMER.announce, dueAt, on: 'announce' } })

const announces = ({ phase, assignee }: OpenConversation): boolean =>
  phase === 'main' && assignee.kind === 'queue' && assignee.announces === true
