import type { EndpointConfig } from '@baton/connector'

/** What a seat needs to know of its bot, of whichever kind. */
export type SeatConfig = Pick<
  EndpointConfig,
  | 'defaultSkill'
  | 'escalation'
  | 'welcomeMessage'
  | 'turnBudgetMs'
  | 'typingWhileWaiting'
  | 'conversationEvents'
  | 'transferToAgents'
>
