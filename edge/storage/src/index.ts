export * from './commit.ts'
export * from './settings.ts'
export * from './store.ts'
