import type { Command } from './commands.ts'
import type { Conversation } from './conversation.ts'
import type { Decision } from './decision.ts'
export declare function decide(conversation: Conversation, command: Command): Decision
