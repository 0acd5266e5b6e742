import type { InteractionKind } from '../../kind.ts'

/** Kept for its author, and passed over (export B-35). */
export const unsupported: InteractionKind<'unsupported'> = { category: 'statement' }
