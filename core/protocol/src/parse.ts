import type { Result } from '@baton/base'
import { err, ok, pointer } from '@baton/base'
import { MAX_CHOSEN } from '@baton/content'
import { z } from 'zod'
import type { AgentFrame } from './frames/agentFrames.ts'
import type { ConsumerFrame } from './frames/consumerFrames.ts'
import { MAX_WATCHED_ROWS } from './frames/deskFrames.ts'
import { MAX_FRAME_BYTES, MAX_TRANSFER_NOTE, PROTOCOL_VERSION } from './frames/wire.ts'
import { isPlainWords } from './plainWords.ts'

/** What is wrong with a frame: told to the sender, who may go on. */
export interface FrameProblem {
  readonly code: 'bad-frame' | 'frame-too-large' | 'unsupported-protocol'
  /** JSON pointer to the first field at fault; empty for the whole. */
  readonly path: string
  readonly message: string
  /** The frame's own id, where it could be read, so that the sender knows which of its requests failed. */
  readonly frameId?: string
}

/** Reads what a consumer's client sent. Content is checked for its shape only; `checkContent` reads it whole. */
export function parseConsumerFrame(text: string): Result<ConsumerFrame, FrameProblem> {
  return parseFrame(text, consumerFrame) as Result<ConsumerFrame, FrameProblem>
}

export function parseAgentFrame(text: string): Result<AgentFrame, FrameProblem> {
  return parseFrame(text, agentFrame) as Result<AgentFrame, FrameProblem>
}

const short = z.string().min(1).max(200)
const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const conversationId = z.uuid()
/** What a client calls what it sends, so that a repetition is known. */
export const clientId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'letters, digits and . _ : - only, at most 64')
const numericId = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const asking = { frameId: z.string().min(1).max(64) }
/** A JSON object whose insides are checked by whoever knows them; the frame's size bounds it. */
const json = z.record(z.string(), z.unknown())

const hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.literal(PROTOCOL_VERSION),
  token: z.string().min(1).max(8_192),
  resume: z
    .array(z.strictObject({ conversationId, after: seq }))
    .max(50)
    .optional(),
})
const content = z.looseObject({ kind: z.enum(['text', 'structured', 'file']) })
const send = z.strictObject({
  ...asking,
  type: z.literal('send'),
  clientId,
  conversationId: conversationId.optional(),
  content,
  metadata: z
    .array(z.looseObject({ type: short }))
    .max(32)
    .optional(),
  attributes: json.optional(),
})
const language = z.string().max(35)
const chosen = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('elements'), elements: z.array(z.string().max(500)).min(1).max(MAX_CHOSEN) }),
  z.strictObject({ kind: z.literal('days'), days: z.array(z.string().max(10)).min(1).max(2), language }),
  z.strictObject({ kind: z.literal('slot'), id: z.string().max(256), language, timeZone: z.string().max(64) }),
])
const click = z.strictObject({
  ...asking,
  type: z.literal('click'),
  clientId,
  conversationId,
  on: seq,
  element: z.string().max(500),
  chosen: chosen.optional(),
})
const attributes = z.strictObject({ ...asking, type: z.literal('attributes'), conversationId, attributes: json })
const close = z.strictObject({ ...asking, type: z.literal('close'), conversationId })
const history = z.strictObject({
  ...asking,
  type: z.literal('history'),
  conversationId: conversationId.optional(),
  before: seq.optional(),
  limit: z.int().min(1).max(200),
})
const resume = z.strictObject({ ...asking, type: z.literal('resume'), conversationId, after: seq })
const mark = z.strictObject({
  type: z.literal('mark'),
  conversationId,
  delivered: seq.optional(),
  read: seq.optional(),
})
const signal = z.strictObject({ type: z.literal('signal'), conversationId, state: z.enum(['composing', 'idle']) })
const ping = z.strictObject({ type: z.literal('ping') })
const fileId = z.uuid()
const upload = z.strictObject({
  ...asking,
  type: z.literal('upload'),
  conversationId: conversationId.optional(),
  name: z.string().min(1).max(1_000),
  mediaType: z.string().max(255),
  size: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
})
const aboutFiles = [
  z.strictObject({ ...asking, type: z.literal('resumeUpload'), fileId }),
  z.strictObject({ ...asking, type: z.literal('cancelUpload'), fileId }),
  z.strictObject({
    ...asking,
    type: z.literal('download'),
    conversationId,
    fileId,
    as: z.enum(['file', 'show', 'preview']),
  }),
  z.strictObject({
    ...asking,
    type: z.literal('files'),
    conversationId,
    before: seq.optional(),
    limit: z.int().min(1).max(200),
  }),
] as const
const renew = z.strictObject({ ...asking, type: z.literal('renew'), token: z.string().min(1).max(8_192) })

export const consumerFrame = z.discriminatedUnion('type', [
  hello.extend({ surveys: z.boolean().optional() }),
  send,
  click,
  attributes,
  close,
  history,
  resume,
  mark,
  signal,
  ping,
  renew,
  upload,
  ...aboutFiles,
])

const deskList = z.enum(['mine', 'queue', 'all', 'offers'])

export const agentFrame = z.discriminatedUnion('type', [
  hello.partial({ token: true }),
  z.strictObject({
    ...asking,
    type: z.literal('status'),
    state: z.enum(['online', 'busy', 'away', 'offline']),
    reason: short.optional(),
  }),
  z.strictObject({
    ...asking,
    type: z.literal('watch'),
    list: deskList,
    skillId: numericId.optional(),
    rows: z.int().min(1).max(MAX_WATCHED_ROWS).optional(),
  }),
  z.strictObject({ ...asking, type: z.literal('unwatch'), list: deskList }),
  send
    .omit({ attributes: true })
    .extend({ audience: z.enum(['ALL', 'AGENTS_AND_MANAGERS']).optional(), conversationId }),
  close.extend({ withoutSurvey: z.boolean().optional() }),
  history.extend({ conversationId }),
  resume,
  mark,
  signal,
  ping,
  upload.extend({ conversationId }),
  ...aboutFiles,
  z.strictObject({ ...asking, type: z.literal('subscribe'), conversationId, after: seq.optional() }),
  z.strictObject({ ...asking, type: z.literal('unsubscribe'), conversationId }),
  z.strictObject({
    ...asking,
    type: z.literal('transfer'),
    conversationId,
    skillId: numericId,
    agentId: numericId.optional(),
    note: z.strictObject({ clientId, text: z.string().trim().min(1).max(MAX_TRANSFER_NOTE) }).optional(),
  }),
  z.strictObject({
    ...asking,
    type: z.literal('act'),
    conversationId,
    act: z.enum(['acceptOffer', 'rejectOffer', 'takeOver', 'joinAsManager', 'joinAsReader', 'leave', 'backToQueue']),
  }),
  z.strictObject({
    ...asking,
    type: z.literal('priority'),
    conversationId,
    priority: z.enum(['urgent', 'normal', 'prioritized', 'custom']),
    responseMs: z.int().min(1_000).max(31_536_000_000).optional(),
  }),
])

function parseFrame(text: string, schema: z.ZodType): Result<unknown, FrameProblem> {
  // A character is at most three bytes of UTF-8 per UTF-16 unit; the exact count is only worth its price near the limit.
  if (text.length > MAX_FRAME_BYTES) {
    return err({ code: 'frame-too-large', path: '', message: `A frame is at most ${MAX_FRAME_BYTES} bytes long.` })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return err({ code: 'bad-frame', path: '', message: 'A frame is one JSON object.' })
  }
  if (isPlainWords(value)) return ok(value)
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return err(problemOf(parsed.error, value))
}

function problemOf(error: z.ZodError, value: unknown): FrameProblem {
  const [issue] = error.issues
  const path = (issue?.path ?? []).reduce<string>((base, key) => pointer(base, String(key)), '')
  const frameId = idOf(value)
  return {
    code: path === '/protocol' ? 'unsupported-protocol' : 'bad-frame',
    path,
    message: issue?.message ?? 'The frame is not of a known shape.',
    ...(frameId !== undefined && { frameId }),
  }
}

function idOf(value: unknown): string | undefined {
  const frameId = typeof value === 'object' && value !== null ? (value as { frameId?: unknown }).frameId : undefined
  return typeof frameId === 'string' && frameId.length <= 64 ? frameId : undefined
}
