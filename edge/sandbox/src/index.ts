export { createSandbox, type Sandbox, SandboxBusy, type SandboxOptions, SandboxStopped } from './createSandbox.ts'
export type { ContextScope, ScriptChip, ScriptEffect, VariableScope } from './effects.ts'
export { PANEL_LIMITS, PATTERN_TIME_MS, type PanelLimits } from './limits.ts'
export type {
  Panel,
  PanelResult,
  PatternResult,
  PatternTask,
  ScriptFault,
  ScriptFaultKind,
  ScriptLog,
} from './panel.ts'
export { SCRIPT_FUNCTIONS } from './scriptFunctions.ts'
export {
  SERVICE_LIMITS,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceResult,
  type ServiceTask,
} from './service.ts'
export type { ContextSnapshot, NamespaceSnapshot, Snapshot } from './snapshot.ts'
