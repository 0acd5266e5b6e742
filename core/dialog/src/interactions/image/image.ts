import type { InteractionKind } from '../../kind.ts'

/** dialogs R2.15. */
export const image: InteractionKind<'image'> = {
  category: 'statement',
  produce: ({ url }, words) => [{ kind: 'image', url: words.url(url) }],
}
