import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.14. */
export const text: InteractionKind<'text'> = {
  category: 'statement',
  produce: (interaction, words) => [{ kind: 'text', text: words.text(interaction.text) }],
}
