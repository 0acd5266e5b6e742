import type { Placed } from './compile.ts'

/** Where an interaction leads. */
export type Step =
  | { readonly to: 'interaction'; readonly placed: Placed; readonly by: 'rule' | 'default' | 'script' }
  | { readonly to: 'end' }
  /** The flow stops here, and the dialog stays where it is. */
  | { readonly to: 'rest' }
  | { readonly to: 'notUnderstood' }
  | { readonly to: 'matching' }
