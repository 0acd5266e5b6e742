export { createRuntime } from './createRuntime.ts'
export { listRowOf } from './listRow.ts'
export * from './ports.ts'
export * from './runtime.ts'
