import type { ServerFrame } from '@baton/protocol'

type Shape = Record<string, 'string' | 'number' | 'array' | 'object'>

/** The fields that this package reads without looking; a frame that lacks one is not a frame. */
const SHAPES: { readonly [Type in ServerFrame['type']]: Shape } = {
  welcome: { you: 'object', tokenExpiresAt: 'number', now: 'number' },
  cards: { cards: 'object' },
  desk: { status: 'string', load: 'number', capacity: 'number', since: 'number' },
  list: { list: 'string', rows: 'array', total: 'number' },
  listChanged: { list: 'string', rows: 'array', gone: 'array', total: 'number' },
  offer: { conversationId: 'string', until: 'number', row: 'object' },
  offerOver: { conversationId: 'string', why: 'string' },
  conversation: { conversationId: 'string', header: 'object', events: 'array', marks: 'array' },
  events: { conversationId: 'string', events: 'array' },
  history: { frameId: 'string', events: 'array' },
  accepted: { frameId: 'string' },
  refused: { code: 'string', message: 'string' },
  marked: { conversationId: 'string', marks: 'array' },
  signalled: { conversationId: 'string', who: 'object', state: 'string' },
  behind: { conversationId: 'string' },
  gone: { conversationId: 'string' },
  uploadLink: { frameId: 'string', fileId: 'string', path: 'string', received: 'number', expiresAt: 'number' },
  fileLink: { frameId: 'string', fileId: 'string', path: 'string', expiresAt: 'number' },
  files: { frameId: 'string', conversationId: 'string', files: 'array' },
  renewed: { frameId: 'string', tokenExpiresAt: 'number' },
  pong: {},
}

/**
 * Reads what came over the socket.
 *
 * @returns nothing for what is no frame, or one of a newer server: such a frame is skipped, the next one may be understood
 */
export function parseServerFrame(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined
  const value = parseJson(data)
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    return undefined
  if (!Object.hasOwn(SHAPES, value.type)) return undefined
  const shape = SHAPES[value.type as ServerFrame['type']]
  const fields = value as Record<string, unknown>
  const fits = Object.entries(shape).every(([name, kind]) => kindOf(fields[name]) === kind)
  return fits ? (value as ServerFrame) : undefined
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
