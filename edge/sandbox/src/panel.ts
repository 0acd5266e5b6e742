import type { ScriptEffect } from './effects.ts'
import type { Snapshot } from './snapshot.ts'

/** One run of a builder's code. */
export interface Panel {
  /** Scripts of one account never share an engine with those of another. */
  readonly accountId: string
  /** What error lines call it, such as `preProcess`. */
  readonly name: string
  /** Absent: only the global functions run. */
  readonly code?: string
  /** The bot's global functions; evaluated before the code, in the same realm. */
  readonly functions?: string
  /** Call the function for the start of a conversation, if the global functions have one (integrations A-93). */
  readonly callsStart?: boolean
  readonly snapshot: Snapshot
}

export interface PanelResult {
  /** Those made before a fault stay (integrations 6.3). */
  readonly effects: readonly ScriptEffect[]
  readonly logs: readonly ScriptLog[]
  /** Namespaces of the context service that the script asked for and the snapshot did not hold: read them and run it again. */
  readonly missingNamespaces?: readonly string[]
  readonly fault?: ScriptFault
  /** Wall clock, in milliseconds. */
  readonly ms: number
}

export interface ScriptLog {
  readonly level: 'debug' | 'warn' | 'error'
  readonly text: string
}

export interface ScriptFault {
  readonly kind: ScriptFaultKind
  /** In words that the builder can act on; names the panel and, where it is known, the line. */
  readonly message: string
  readonly line?: number
  readonly column?: number
}

export type ScriptFaultKind =
  /** The code cannot be read. */
  | 'syntax'
  /** The code threw. */
  | 'thrown'
  /** Cut off: the flow goes on as if the panel had ended there. */
  | 'timeout'
  | 'memory'
  | 'recursion'
  /** More messages, writes or text than one panel may make. */
  | 'output'
  /** The engine was lost in the middle of it, and was replaced. */
  | 'lost'

export interface PatternTask {
  readonly accountId: string
  readonly source: string
  /** Of `i`, `m`, `s`, `u`. */
  readonly flags: string
  readonly text: string
}

export type PatternResult =
  | { readonly ok: true; readonly match?: { readonly index: number; readonly groups: readonly (string | null)[] } }
  | { readonly ok: false; readonly kind: 'syntax' | 'timeout' | 'memory' | 'lost'; readonly message: string }
