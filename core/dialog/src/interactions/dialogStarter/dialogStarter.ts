import type { InteractionKind } from '../../kind.ts'

/** Says nothing: its patterns and its intent lead to the dialog that it begins (dialogs R2.12). */
export const dialogStarter: InteractionKind<'dialogStarter'> = { category: 'starter' }
