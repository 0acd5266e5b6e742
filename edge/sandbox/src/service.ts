import type { JsonValue } from '@baton/base'
import type { ScriptFault, ScriptLog } from './panel.ts'

/**
 * A function of the account's own: `lambda(input, callback)`, or `async lambda(input)` (scripting A-22). It may `fetch`, and holds no
 * engine while it waits: it is run, tells what it asks for, and is run again from its beginning with the answers. Time stands still
 * and chance is the same in all of these runs, so that it asks the same again.
 */
export interface ServiceTask {
  readonly accountId: string
  /** What error lines call it. */
  readonly name: string
  readonly code: string
  readonly input: JsonValue
  /** Milliseconds since 1970; the same in every run. */
  readonly now: number
  readonly seed: number
  /** To what it has asked for until now, in its order. */
  readonly answers: readonly ServiceAnswer[]
}

/** One call that a function makes; nothing of it has happened yet. */
export interface ServiceCall {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Name of a credential of the account; what it shows is added outside, and never comes in here. */
  readonly credential?: string
}

export type ServiceAnswer = { readonly asked: ServiceCall } & (
  | {
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** There was no answer. */
  | { readonly failed: string }
)

export type ServiceResult = { readonly logs: readonly ScriptLog[]; readonly ms: number } & (
  | { readonly state: 'asks'; readonly calls: readonly ServiceCall[] }
  | { readonly state: 'done'; readonly value: JsonValue }
  | { readonly state: 'failed'; readonly fault: ScriptFault }
)

export const SERVICE_LIMITS = {
  /** Calls of one run of a function. */
  calls: 10,
  /** Of one call as JSON, in UTF-16 units. */
  callLength: 262_144,
  /** Of what it gives back, as JSON. */
  valueLength: 262_144,
  logLines: 100,
  logLineLength: 2_000,
} as const
