import type { PanelLimits } from './limits.ts'
import type { Panel, PanelResult, PatternResult, PatternTask } from './panel.ts'
import type { ServiceResult, ServiceTask } from './service.ts'

/** What crosses to the thread, and what comes back. */
export type ThreadRequest = { readonly id: number } & (
  | { readonly do: 'panel'; readonly panel: Panel; readonly limits: PanelLimits }
  | { readonly do: 'pattern'; readonly pattern: PatternTask; readonly timeMs: number }
  | { readonly do: 'service'; readonly service: ServiceTask; readonly limits: PanelLimits }
)
export type ThreadResult = PanelResult | PatternResult | ServiceResult
export type ThreadAnswer = { readonly ready: true } | { readonly id: number; readonly result: ThreadResult }
