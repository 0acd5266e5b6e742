export * from './outbound.ts'
