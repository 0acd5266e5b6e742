import type { JsonObject } from '@baton/base'
import type { Click, Metadata } from '@baton/content'
import type { Output } from '@baton/dialog'

/** Something that can be tapped. */
export interface Choice {
  readonly label: string
  readonly on: 'button' | 'quickReply'
  /** What a tap says in the consumer's name; absent: nothing. */
  readonly text?: string
  /** The address that it opens. */
  readonly opens?: string
  readonly metadata?: Metadata
}

/** All buttons and quick replies of what was said, the newest first. */
export function choicesOf(outputs: readonly Output[]): Choice[] {
  return outputs.toReversed().flatMap((output) => {
    if (output.kind !== 'text' && output.kind !== 'structured') return []
    const replies = (output.quickReplies?.replies ?? []).map(({ title, click }) => toChoice(title, 'quickReply', click))
    return output.kind === 'text' ? replies : [...replies, ...buttonsIn(output.content)]
  })
}

/** Content of a bot is whatever it is; it is walked without trusting its shape. */
function buttonsIn(content: unknown): Choice[] {
  const found: Choice[] = []
  const open: unknown[] = [content]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (typeof next !== 'object' || next === null) continue
    const { title, caption, tooltip, click, elements } = next as JsonObject
    const label = [title, caption, tooltip].find((text) => typeof text === 'string' && text !== '')
    const isTappable = typeof click === 'object' && click !== null && typeof label === 'string'
    if (isTappable) found.push(toChoice(String(label), 'button', click as unknown as Click))
    if (Array.isArray(elements)) open.push(...elements)
  }
  return found
}

function toChoice(label: string, on: Choice['on'], click: Click): Choice {
  const actions = Array.isArray(click.actions) ? click.actions : []
  const said = actions.find(({ type }) => type === 'publishText')
  const link = actions.find(({ type }) => type === 'link')
  return {
    label,
    on,
    ...(said?.type === 'publishText' && { text: said.text }),
    ...(link?.type === 'link' && { opens: link.uri }),
    ...(click.metadata && { metadata: click.metadata }),
  }
}
