/** What is wrong with an input, where, and in words that its author can act on. */
export interface Problem {
  /** JSON pointer to the field (RFC 6901); the empty text is the whole. */
  readonly path: string
  /** Stable id of the rule that was broken, such as `text-too-long`. */
  readonly rule: string
  /** A sentence: what was found, what is allowed. */
  readonly message: string
  /** Absent means error: what carries it is not used. A warning is told and does no harm. */
  readonly severity?: 'warning'
}

export const problem = (path: string, rule: string, message: string): Problem => ({ path, rule, message })

export const warning = (path: string, rule: string, message: string): Problem => ({
  path,
  rule,
  message,
  severity: 'warning',
})

/** Appends a key or an index to a JSON pointer. */
export function pointer(base: string, key: string | number): string {
  return `${base}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}
