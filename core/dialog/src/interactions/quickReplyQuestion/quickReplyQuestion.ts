import { asList, fillMetadata, toQuickReplies } from '../../choices.ts'
import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.25. */
export const quickReplyQuestion: InteractionKind<'quickReplyQuestion'> = {
  category: 'question',
  produce(interaction, words) {
    const text = words.text(interaction.text)
    const options = interaction.choices.map(({ title, payload, metadata }) => ({
      text: words.text(title),
      ...(payload !== undefined && { value: words.text(payload) }),
      ...(metadata && { metadata: fillMetadata(metadata, words) }),
    }))
    if (!words.rich || options.length === 0) return [{ kind: 'text', text: asList(text, options, 'none') }]
    return [{ kind: 'text', text, quickReplies: toQuickReplies(options, interaction.perRow) }]
  },
  options: ({ choices }, words) =>
    choices.map(({ title, payload }) => ({
      text: words.text(title),
      ...(payload !== undefined && { value: words.text(payload) }),
    })),
}
