/** What one panel may use up. The figures are those of the reference (integrations ). */
export interface PanelLimits {
  /** Wall clock, global functions included, in milliseconds. */
  readonly timeMs: number
  readonly memoryBytes: number
  /** Of the engine's own stack; deeper recursion is a fault. */
  readonly stackBytes: number
}

export const PANEL_LIMITS: PanelLimits = { timeMs: 5_000, memoryBytes: 64 * 1_048_576, stackBytes: 512 * 1_024 }

/** For one regular expression on one text, in milliseconds. */
export const PATTERN_TIME_MS = 50

/** What one panel may say; the realm counts for itself, so that nothing large ever crosses the border. */
export const OUTPUT_LIMITS = {
  messages: 100,
  writes: 200,
  variableBytes: 262_144,
  logLineLength: 65_536,
  logLines: 500,
  /** All that comes back, in UTF-16 units. */
  totalLength: 4_194_304,
} as const

/** Source text of a panel or of the global functions, in UTF-16 units. */
export const MAX_SOURCE_LENGTH = 1_048_576
