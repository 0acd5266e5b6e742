import { askWithChoices } from '../../choices.ts'
import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.19. */
export const multipleChoice: InteractionKind<'multipleChoice'> = {
  category: 'question',
  produce: (interaction, words) => [
    askWithChoices(words.text(interaction.text), multipleChoice.options?.(interaction, words) ?? [], {
      displayAs: interaction.displayAs ?? 'buttons',
      perRow: interaction.perRow,
      style: interaction.listStyle ?? 'numbers',
      indent: interaction.indent,
      rich: words.rich,
    }),
  ],
  options: ({ choices }, words) => choices.map((choice) => ({ text: words.text(choice).trim() })),
}
