/**
 * What a bot gave, brought into our words by whoever asked it, and not yet believed. Every part carries the JSON pointer under
 * which its author wrote it, so that a problem names the author's own field.
 */
export interface UntrustedReply {
  readonly items: readonly UntrustedItem[]
  /** More than one is a problem that `validateReply` tells. */
  readonly actions: readonly UntrustedAction[]
  readonly intents: readonly {
    readonly path: string
    readonly id: unknown
    readonly name: unknown
    readonly confidenceScore: unknown
  }[]
}

export type UntrustedItem =
  | {
      readonly path: string
      readonly kind: 'text'
      readonly text: unknown
      readonly audience: unknown
      readonly metadata: unknown
      readonly encodedMetadata: unknown
    }
  | {
      readonly path: string
      readonly kind: 'structured'
      /** A tree of elements, or a text with quick replies. */
      readonly structured: unknown
      readonly metadata: unknown
      readonly encodedMetadata: unknown
    }
  | { readonly path: string; readonly kind: 'delay'; readonly seconds: unknown; readonly typing: unknown }

export type UntrustedAction =
  | { readonly path: string; readonly kind: 'transfer'; readonly skillName: unknown; readonly agentId: unknown }
  | { readonly path: string; readonly kind: 'close'; readonly withoutSurvey: unknown }
  | { readonly path: string; readonly kind: 'changePriority'; readonly priority: unknown; readonly seconds: unknown }
  /** A name that is not offered here. */
  | { readonly path: string; readonly kind: 'unknown'; readonly name: string }
