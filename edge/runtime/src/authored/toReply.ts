import type { UntrustedAction, UntrustedItem, UntrustedReply } from '@baton/bot'
import type { Output } from '@baton/dialog'

/** What the dialog said, for the gate that every bot's words go through. Paths name the output, counted from 0. */
export interface Said {
  readonly untrusted: UntrustedReply
  /** Exact lengths of the delays, in order: the gate counts in seconds. */
  readonly delaysMs: readonly number[]
  readonly isSilent: boolean
}

/** @param skillName the name of the skill with this number; undefined when there is none */
export function toReply(outputs: readonly Output[], skillName: (skillId: string) => string | undefined): Said {
  const items: UntrustedItem[] = []
  const actions: UntrustedAction[] = []
  const delaysMs: number[] = []
  for (const [index, output] of outputs.entries()) {
    const path = `/outputs/${index}`
    const said = { path, metadata: undefined, encodedMetadata: undefined }
    switch (output.kind) {
      case 'text':
        items.push(
          output.quickReplies === undefined
            ? { ...said, kind: 'text', text: output.text, audience: undefined }
            : { ...said, kind: 'structured', structured: { message: output.text, quickReplies: output.quickReplies } },
        )
        break
      case 'private':
        items.push({ ...said, kind: 'text', text: output.text, audience: 'AGENTS_AND_MANAGERS' })
        break
      case 'structured': {
        const { content, metadata } = output
        items.push({ ...said, kind: 'structured', structured: content, metadata })
        break
      }
      case 'image':
        items.push({
          ...said,
          kind: 'structured',
          structured: { type: 'vertical', elements: [{ type: 'image', url: output.url }] },
        })
        break
      case 'delay':
        if (output.ms < 1) break
        items.push({ path, kind: 'delay', seconds: Math.ceil(output.ms / 1_000), typing: true })
        delaysMs.push(output.ms)
        break
      case 'transfer':
        if (output.message !== undefined)
          items.push({ ...said, kind: 'text', text: output.message, audience: undefined })
        actions.push({ path, kind: 'transfer', skillName: skillName(output.skillId), agentId: output.agentId })
        break
      case 'close':
        actions.push({ path, kind: 'close', withoutSurvey: !output.survey })
        break
      default:
      // Everything else is told in the record of the turn, or done elsewhere.
    }
  }
  return { untrusted: { items, actions, intents: [] }, delaysMs, isSilent: items.length + actions.length === 0 }
}
