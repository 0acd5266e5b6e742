import type { InteractionKind } from '../../kind.ts'

/** Asks which of several likely intents was meant; the engine knows which, so that it puts the question together itself. */
export const disambiguationQuestion: InteractionKind<'disambiguationQuestion'> = { category: 'question' }
