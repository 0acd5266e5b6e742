export * from './localIntents.ts'
export * from './recognizeIntents.ts'
