import type { Conversation } from './conversation.ts'
import type { EffectChange } from './effects.ts'
import type { ConversationEvent } from './events.ts'

/** What follows from a command: facts and orders to the world, or a refusal that is told to the sender. */
export type Decision = Accepted | Refused

export interface Accepted {
  readonly ok: true
  readonly events: readonly ConversationEvent[]
  readonly effects: readonly EffectChange[]
}

export interface Refused {
  readonly ok: false
  readonly refusal: Refusal
}

/** Stable codes; the texts that people read are in the message catalogues. */
export type Refusal =
  | 'conversation-not-found'
  | 'conversation-exists'
  | 'conversation-closed'
  | 'not-a-participant'
  | 'not-the-assignee'
  | 'not-permitted'
  | 'private-not-permitted'
  | 'content-not-permitted'
  | 'message-empty'
  | 'too-many-waiting'
  | 'not-a-click'
  | 'offer-gone'
  | 'already-offered'
  | 'already-assigned'
  | 'not-queued'
  | 'already-joined'
  | 'takes-part'
  | 'not-assigned'
  | 'priority-not-permitted'
  | 'too-many-tags'

export const accept = (events: readonly ConversationEvent[], effects: readonly EffectChange[] = []): Accepted => ({
  ok: true,
  events,
  effects,
})

/**
 * A decision whose state is known already: the draft folded each event when it was recorded. Equal to one made by `accept` for
 * everybody who looks; only `foldedState` knows more.
 */
export class DraftedDecision implements Accepted {
  readonly ok = true
  readonly #after: Conversation

  constructor(
    readonly events: readonly ConversationEvent[],
    readonly effects: readonly EffectChange[],
    after: Conversation,
  ) {
    this.#after = after
  }

  static stateAfter(decision: Accepted): Conversation | undefined {
    return #after in decision ? decision.#after : undefined
  }
}

/** The fold of the state that was decided on and the decision's events, where the decision knows it; spares a second fold. */
export const foldedState = (decision: Accepted): Conversation | undefined => DraftedDecision.stateAfter(decision)

export const refuse = (refusal: Refusal): Refused => ({ ok: false, refusal })
