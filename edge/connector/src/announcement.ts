import { isJsonObject, type JsonObject } from '@baton/base'
import type { AskRequest } from './connector.ts'
import { redact } from './redact.ts'

/** Services are known to refuse larger bodies (connector R2.4). */
const MAX_BYTES = 100_000

type Announced = Pick<AskRequest, 'attributes' | 'botId' | 'config' | 'consumerId' | 'language' | 'skillId'>

/**
 * The body that makes a conversation known to a bot (connector R2.16). What the page told about the consumer is sent here and
 * nowhere else, and only when the bot's settings ask for it; if it is too large, whole groups are left out, the oldest first.
 */
export function announcementBody(request: Announced): string {
  const groups = request.config.engagementAttributes ? Object.entries(request.attributes ?? {}) : []
  for (let first = 0; ; first += 1) {
    const body = write(request, groups.slice(first))
    if (first >= groups.length || Buffer.byteLength(body) <= MAX_BYTES) return body
  }
}

function write({ botId, config, consumerId, language, skillId }: Announced, groups: [string, unknown][]): string {
  const visitor = {
    ...(consumerId === undefined ? {} : { consumerId }),
    ...(language === undefined ? {} : { language }),
  }
  const body = {
    sdes: {
      authenticatedSdes: {},
      unauthenticatedSdes: Object.fromEntries(groups.map(([name, value]) => [name, wrap(name, value)])),
    },
    context: {
      type: 'MESSAGING',
      skillId,
      engagementId: 0,
      contextType: 0,
      assignedAgentId: String(botId),
      visitor,
    },
  }
  return JSON.stringify(redact(body, config.contextRedaction))
}

/** A group holds a member of its own name (connector R3.24); what already does is left alone. */
function wrap(name: string, value: unknown): JsonObject {
  if (isJsonObject(value) && Object.hasOwn(value, name)) return value
  return { [name]: value as JsonObject }
}
