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
  /** What the message is made of, for a screen that says it in another language. */
  readonly facts?: Facts
}

/** Parts of a sentence about a problem; which of them there are depends on the rule. */
export interface Facts {
  /** What the sentence is about: a member, a type, a part, a scheme, a host. */
  readonly name?: string
  /** What may stand there. */
  readonly names?: readonly string[]
  /** How much there is, and how much there may be. */
  readonly count?: number
  readonly least?: number
  readonly most?: number
  readonly found?: FoundFact
  readonly allowed?: AllowedFact
}

/** A value, short enough for a sentence; of a list, how many entries it has. */
export type FoundFact =
  | { readonly is: 'null' | 'object' }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'number' | 'list'; readonly value: number }
  | { readonly is: 'flag'; readonly value: boolean }

/** What a value may be. */
export interface AllowedFact {
  readonly is: 'text' | 'word' | 'number' | 'flag' | 'list' | 'object'
  readonly least?: number
  readonly most?: number
  readonly whole?: boolean
  readonly names?: readonly string[]
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
