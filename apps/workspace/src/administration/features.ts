import type { Feature } from '../feature.ts'

/** The screens of the administration, in the order of their links. */
export const administrationFeatures: readonly Feature[] = []
