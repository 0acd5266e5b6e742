import type { InteractionKind } from '../../kind.ts'

/** Seen by agents and managers only (dialogs R2.18). */
export const privateMessage: InteractionKind<'privateMessage'> = {
  category: 'statement',
  produce: ({ text }, words) => [{ kind: 'private', text: words.text(text) }],
}
