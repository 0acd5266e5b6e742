import type { ClientMessage } from '@baton/storage'
import { contentHash, hashOfWords } from './contentHash.ts'
import type { Order } from './runtime.ts'

/** How an order is known again when its client sends it twice; undefined for orders without an id of their own. */
export function clientMessageOf(order: Order): Omit<ClientMessage, 'seq'> | undefined {
  if (order.type === 'click') {
    const { by, clientId, on, element, chosen } = order
    const tapped = { on, element, ...(chosen && { chosen }) }
    return { sender: `consumer:${by.consumerId}`, clientId, contentHash: contentHash(tapped) }
  }
  if (order.type === 'transfer') {
    const { by, skillId, agentId, note } = order
    if (note === undefined) return undefined
    const passedOn = { skillId, ...(agentId !== undefined && { agentId }), note: note.text }
    const sender = by.kind === 'agent' ? `agent:${by.agentId}` : 'system'
    return { sender, clientId: note.clientId, contentHash: contentHash(passedOn) }
  }
  if (order.type !== 'write') return undefined
  const { clientId, content, metadata } = order
  if (!('audience' in order) && metadata === undefined && content.kind === 'text' && !content.quickReplies) {
    return { sender: `consumer:${order.by.consumerId}`, clientId, contentHash: hashOfWords(content.text) }
  }
  const said = { content, ...(metadata && { metadata }) }
  if (!('audience' in order)) {
    return { sender: `consumer:${order.by.consumerId}`, clientId, contentHash: contentHash(said) }
  }
  const { by, audience } = order
  return { sender: `agent:${by.agentId}`, clientId, contentHash: contentHash({ ...said, audience }) }
}
