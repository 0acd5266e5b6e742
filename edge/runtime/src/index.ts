export * from './runtime.ts'
