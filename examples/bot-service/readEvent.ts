import type { BotEvent } from './contract.ts'

const TYPES = ['TEXT', 'RICH_CONTENT', 'hosted-file', 'START', 'CLOSE_CONVERSATION'] as const

/** Reads the body of `POST …/events`. @returns undefined when it is no event of the contract */
export function readEvent(body: unknown): BotEvent | undefined {
  const event = asObject(body)
  const type = TYPES.find((known) => known === event.type)
  if (type === undefined) return undefined
  const { message } = asObject(event.data)
  if (type === 'TEXT' && typeof message !== 'string') return undefined

  const lpEvent = asObject(asObject(event.context).lpEvent)
  const { metadata, lastConsumerMessage } = lpEvent
  return {
    type,
    text: typeof message === 'string' ? message : '',
    clickedIds: (Array.isArray(metadata) ? metadata : [])
      .map(asObject)
      .filter((item) => item.type === 'ExternalId')
      .map((item) => String(item.id)),
    ...(typeof lastConsumerMessage === 'string' && { lastConsumerMessage }),
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
