import type { Conversation } from './conversation.ts'
import type { Recorded } from './events.ts'
/** Raised whenever evolve folds differently; rows of another version are folded again. */
export const STATE_VERSION = 1
export declare function evolve(conversation: Conversation, recorded: Recorded): Conversation
