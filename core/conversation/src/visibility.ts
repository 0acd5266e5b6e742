import type { ConversationEvent } from './events.ts'

/** Whether the consumer may learn of an event at all. What they see of it is made by `@baton/protocol`, and nowhere else. */
export function isPublic(event: ConversationEvent): boolean {
  switch (event.type) {
    case 'messageSent':
      return event.audience === 'ALL'
    case 'turnOpened':
      return event.typing
    case 'joined':
    case 'left':
      return event.role === 'manager' // a reader is a silent observer (messaging R1.13)
    case 'transferred':
      return event.reason !== 'suggestedTimedOut' // they wait as before, for whomever
    case 'opened':
    case 'clicked':
    case 'turnPaused':
    case 'turnContinued':
    case 'turnEnded':
    case 'assigned':
    case 'surveyOpened':
    case 'closed':
    case 'erased':
      return true
    case 'attributesChanged':
    case 'turnAnswered':
    case 'botFailed':
    case 'escalationFailed':
    case 'transferFailed':
    case 'surveyAnswered':
    case 'offered':
    case 'offerEnded':
    case 'priorityChanged':
    case 'tagsChanged':
    case 'copyEnded':
    case 'unreadable':
    case 'steppedUp': // their own page signed them in
      return false
  }
}
