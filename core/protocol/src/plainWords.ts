import type { SendFrame } from './frames/consumerFrames.ts'

const CLIENT_ID = /^[A-Za-z0-9._:-]{1,64}$/
/** RFC 9562, as the schema reads it. */
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/

/**
 * Whether this is words into a known conversation, without anything beside them: nearly all that ever comes over a socket. Such a
 * frame needs no schema; whatever else it is, or whatever is wrong with it, the schema reads and explains. A test holds the two
 * together.
 */
export function isPlainWords(value: unknown): value is SendFrame {
  if (typeof value !== 'object' || value === null) return false
  const { type, frameId, clientId, conversationId, content } = value as Readonly<Record<string, unknown>>
  return (
    type === 'send' &&
    Object.keys(value).length === 5 &&
    typeof frameId === 'string' &&
    frameId.length >= 1 &&
    frameId.length <= 64 &&
    typeof clientId === 'string' &&
    CLIENT_ID.test(clientId) &&
    typeof conversationId === 'string' &&
    UUID.test(conversationId) &&
    isPlainText(content)
  )
}

function isPlainText(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false
  const { kind, text } = content as Readonly<Record<string, unknown>>
  return kind === 'text' && typeof text === 'string' && Object.keys(content).length === 2
}
