/** Consumer messages that may wait for a bot that is busy; the next one is refused rather than lost. */
export const MAX_WAITING = 50
/** Transfers between bots without a word from the consumer; the next one goes to people, whoever sits on the skill. */
export const MAX_HOPS = 5
/** Agents and managers beside the assignee. */
export const MAX_JOINED = 50
/** Agents who may be offered one conversation at the same time. */
export const MAX_OFFERS = 200
