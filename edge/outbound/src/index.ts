export * from './createOutbound.ts'
export type { Lookup, ResolvedAddress } from './guardedConnect.ts'
export * from './outbound.ts'
