import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.20. */
export const textQuestion: InteractionKind<'textQuestion'> = {
  category: 'question',
  produce: ({ text }, words) => [{ kind: 'text', text: words.text(text) }],
}
