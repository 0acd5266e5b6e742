/** Lines that somebody is the subject of: `{name}`, or `{by}`. */
export type LineOfSomebody =
  | 'toQueueBy'
  | 'toPerson'
  | 'toAgent'
  | 'backToQueue'
  | 'tookOver'
  | 'accepted'
  | 'joined'
  | 'joinedSilently'
  | 'left'
  | 'closed'
  | 'priority'
  | 'tags'

/** What happened in a conversation, between the words. */
export const lineTexts = {
  lines: {
    toQueue: 'Waits for {skill}',
    toQueueBy: '{by} passed it to {skill}',
    toPerson: '{by} passed it to {skill}, meant for {name}',
    toYou: '{by} passed it to {skill}, meant for you',
    toBot: '{name} answers now',
    toAgent: '{name} answers now',
    backToQueue: '{by} put it back into the queue',
    tookOver: '{name} took over',
    accepted: '{name} accepted',
    joined: '{name} joined',
    joinedSilently: '{name} reads along',
    left: '{name} left',
    closed: '{by} closed the conversation',
    closedAlone: 'The conversation was closed: nobody had written for a long time',
    survey: 'The consumer is being asked afterwards',
    priority: '{by} set the priority to {priority}',
    tags: '{by} changed the tags',
    erased: 'The words above were erased',
    escalationFailed: '{name} wanted to hand over, but there was nowhere to go',
    transferFailed: '{name} could not hand over',
    surveyAnswered: '{question} · {answer}',
    surveySkipped: 'did not want to say',
    opened: 'The conversation began',
  },
  /** The same of whoever reads it, where the language says it in another way. */
  linesOfYours: {
    toAgent: 'You answer now',
    joinedSilently: 'You read along',
  } as { readonly [line in LineOfSomebody]?: string },
}
