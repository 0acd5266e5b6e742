import type { Problem } from '@baton/base'

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
  /** Of a bot that asks afterwards; dropped where nobody is asked. */
  readonly surveyAnswers?: readonly { readonly path: string; readonly value: unknown }[]
  /** Where the list of items stands; absent: at the root. */
  readonly path?: string
  /** What was found wrong around the items; errors reject the reply, warnings are passed on. */
  readonly problems?: readonly Problem[]
}

/** Where a field stands below its item, by our name for it; a field that is not listed stands under our name. */
export type AuthorsNames = Readonly<Record<string, string>>

interface Placed {
  readonly path: string
  readonly names?: AuthorsNames
}

export type UntrustedItem =
  | (Placed & {
      readonly kind: 'text'
      readonly text: unknown
      readonly audience: unknown
      readonly metadata: unknown
      readonly encodedMetadata: unknown
      /** See `SayItem`. Only bots that are written here can say this. */
      readonly of?: 'transfer'
    })
  | (Placed & {
      readonly kind: 'structured'
      /** A tree of elements, or a text with quick replies. */
      readonly structured: unknown
      readonly metadata: unknown
      readonly encodedMetadata: unknown
    })
  | (Placed & { readonly kind: 'delay'; readonly seconds: unknown; readonly typing: unknown })
  /** Could not be brought into our words; rejects the reply. */
  | (Placed & { readonly kind: 'invalid'; readonly problem: Problem })

export type UntrustedAction = Placed & {
  /** How many of the items stand before it; absent: all of them. */
  readonly itemsBefore?: number
} & (
    | { readonly kind: 'transfer'; readonly skillName: unknown; readonly agentId: unknown; readonly context?: unknown }
    | { readonly kind: 'close'; readonly withoutSurvey: unknown }
    | { readonly kind: 'changePriority'; readonly priority: unknown; readonly seconds: unknown }
    | {
        readonly kind: 'invokeFunction'
        readonly functionId: unknown
        readonly payload: unknown
        readonly failOnError: unknown
      }
    /** A name that is not offered here. */
    | { readonly kind: 'unknown'; readonly name: string }
  )
