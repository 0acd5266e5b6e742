import type { Refusal } from '@baton/conversation'
import type { DoorRefusal } from '@baton/protocol'
import type { OrderRefusal } from '@baton/runtime'

export type RefusalCode = Refusal | DoorRefusal | OrderRefusal

/** What people are told with a refusal's code: what is the matter, and what helps. */
export const REFUSAL_TEXTS: Readonly<Record<RefusalCode, string>> = {
  'conversation-not-found': 'There is no such conversation here.',
  'conversation-exists': 'This conversation exists already.',
  'conversation-closed': 'This conversation is closed; the next message opens a new one.',
  'not-a-participant': 'Only those who take part may do this.',
  'not-the-assignee': 'Somebody else answers this conversation.',
  'not-permitted': 'Your role does not permit this.',
  'private-not-permitted': 'Only agents and managers may write private notes.',
  'content-not-permitted': 'This kind of content may not be sent here.',
  'message-empty': 'The message says nothing.',
  'too-many-waiting': 'Too many messages wait for an answer; send the next one after it.',
  'not-a-click': 'Nothing at this place can be tapped.',
  'offer-gone': 'This offer is over.',
  'already-offered': 'This agent has been offered the conversation already.',
  'already-assigned': 'This agent answers the conversation already.',
  'not-queued': 'The conversation does not wait in a queue.',
  'already-joined': 'This agent takes part already.',
  'priority-not-permitted': 'This priority may not be set.',
  'too-many-tags': 'A conversation carries at most 20 tags.',
  'bad-frame': 'The frame is not of a known shape.',
  'frame-too-large': 'The frame is too large.',
  'hello-expected': 'The first frame on a socket is `hello`.',
  'unsupported-protocol': 'This server speaks another version of the protocol; load the page again.',
  'token-invalid': 'The token is not valid here; ask for a new one.',
  'token-expired': 'The token has expired; renew it.',
  'origin-not-allowed': 'This page may not talk to this entry point; its origin is not on the list.',
  'duplicate-client-id': 'This client id was used before, for something else.',
  'unknown-skill': 'There is no such skill.',
  'unknown-entry-point': 'There is no such entry point.',
  'unknown-element': 'The message has no such element.',
  'unknown-agent': 'There is no such agent.',
  'seat-taken': 'The agent has no free place.',
  'invalid-content': 'The content is not valid.',
  'too-many-requests': 'Too much at once; wait a moment.',
  unavailable: 'Nothing can be saved at the moment; try again soon.',
}
