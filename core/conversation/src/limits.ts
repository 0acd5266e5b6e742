import { hours } from '@baton/base'

/** Consumer messages that may wait for a bot that is busy; the next one is refused rather than lost. */
export const MAX_WAITING = 50
/** Transfers between bots without a word from the consumer; the next one goes to people, whoever sits on the skill. */
export const MAX_HOPS = 5
/** How often a bot's failure may lead to nobody; afterwards the consumer is told so, and nothing more is tried (connector R5.7). */
export const MAX_FAILED_ESCALATIONS = 3
/** Agents and managers beside the assignee. */
export const MAX_JOINED = 50
/** Agents who are remembered to have been asked in vain; the oldest may be asked again as if they had not been. */
export const MAX_ASKED = 50
/** Tags on one conversation. */
export const MAX_TAGS = 20
/** Agents who may be offered one conversation at the same time. */
export const MAX_OFFERS = 200
/** How long somebody who is suggested is waited for, where the settings say nothing else; in milliseconds (messaging R5.13). */
export const SUGGESTED_MS = hours(2)
