export * from './content.ts'
export * from './structured.ts'
