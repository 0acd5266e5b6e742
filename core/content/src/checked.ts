import type { Problem } from '@baton/base'

/** A value that was let in, perhaps with warnings, or all that is wrong with it. */
export type Checked<Name extends string, T> =
  | ({ readonly ok: true; readonly problems: readonly Problem[] } & { readonly [key in Name]: T })
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The problems that keep a value out. */
export const isError = ({ severity }: Problem): boolean => severity !== 'warning'
