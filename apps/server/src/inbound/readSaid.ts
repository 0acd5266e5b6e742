import type { Problem } from '@baton/base'
import { type Checked, type Content, checkContent, checkMetadata, checkText, type Metadata } from '@baton/content'
import type { RefusedFrame, SendFrame } from '@baton/protocol'
import { refusal } from './serveSocket.ts'

export type Said =
  | { readonly ok: true; readonly content: Content; readonly metadata?: Metadata }
  | { readonly ok: false; readonly refused: RefusedFrame }

export interface SaidRules {
  /** `consumer`: words only. `agent`: cards and suggestions too. Files travel with a file store. */
  readonly by: 'consumer' | 'agent'
  /** Hosts that images may come from. */
  readonly imageHosts?: readonly string[]
}

/** What a person says, read whole at the door; behind it, content is content. */
export function readSaid({ frameId, content, metadata }: SendFrame, { by, imageHosts }: SaidRules): Said {
  const refuse = (code: 'content-not-permitted' | 'invalid-content', path: string, message?: string): Said => ({
    ok: false,
    refused: refusal(code, { frameId, path, ...(message !== undefined && { message }) }),
  })
  if (metadata === undefined && isBareText(content)) {
    const words = checkText(content.text, '/content/text')
    if (words.ok) return { ok: true, content: { kind: 'text', text: words.text } }
  }
  const kind: string = content.kind
  if (kind === 'file' || (by === 'consumer' && kind !== 'text')) return refuse('content-not-permitted', '/content/kind')
  if (by === 'consumer' && 'quickReplies' in content) return refuse('content-not-permitted', '/content/quickReplies')
  const checked = checkContent(content, { path: '/content', ...(imageHosts && { imageHosts }) })
  const checkedMetadata: Checked<'metadata', Metadata> | undefined = metadata && checkMetadata(metadata, '/metadata')
  const [wrong] = [checked, checkedMetadata].flatMap((part) => (part && !part.ok ? firstError(part.problems) : []))
  if (wrong !== undefined) return refuse('invalid-content', wrong.path, wrong.message)
  if (!checked.ok) return refuse('invalid-content', '/content')
  return { ok: true, content: checked.content, ...(checkedMetadata?.ok && { metadata: checkedMetadata.metadata }) }
}

/** Nearly everything that people say. */
const isBareText = (content: Content): content is Extract<Content, { kind: 'text' }> =>
  content.kind === 'text' && !('quickReplies' in content)

const firstError = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity !== 'warning').slice(0, 1)
