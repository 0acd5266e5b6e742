import type { AccountId, Problem } from '@baton/base'
import { type Checked, type Content, checkContent, checkMetadata, checkText, type Metadata } from '@baton/content'
import type { RefusedFrame, SendFrame } from '@baton/protocol'
import { z } from 'zod'
import type { House } from '../house.ts'
import type { RefusalCode } from '../texts.ts'
import { refusal } from './serveSocket.ts'

export type Said =
  | { readonly ok: true; readonly content: Content; readonly metadata?: Metadata }
  | { readonly ok: false; readonly refused: RefusedFrame }

export interface SaidRules {
  /** `consumer`: words and files only. `agent`: cards and suggestions too. */
  readonly by: 'consumer' | 'agent'
  /** Hosts that images may come from. */
  readonly imageHosts?: readonly string[]
}

/** What a person says, read whole at the door; behind it, content is content. `file`: `readFile` must say what it is. */
export function readSaid(
  { frameId, content, metadata }: SendFrame,
  { by, imageHosts }: SaidRules,
): Said | { readonly ok: 'file' } {
  const refuse = (
    code: 'content-not-permitted' | 'invalid-content',
    path: string,
    message?: string,
  ): Extract<Said, { ok: false }> => ({
    ok: false,
    refused: refusal(code, { frameId, path, ...(message !== undefined && { message }) }),
  })
  if (metadata === undefined && isBareText(content)) {
    const words = checkText(content.text, '/content/text')
    if (words.ok) return { ok: true, content: { kind: 'text', text: words.text } }
  }
  const kind: string = content.kind
  if (kind === 'file') return { ok: 'file' }
  if (by === 'consumer' && kind !== 'text') return refuse('content-not-permitted', '/content/kind')
  if (by === 'consumer' && 'quickReplies' in content) return refuse('content-not-permitted', '/content/quickReplies')
  const checked = checkContent(content, { path: '/content', ...(imageHosts && { imageHosts }) })
  const checkedMetadata: Checked<'metadata', Metadata> | undefined = metadata && checkMetadata(metadata, '/metadata')
  const [wrong] = [checked, checkedMetadata].flatMap((part) => (part && !part.ok ? firstError(part.problems) : []))
  if (wrong !== undefined) return refuse('invalid-content', wrong.path, wrong.message)
  if (!checked.ok) return refuse('invalid-content', '/content')
  return { ok: true, content: checked.content, ...(checkedMetadata?.ok && { metadata: checkedMetadata.metadata }) }
}

const namedFile = z.looseObject({ fileId: z.uuid(), caption: z.string().optional() })

/**
 * A message that is a file. Only its id and what is said with it are the sender's word; name, type and size are what the house knows
 * of the file, which must be this sender's own (messaging R6.4).
 */
export async function readFile(
  { runtime }: House,
  { frameId, content, metadata }: SendFrame,
  sender: string,
  accountId: AccountId,
): Promise<Said> {
  const refuse = (code: RefusalCode, path: string): Said => ({ ok: false, refused: refusal(code, { frameId, path }) })
  if (runtime.files === undefined) return refuse('files-not-enabled', '/content/kind')
  const named = namedFile.safeParse(content)
  if (!named.success) return refuse('invalid-content', `/content/${named.error.issues[0]?.path.join('/') ?? ''}`)
  const { fileId, caption } = named.data
  const words = caption === undefined || caption.trim() === '' ? undefined : checkText(caption, '/content/caption')
  if (words?.ok === false) return refuse('invalid-content', '/content/caption')
  if (metadata !== undefined) return refuse('content-not-permitted', '/metadata')
  const known = await runtime.files.contentOf(accountId, sender, fileId, words?.text)
  return known === undefined ? refuse('file-gone', '/content/fileId') : { ok: true, content: known }
}

/** Nearly everything that people say. */
const isBareText = (content: Content): content is Extract<Content, { kind: 'text' }> =>
  content.kind === 'text' && !('quickReplies' in content)

const firstError = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity !== 'warning').slice(0, 1)
